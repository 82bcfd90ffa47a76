import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { writeAllure } from '../../src/report/allure/write-allure.ts';
import { readEvidence } from '../../src/report/evidence.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, folder, folderWith, hostile, madeCase, madeRun, storedExchange } from './support/made-run.ts';

type Result = {
  readonly uuid: string;
  readonly historyId: string;
  readonly testCaseId: string;
  readonly fullName: string;
  readonly name: string;
  readonly status: string;
  readonly stage: string;
  readonly start: number;
  readonly stop: number;
  readonly description: string;
  readonly statusDetails: { readonly message?: string };
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly excluded?: boolean }[];
  readonly links: readonly { readonly url: string; readonly name?: string; readonly type?: string }[];
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly { readonly name: string; readonly source: string; readonly type: string }[];
};

const written = (
  record: RunRecord,
  directory = folderWith([]),
  into = join(folder(), 'allure-results'),
): { readonly into: string; readonly results: readonly Result[] } => {
  writeAllure({ record, directory: 'reports/r' }, readEvidence(record, directory), into);
  const results = readdirSync(into)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(join(into, name), 'utf8')) as Result);
  return { into, results: results.toSorted((a, b) => a.fullName.localeCompare(b.fullName)) };
};

const labelOf = ({ labels }: Result, name: string): string | undefined => labels.find((label) => label.name === name)?.value;

describe('the Allure results', () => {
  test('are one for each case, with the status of its verdict and the reason', () => {
    const { results } = written(parcelRecord());
    const shown = new Map(results.map(({ fullName, status, statusDetails }) => [fullName, [status, statusDetails.message]]));
    expect(results.length).toBe(14);
    expect(shown.get('depot: pagination/maximum-size@#/a')).toEqual([
      'failed',
      'GET /parcels at /data: expected at most 20 items, got 25 items',
    ]);
    expect(shown.get('depot: filtering/only-matching@#/e')).toEqual(['passed', undefined]);
    expect(shown.get('depot: auth/refused@#/b')).toEqual(['skipped', 'not-allowed: allow lacks flood']);
    expect(shown.get('depot: schema/response-body@#/c')).toEqual(['skipped', 'inconclusive: no parcel was seen']);
    expect(shown.get('depot: ordering/seen@#/d')?.[1]).toMatch(/^observed: order at GET \/parcels: /u);
    expect(shown.get('depot: status/declared@#/f')).toEqual(['broken', 'a check threw']);
    expect(shown.get('spare: pagination/maximum-size@#/a')).toEqual(['broken', 'the worker was silent']);
  });

  test('are labelled by target, area, requirement and level', () => {
    const { results } = written(madeRun([{ name: 'depot', cases: [failedCase('a/b@#', 'P-1', {}, { level: 'should', area: 'errors' })] }]));
    const [result] = results;
    expect(
      ['epic', 'feature', 'story', 'severity', 'tag', 'parentSuite', 'suite', 'subSuite'].map((name) => result && labelOf(result, name)),
    ).toEqual(['depot', 'errors', 'P-1', 'minor', 'should', 'depot', 'errors', 'a/b']);
    expect(result?.description).toContain("assay replay reports/r 'a/b@#'");
    expect(result?.stop).toBe((result?.start ?? 0) + 250);
  });

  test('name case, check and operation, and apart from the history what differs from run to run', () => {
    const [result] = written(madeRun([{ name: 'depot', cases: [failedCase('a/b@#', 'P-1', { operation: 'GET /crates' })] }])).results;
    const shown = result?.parameters.map(({ name, value, excluded }) => [name, value, excluded === true]);
    expect(shown).toEqual([
      ['case', 'a/b@#', false],
      ['check', 'a/b', false],
      ['operation', 'GET /crates', false],
      ['contract', 'parcels', true],
      ['base URL', 'http://127.0.0.1:4010/v1', true],
      ['seed', '7', true],
      ['nonce', '1a2b', true],
    ]);
    expect(result?.links).toEqual([]);
  });

  test('link to a document that has an address, and to the ticket of a known failure', () => {
    const made = failedCase('a/b@#', 'P-1', {
      documentedAt: { file: 'https://api.example/openapi.yaml', line: 12, column: 5, pointer: '#/components/schemas/Box' },
    });
    const record = madeRun([{ name: 'depot', cases: [made] }]);
    const [footer] = record.footer.targets;
    if (footer === undefined) throw new Error('no footer');
    const known = {
      owner: 'o',
      reason: 'fixed by (https://tickets.example/7)',
      expires: '2026-06-01',
      file: 'f',
      line: 1,
      state: 'expected',
      told: 't',
      excuses: ['a/b@#'],
    } as const;
    const excused = { ...record, footer: { ...record.footer, targets: [{ ...footer, knownFailures: [known] }] } };
    expect(written(excused).results[0]?.links).toEqual([
      { url: 'https://api.example/openapi.yaml#/components/schemas/Box', name: 'https://api.example/openapi.yaml:12', type: 'link' },
      { url: 'https://tickets.example/7', name: 'https://tickets.example/7', type: 'issue' },
    ]);
  });

  test('keep the ids of the history, whatever the run, the folder and the order', () => {
    const cases = [failedCase('a@#', 'P-1'), madeCase('b@#', 'P-2', { kind: 'pass', judged: 1 })];
    const first = written(madeRun([{ name: 'depot', cases }])).results;
    const second = written(madeRun([{ name: 'depot', cases: cases.toReversed() }], { run: 'another-run', seed: 99 })).results;
    const ids = (results: readonly Result[]): unknown[] => results.map(({ historyId, testCaseId }) => [historyId, testCaseId]);
    expect(ids(second)).toEqual(ids(first));
    expect(second.map(({ uuid }) => uuid)).not.toEqual(first.map(({ uuid }) => uuid));
    const other = written(madeRun([{ name: 'spare', cases }])).results;
    expect(new Set([...ids(first), ...ids(other)].map(String)).size).toBe(4);
  });

  test('have request and response of a failure', () => {
    const directory = folderWith([storedExchange({ body: { data: [{ id: 1 }] }, sent: { body: '{"a":[1]}' } })]);
    const { into, results } = written(madeRun([{ name: 'depot', cases: [failedCase('a@#', 'P-1')] }]), directory);
    const attachments = results[0]?.attachments ?? [];
    expect(attachments.map(({ name, type }) => [name, type])).toEqual([
      ['Request x1', 'text/plain'],
      ['Response x1', 'text/plain'],
    ]);
    const [request = '', response = ''] = attachments.map(({ source }) => readFileSync(join(into, source), 'utf8'));
    expect(request).toBe(
      'GET /v1/parcels\nhost: 127.0.0.1:4010\nconnection: keep-alive\naccept: application/json\nauthorization: Bearer [secret]\n\n{\n  "a": [\n    1\n  ]\n}\n',
    );
    expect(response).toBe('200\nContent-Type: application/json\n\n{\n  "data": [\n    {\n      "id": 1\n    }\n  ]\n}\n');
  });

  test('show a missing answer, a body that is not JSON, and one that was cut off', () => {
    const failures = ['x1', 'x2', 'x3'].map((id) => failedCase(`${id}@#`, id, { exchanges: [id] }));
    const [gone, teapot, cut] = [
      storedExchange({ id: 'x1' }),
      storedExchange({ id: 'x2', text: 'teapot' }),
      storedExchange({ id: 'x3', body: [1] }),
    ];
    const stored = [
      { ...gone, reply: { kind: 'no-answer', failure: 'reset', message: 'reset by peer' } },
      teapot,
      { ...cut, reply: { ...cut.reply, truncated: true } },
    ] as const;
    const { into, results } = written(madeRun([{ name: 'depot', cases: failures }]), folderWith(stored));
    const texts = results.map(({ attachments }) => readFileSync(join(into, attachments[1]?.source ?? ''), 'utf8'));
    expect(texts[0]).toBe('No answer, reset: reset by peer\n');
    expect(texts[1]).toContain('\n\nteapot\n');
    expect(texts[2]).toContain('… (only the beginning was stored)');
  });

  test('replace earlier ones', () => {
    const into = join(folder(), 'allure-results');
    const first = written(
      madeRun([{ name: 'depot', cases: [failedCase('a@#', 'P-1'), failedCase('b@#', 'P-2')] }]),
      folderWith([storedExchange()]),
      into,
    );
    writeFileSync(join(into, 'left-from-before-result.json'), '{}');
    const second = written(madeRun([{ name: 'depot', cases: [failedCase('a@#', 'P-1')] }]), folderWith([]), into);
    expect(first.results.length).toBe(2);
    expect(second.results.length).toBe(1);
    expect(readdirSync(into).toSorted()).toEqual(
      [`${second.results[0]?.uuid}-result.json`, 'categories.json', 'environment.properties'].toSorted(),
    );
    expect(existsSync(`${into}.tmp`)).toBe(false);
  });

  test('name the run in the environment and separate open cases from those that were left out', () => {
    const { into } = written(parcelRecord());
    expect(readFileSync(join(into, 'environment.properties'), 'utf8')).toMatch(/^seed ?= ?7$/mu);
    const categories: readonly { readonly name: string; readonly messageRegex?: string }[] = JSON.parse(
      readFileSync(join(into, 'categories.json'), 'utf8'),
    );
    const inconclusive = new RegExp(categories.find(({ name }) => name === 'Inconclusive')?.messageRegex ?? '$.', 'u');
    expect(inconclusive.test('inconclusive: a page\nwas answered with 429')).toBe(true);
    expect(inconclusive.test('not-allowed: inconclusive: no')).toBe(false);
  });

  test('contain no disturbing characters of a server and no endless text', () => {
    const finding = { operation: hostile, where: hostile, expected: hostile + 'e'.repeat(100_000), actual: hostile };
    const { results } = written(
      madeRun([{ name: 'depot', cases: [failedCase(`a@#${hostile}`, 'P-1', finding)] }]),
      folderWith([storedExchange({ body: hostile })]),
    );
    const text = JSON.stringify(results[0]?.statusDetails);
    expect(text).not.toMatch(/\\u0007|\u202E/u);
    expect(text.length).toBeLessThan(10_000);
  });
});
