import ajvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import { gzipSync } from 'node:zlib';
import type { Log, Result, Run } from 'sarif';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { sarif } from '../../src/report/sarif/sarif.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, madeCase, madeRun } from './support/made-run.ts';
import { documented, emptyRun, hostileRun, knownFailure, manyFindings, withKnown } from './support/wide-runs.ts';

const ajv = new ajvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
ajvFormats.default(ajv);
const isValid = ajv.compile<Log>(schema);

const logOf = (record: RunRecord, more: Partial<ReportInput> = {}): Log => {
  const value: unknown = JSON.parse(sarif({ record, directory: 'reports/r', ...more }));
  if (!isValid(value)) throw new Error(ajv.errorsText(isValid.errors));
  return value;
};
const runOf = (record: RunRecord, more: Partial<ReportInput> = {}): Run => {
  const [run] = logOf(record, more).runs;
  if (run === undefined) throw new Error('no run');
  return run;
};
const resultsOf = (record: RunRecord, more: Partial<ReportInput> = {}): readonly Result[] => runOf(record, more).results ?? [];
const one = (finding: Parameters<typeof failedCase>[2] = {}): RunRecord =>
  madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1', { documentedAt: documented(12), ...finding })] }]);

describe('results.sarif', () => {
  test('reads like the golden file', async () => {
    logOf(parcelRecord());
    await expect(sarif({ record: parcelRecord(), directory: 'reports/2026-03-01T02-00-00Z-1a2b' })).toMatchFileSnapshot('golden/sarif.txt');
  });

  test('is refused by the schema where it is wrong, so that the schema judges', () => {
    expect(isValid({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
    expect(
      isValid({ version: '2.1.0', runs: [{ tool: { driver: { name: 'a' } }, results: [{ message: { text: 'a' }, level: 'bad' }] }] }),
    ).toBe(false);
  });

  test('points at the line of the document that states the promise', () => {
    const [result] = resultsOf(one());
    expect(result).toMatchObject({
      ruleId: 'P-1',
      ruleIndex: 0,
      kind: 'fail',
      level: 'error',
      message: { text: 'GET /parcels at #/data: expected at most 20 items, got 25 items. Target depot.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'api/openapi.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 12, startColumn: 5 },
          },
          logicalLocations: [{ fullyQualifiedName: '#/paths/~1parcels~1{number}/get/responses/12', name: 'GET /parcels' }],
        },
      ],
      properties: { operations: ['GET /parcels'], replay: "assay replay reports/r 'a/b@#/c'" },
    });
  });

  test('names files from the root of the repository', () => {
    const uriOf = (file: string): string | undefined =>
      resultsOf(one({ documentedAt: { ...documented(1), file } }), { repository: { root: '/src/repo', below: 'services/depot' } })[0]
        ?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    expect(uriOf('api/my file.yaml')).toBe('services/depot/api/my%20file.yaml');
    expect(uriOf('/src/repo/openapi.yaml')).toBe('openapi.yaml');
    expect(uriOf('/elsewhere/openapi.yaml')).toBe('file:///elsewhere/openapi.yaml');
    expect(uriOf(String.raw`C:\api\openapi.yaml`)).toBe('file:///C:/api/openapi.yaml');
    expect(uriOf('https://api.example/openapi.json')).toBe('https://api.example/openapi.json');
  });

  test('has a place for every result, without which an upload is refused', () => {
    const record = madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1')] }]);
    expect(resultsOf(record)[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'parcels', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    });
  });

  test('takes its levels from the strictness, and suppresses what is known', () => {
    const cases = [
      failedCase('a/one@#', 'P-1', { code: 'a' }),
      failedCase('a/two@#', 'P-2', { code: 'b' }, { level: 'should' }),
      failedCase('a/three@#', 'P-3', { code: 'c' }),
    ];
    const record = withKnown(madeRun([{ name: 'depot', cases }]), [knownFailure({ requirement: 'P-3', excuses: ['a/three@#'] })]);
    const results = resultsOf(record);
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['P-1', 'error'],
      ['P-2', 'warning'],
      ['P-3', 'note'],
    ]);
    expect(results.map(({ suppressions }) => suppressions?.[0]?.justification)).toEqual([
      undefined,
      undefined,
      'known failure until 2026-03-31, team-lists: NX-481',
    ]);
    expect(runOf(record).tool.driver.rules?.map(({ defaultConfiguration }) => defaultConfiguration?.level)).toEqual([
      'error',
      'warning',
      'error',
    ]);
  });

  test('keeps fingerprints from run to run, whatever moved in the document and whatever else was judged', () => {
    const fingerprint = (record: RunRecord): unknown => resultsOf(record).at(-1)?.partialFingerprints;
    const before = fingerprint(one());
    const moved = one({ documentedAt: { ...documented(99), pointer: documented(12).pointer }, actual: '31 items', exchanges: ['x77'] });
    expect(fingerprint(moved)).toEqual(before);
    const others = madeRun(
      [
        {
          name: 'depot',
          cases: [
            failedCase('a/other@#/z', 'P-0', { code: 'z', where: 'status' }),
            failedCase('a/b@#/c', 'P-1', { documentedAt: documented(12) }),
          ],
        },
      ],
      { run: 'another', seed: 8 },
    );
    const again = resultsOf(others).find(({ ruleId }) => ruleId === 'P-1');
    expect(again?.partialFingerprints).toEqual(before);
    expect(fingerprint(one({ code: 'other' }))).not.toEqual(before);
    expect(fingerprint(one({ documentedAt: documented(13) }))).not.toEqual(before);
    expect(Object.keys(before as object)).toEqual(['assayPromise/v1', 'primaryLocationLineHash']);
  });

  test('does not depend on the folder of a document outside of the working directory', () => {
    const hash = (file: string): unknown => resultsOf(one({ documentedAt: { ...documented(1), file } }))[0]?.partialFingerprints;
    expect(hash('/home/a/openapi.yaml')).toEqual(hash('/srv/b/openapi.yaml'));
  });

  test('tells a promise once, however many operations break it', () => {
    const cases = ['GET /a', 'GET /b', 'GET /c'].map((operation, at) =>
      failedCase(`a/b@#/${at}`, 'P-1', { operation, documentedAt: documented(12) }),
    );
    const results = resultsOf(madeRun([{ name: 'depot', cases }]));
    expect(results.length).toBe(1);
    expect(results[0]?.message.text).toContain('Also at GET /b, GET /c.');
    expect(results[0]?.properties?.['cases']).toEqual(['a/b@#/0', 'a/b@#/1', 'a/b@#/2']);
  });

  test('has every requirement that was judged as a rule with help, whatever failed', () => {
    const words = new Map([['a/b', { title: 'Pages end', why: 'A client waits.', fix: 'End them.' }]]);
    const rules = (isBroken: boolean): unknown =>
      runOf(
        madeRun([
          { name: 'depot', cases: [isBroken ? failedCase('a/b@#', 'P-1') : madeCase('a/b@#', 'P-1', { kind: 'pass', judged: 1 })] },
        ]),
        { checks: words },
      ).tool.driver.rules;
    expect(rules(true)).toEqual(rules(false));
    expect(rules(true)).toMatchObject([
      {
        id: 'P-1',
        shortDescription: { text: 'A list has at most 20 parcels' },
        help: { text: expect.stringContaining('What to do: End them.'), markdown: expect.stringContaining('### Pages end') },
        properties: { precision: 'very-high', tags: ['api', 'contract', 'pagination', 'must'] },
      },
    ]);
  });

  test('has a run for each target, in a category of its own', () => {
    const runs = logOf(
      madeRun([
        { name: 'depot', cases: [failedCase('a/b@#', 'P-1')] },
        { name: 'a/b c', cases: [failedCase('a/b@#', 'P-1')] },
      ]),
    ).runs;
    expect(runs.map(({ automationDetails }) => automationDetails?.id)).toEqual([
      'assay/depot/2026-03-01T02-00-00Z-1a2b',
      'assay/a%2Fb%20c/2026-03-01T02-00-00Z-1a2b',
    ]);
    const [first, second] = runs.map(({ results }) => results?.[0]?.partialFingerprints);
    expect(first).not.toEqual(second);
  });

  test('tells how the run ended, and where assay itself failed', () => {
    const [depot, spare] = logOf(parcelRecord()).runs;
    expect(depot?.invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      exitCode: 4,
      startTimeUtc: '2026-03-01T02:00:00.000Z',
      endTimeUtc: '2026-03-01T02:00:02.500Z',
      toolExecutionNotifications: [
        { level: 'warning', message: { text: 'The run was stopped: 40 requests were sent' } },
        { level: 'error', message: { text: 'status/declared@#/f: a check threw' } },
      ],
    });
    expect(spare?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe('assay lost this target: the worker was silent');
  });

  test('has a stale known failure at its line of the list', () => {
    const stale = knownFailure({ state: 'passed', told: 'passes now' });
    const [result] = resultsOf(withKnown(madeRun([{ name: 'depot', cases: [] }]), [stale]));
    expect(result).toMatchObject({
      ruleId: 'stale-known-failure',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'P-1: passes now. Target depot. team-lists: NX-481.' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'known.yaml' }, region: { startLine: 4 } } }],
    });
  });

  test('is valid, short and without commands whatever a server sends', () => {
    const text = sarif({ record: hostileRun(), directory: 'reports/r' });
    const [first, second] = resultsOf(hostileRun());
    expect(text.length).toBeLessThan(30_000);
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\uFEFF]/u);
    for (const message of [first?.message.text, second?.message.text]) {
      expect(message).not.toMatch(/[^\\]\]\(https/u);
      expect(message).not.toMatch(/(?<!\{)\{0\}/u);
      expect(message).toContain('more characters)');
    }
  });

  test('is valid and empty for an empty run', () => {
    expect(logOf(emptyRun()).runs).toEqual([]);
    expect(resultsOf(madeRun([{ name: 'depot', cases: [] }]))).toEqual([]);
  });

  test('has at most as many results as code scanning takes, the most severe, and says what is left out', () => {
    const record = manyFindings(6000);
    const text = sarif({ record, directory: 'reports/r' });
    // Not judged by the schema, which compares all with all to find repetitions: it does in the next test.
    const run = (JSON.parse(text) as Log).runs[0];
    expect(run?.results?.length).toBe(5000);
    expect(run?.results?.filter(({ level }) => level === 'error').length).toBe(4000);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      '1000 of 6000 results are left out, the least severe ones, because code scanning takes 5000; the record has all',
    );
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
    expect(new Set(run?.results?.map(({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'])).size).toBe(5000);
  });

  test('is valid with hundreds of results', () => {
    expect(resultsOf(manyFindings(600)).length).toBe(600);
  });

  test('has at most as many targets as code scanning takes', () => {
    const names = Array.from({ length: 22 }, (_, at) => `depot-${at}`);
    const { runs } = logOf(madeRun(names.map((name) => ({ name, cases: [failedCase('a/b@#', 'P-1')] }))));
    expect(runs.length).toBe(20);
    expect(runs[0]?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      '2 targets are left out, because code scanning takes 20: depot-20, depot-21',
    );
  });
});
