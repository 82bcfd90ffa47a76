import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import type { Contract } from '../../src/contract/model.ts';
import type { Plan } from '../../src/model/case.ts';
import { readRecord } from '../../src/model/record.ts';
import type { Requirement } from '../../src/model/requirement.ts';
import type { Target } from '../../src/model/target.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { jsonDocument, summary } from '../../src/report/index.ts';
import { recordRun } from '../../src/cli/run/record-run.ts';
import { parcelCase } from '../model/hand-written-run.ts';
import { madeTarget } from '../model/made-target.ts';

const directory = mkdtempSync(join(tmpdir(), 'assay-run-'));
let files = 0;
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const requirement = (id: string): Requirement => ({
  id,
  title: `Requirement ${id}`,
  area: 'pagination',
  level: 'must',
  basis: 'stated',
  section: 'Lists',
  lines: '3',
  operations: 'all',
  needs: [],
  judge: 'any',
  defects: {},
  checks: [],
  since: '0.1.0',
});

const contract: Contract = {
  name: 'parcels',
  title: 'Parcels',
  document: {},
  source: 'parcels.yaml',
  digest: 'd',
  operations: [],
  collections: [],
  resourceTypes: [],
  presumedResourceTypes: [],
  inferredResourceTypes: [],
  lastingResourceTypes: [],
  suggestions: [],
  conventions: {},
  anywhere: [],
  credentialPlacement: { kind: 'bearer' },
  production: [],
  requirements: new Map(['P-1', 'P-2', 'P-3'].map((id) => [id, requirement(id)])),
  standard: new Map(),
  survey: new Map(),
  open: ['P-3'],
  problems: [],
  spotOf: () => ({ file: 'parcels.yaml', pointer: '#', line: 1, column: 1 }),
};

const target = (name: string): Target =>
  madeTarget({
    name,
    contract: 'parcels',
    baseUrl: 'http://127.0.0.1:1',
    flood: { maxRequests: 0 },
    maxCreates: 0,
    http: { timeoutMs: 1000, headers: {} },
  });

const [first, second] = [parcelCase('a@#', 'P-1'), parcelCase('b@#', 'P-2', { level: 'should' })];
const plan = (name: string): Plan => ({
  contract: 'parcels',
  target: name,
  seed: 1,
  cases: [first, second],
  undecided: ['P-3'],
  digest: 'p',
});
const start = (...names: readonly string[]) => {
  const path = join(directory, `${(files += 1)}.jsonl`);
  const head = { run: 'r', assay: '0.1.0', demo: false, startedAt: '2026-03-01T02:00:00Z', seed: 1, nonce: 'n', options: {} };
  return { path, run: recordRun({ ...head, path, targets: names.map((name) => ({ target: target(name), contract, plan: plan(name) })) }) };
};
const given = (id: 'a@#' | 'b@#', verdict: Verdict) =>
  ({ type: 'verdict', id, case: id === 'a@#' ? first : second, verdict, seconds: 0.1 }) as const;
const pass: Verdict = { kind: 'pass', judged: 2, facts: [{ fact: 'size', at: 'GET /parcels', value: undefined }] };

describe('the record of a run', () => {
  test('is the same in memory and in its file', () => {
    const { path, run } = start('depot');
    run.listen('depot', { type: 'started', cases: 2, at: 0 });
    run.listen('depot', { type: 'preflight', result: { kind: 'ready', answersEverything: false, notes: [] } });
    run.listen('depot', given('a@#', pass));
    run.listen('depot', { type: 'progress', requests: 3, decided: 1 });
    run.listen('depot', { type: 'created', collection: 'parcels', label: 'ct-n-1', isSure: true });
    run.listen('depot', given('b@#', { kind: 'observed', facts: [{ fact: 'order', at: '', value: [1] }] }));
    run.listen('depot', { type: 'ended', requests: 5, created: 1, seconds: 1.5 });
    const record = run.finish([{ target: 'depot', kind: 'complete' }]);
    const read = readRecord(path);
    expect(read.header).toEqual(record.header);
    expect(read.footer).toEqual(record.footer);
    expect(read.targets).toEqual(record.targets);
    expect(read.footer).toMatchObject({
      exitCode: 0,
      targets: [
        { ended: { kind: 'complete' }, requests: 5, created: 1, seconds: 1.5, counts: { must: { pass: 1 }, should: { observed: 1 } } },
      ],
    });
    expect([...(read.targets[0]?.requirements.keys() ?? [])]).toEqual(['P-1', 'P-2', 'P-3']);
    expect(read.targets[0]?.results.get('a@#')?.verdict).toEqual({
      kind: 'pass',
      judged: 2,
      facts: [{ fact: 'size', at: 'GET /parcels', value: null }],
    });
  });

  test('of a lost target counts missing verdicts as broken, with exit code 4', () => {
    const { run } = start('depot');
    run.listen('depot', given('a@#', { kind: 'pass', judged: 1 }));
    run.listen('depot', { type: 'progress', requests: 7, decided: 1 });
    const { footer } = run.finish([{ target: 'depot', kind: 'lost', reason: 'the worker died' }]);
    expect(footer.targets[0]).toMatchObject({
      ended: { kind: 'lost', reason: 'the worker died' },
      requests: 7,
      counts: { must: { pass: 1 }, should: { broken: 1 } },
      exitCode: 4,
    });
  });

  test('of a target that was ended from outside skips what was not judged, with exit code 3 or that of a failure', () => {
    const { path, run } = start('depot', 'harbour');
    run.listen('depot', given('b@#', pass));
    const message = 'the run was interrupted';
    run.finish(['depot', 'harbour'].map((name) => ({ target: name, kind: 'stopped', message })));
    const { footer, targets } = readRecord(path);
    const ended = { kind: 'stopped', reason: 'interrupted', message };
    expect(footer).toMatchObject({
      exitCode: 3,
      targets: [
        { ended, exitCode: 3 },
        { ended, exitCode: 3 },
      ],
    });
    expect(targets.map(({ results }) => [...results].map(([id, { verdict }]) => `${id} ${verdict.kind}`))).toEqual([
      ['b@# pass', 'a@# skipped'],
      ['a@# skipped', 'b@# skipped'],
    ]);
    expect(targets[1]?.results.get('a@#')?.verdict).toEqual({ kind: 'skipped', because: 'stopped', reason: message });
  });

  test('does not count what was not selected, and shows which operations were reached', () => {
    const { path, run } = start('depot');
    const coverage = {
      operations: 2,
      exercised: 1,
      reached: 1,
      notSelected: 3,
      unexercised: [{ reason: 'm', lacks: [{ kind: 'permission', name: 'mutation' }], operations: ['POST /parcels'] }],
      unusedCredentials: [{ name: 'second', reason: 'no check of this run uses it' }],
      map: [],
    } as const;
    run.listen('depot', given('a@#', { kind: 'skipped', because: 'not-selected', reason: 'left out' }));
    run.listen('depot', given('b@#', pass));
    run.listen('depot', { type: 'ended', requests: 1, created: 0, seconds: 1, coverage });
    run.finish([{ target: 'depot', kind: 'complete' }]);
    const record = readRecord(path);
    const [footer] = record.footer.targets;
    expect(footer).toMatchObject({ counts: { must: { pass: 0, skipped: 0 }, should: { pass: 1 } }, exitCode: 0 });
    expect(footer?.coverage).toEqual(coverage);
    const text = summary({ record, directory: 'reports/r' }).replaceAll(/\s+/gu, ' ');
    expect(text).toContain('0 of 0 musts judged, 1 of 2 operations exercised (0 judged).');
    expect(text).toContain('### Operations not exercised: 1 of 2 - m POST /parcels');
    expect(text).toContain('Not selected (--only, --skip) and not counted: 1 requirement and 3 operations.');
    expect(text).toContain('The credential "second" was given but not used: no check of this run uses it.');
    expect(jsonDocument({ record, directory: 'reports/r' }).targets[0]?.coverage).toMatchObject(coverage);
  });

  test('says why a target was stopped, and ends with 3', () => {
    const { run } = start('depot');
    const skipped: Verdict = { kind: 'skipped', because: 'stopped', reason: 'interrupted' };
    run.listen('depot', given('a@#', skipped));
    run.listen('depot', given('b@#', skipped));
    run.listen('depot', { type: 'ended', requests: 1, created: 0, seconds: 1, stopped: { reason: 'interrupted', message: 'Ctrl-C' } });
    const { footer } = run.finish([{ target: 'depot', kind: 'complete' }]);
    expect(footer.targets[0]).toMatchObject({ ended: { kind: 'stopped', reason: 'interrupted', message: 'Ctrl-C' }, exitCode: 3 });
  });

  test('joins the codes of its targets, and a target without an end is lost', () => {
    const { run } = start('depot', 'spare');
    run.listen('depot', given('a@#', pass));
    run.listen('depot', given('b@#', pass));
    const { footer } = run.finish([{ target: 'depot', kind: 'complete' }]);
    expect(footer.targets.map((each) => [each.target, each.exitCode])).toEqual([
      ['depot', 0],
      ['spare', 4],
    ]);
    expect(footer.exitCode).toBe(4);
  });

  test('refuses events of an unknown target', () => {
    const { run } = start('depot');
    expect(() => run.listen('other', { type: 'started', cases: 0, at: 0 })).toThrow(/Cannot record an event of "other"/u);
    run.finish([]);
  });
});
