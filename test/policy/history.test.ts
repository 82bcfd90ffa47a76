import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { appendHistory } from '../../src/cli/run/append-history.ts';
import { keepHistory } from '../../src/cli/run/keep-history.ts';
import { type HistoryLine, sealed } from '../../src/policy/history/history-line.ts';
import { historyLines } from '../../src/policy/history/history-lines.ts';
import { historySchema } from '../../src/policy/history/history-schema.ts';
import { parseHistory } from '../../src/policy/history/parse-history.ts';
import { targetHistories } from '../../src/policy/history/target-history.ts';
import { madeHistory } from '../report/support/made-history.ts';
import { failedCase, folder, madeCase, madeRun } from '../report/support/made-run.ts';

const observed = (value: unknown) =>
  madeCase('a/3@#', 'P-3', { kind: 'observed', facts: [{ fact: 'page.size', at: 'GET /parcels', value }] }, { level: 'observe' });

const record = madeRun([
  {
    name: 'depot',
    cases: [failedCase('a/1@#', 'P-1'), failedCase('a/2@#', 'P-2', {}, { level: 'should' }), observed({ a: 1, b: 2 })],
    more: { contractDigest: '0'.repeat(64) },
  },
  { name: 'spare', cases: [madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1 })] },
]);

const linesIn = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

describe('the history of runs', () => {
  test('has a line for each target that matches its schema', () => {
    const lines = historyLines(record);
    expect(lines).toMatchObject([
      { target: 'depot', contract: 'parcels', exitCode: 1, failed: ['P-1', 'P-2'], requests: 40, counts: { must: { fail: 1 } } },
      { target: 'spare', exitCode: 0, failed: [] },
    ]);
    const isLine = new Ajv2020({ strict: true }).compile(historySchema);
    for (const line of lines) expect(isLine(JSON.parse(JSON.stringify(line))), JSON.stringify(isLine.errors)).toBe(true);
    expect(isLine({ ...lines[0], failed: 'P-1' })).toBe(false);
  });

  test('has the outcome of each selected requirement, the latencies, and how the run ended', () => {
    const skipped = (because: 'not-selected' | 'not-allowed') => ({ kind: 'skipped', because, reason: 'r' }) as const;
    const made = madeRun([
      {
        name: 'depot',
        cases: [
          failedCase('a/1@#', 'P-1'),
          madeCase('a/2@#', 'P-2', skipped('not-allowed')),
          madeCase('a/3@#', 'P-3', skipped('not-selected')),
          madeCase('a/4@#', 'P-4', { kind: 'pass', judged: 1 }, { level: 'should' }),
        ],
      },
    ]);
    const latencies = new Map([['depot', { 'GET /parcels': [12, 3.5, 9] as const }]]);
    expect(historyLines(made, { latencies })).toMatchObject([
      {
        ended: 'complete',
        leftOut: 1,
        outcomes: { fail: ['P-1'], skipped: ['P-2'], pass: ['P-4'] },
        latency: { 'GET /parcels': [12, 3.5, 9] },
        requirements: {
          'P-1': ['must', 'pagination', 'A list has at most 20 parcels'],
          'P-4': ['should', expect.anything(), expect.anything()],
        },
      },
    ]);
    const footer = {
      ...made.footer,
      targets: made.footer.targets.map((one) => ({ ...one, ended: { kind: 'lost', reason: 'r' } as const })),
    };
    expect(historyLines({ ...made, footer })).toMatchObject([{ ended: 'lost' }]);
  });

  test('has equal digests for equal facts, whatever the order of members', () => {
    const digest = (value: unknown) => historyLines(madeRun([{ name: 'depot', cases: [observed(value)] }]))[0]?.factsDigest;
    expect(digest({ b: 2, a: 1 })).toBe(digest({ a: 1, b: 2 }));
    expect(digest({ b: 2, a: 2 })).not.toBe(digest({ a: 1, b: 2 }));
  });

  test('is appended to, also after a cut-off line', () => {
    const path = join(folder(), 'history.jsonl');
    expect(appendHistory(path, record)).toBeUndefined();
    expect(appendHistory(path, record)).toBeUndefined();
    const lines = linesIn(path) as HistoryLine[];
    expect(lines).toHaveLength(4);
    // Sentences are long, so each is written once; the two targets have different ones.
    expect(lines.map(({ requirements }) => requirements !== undefined)).toEqual([true, true, false, false]);
    expect(new Set(lines.map(({ requirementsDigest }) => requirementsDigest)).size).toBe(2);
    appendFileSync(path, '{"torn":');
    expect(appendHistory(path, record)).toBeUndefined();
    const texts = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(texts).toHaveLength(7);
    expect(texts[4]).toBe('{"torn":');
    const { lines: read, damaged } = parseHistory(texts);
    // The same run was added three times.
    expect(read.map(({ target }) => target)).toEqual(['depot', 'spare']);
    expect(damaged).toEqual([{ line: 5, why: 'it is cut off, or not JSON' }]);
  });

  test('has the sentences again where the line with them was lost', () => {
    const path = join(folder(), 'history.jsonl');
    appendHistory(path, record);
    const [first = '', second = ''] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, `${first.replace('"seed":7', '"seed":8')}\n${second}\n`);
    appendHistory(path, record);
    const lines = linesIn(path) as HistoryLine[];
    expect(lines.map(({ requirements }) => requirements !== undefined)).toEqual([true, true, true, false]);
  });

  test('takes whole lines of several runs at the same time, and of one that a kill cut off', async () => {
    const runs = folder();
    const path = join(runs, 'history.jsonl');
    const one = async (n: number): Promise<void> => {
      const run = { ...record, header: { ...record.header, run: `run-${n}` } };
      await keepHistory(join(runs, `run-${n}`), run, () => new Map());
      if (n % 4 === 0) appendFileSync(path, '{"format":1,"run":"cut');
    };
    await Promise.all(Array.from({ length: 12 }, (_, n) => one(n)));
    const { lines: read, damaged } = parseHistory(readFileSync(path, 'utf8').split('\n'));
    expect(new Set(read.map(({ run, target }) => `${run} ${target}`)).size).toBe(24);
    expect(damaged).not.toEqual([]);
    expect(readdirSync(runs)).toEqual(['history.jsonl']);
  });

  test('gives a warning if it cannot be written', () => {
    const directory = folder();
    mkdirSync(join(directory, 'history.jsonl'));
    expect(appendHistory(join(directory, 'history.jsonl'), record)).toMatch(/^Cannot append to ".*": EISDIR/u);
    writeFileSync(join(directory, 'file'), '');
    expect(appendHistory(join(directory, 'file', 'history.jsonl'), record)).toMatch(/^Cannot append to /u);
  });
});

describe('a history that is read', () => {
  const lines = madeHistory({ nights: 3, requirements: [{ id: 'P-1', course: 'pfp' }] });
  const texts = lines.map((line) => JSON.stringify(line));

  test.each([
    ['is cut off', (text: string) => text.slice(0, 200), 'it is cut off, or not JSON'],
    ['was altered', (text: string) => text.replace('"exitCode":1', '"exitCode":0'), 'it was altered after it was written'],
    ['lost its digest', (text: string) => text.replace(/,"digest":"\w+"/u, ''), 'it was altered after it was written'],
    ['lacks a member', (text: string) => text.replace('"demo":false,', ''), 'it is not a line of a history'],
    [
      'has no date',
      (text: string) => text.replace('"startedAt":"2026-03-13T02', '"startedAt":"2026-99-99T99'),
      'it is not a line of a history',
    ],
    ['is of a later format', (text: string) => text.replace('"format":1', '"format":2'), 'a newer version of assay wrote it'],
    ['is another value', () => '[]', 'it is no object'],
  ])('goes on behind a line that %s, and names it', (_, damage, why) => {
    const { lines: read, damaged } = parseHistory([texts[0] ?? '', damage(texts[1] ?? ''), '', texts[2] ?? '']);
    expect(read.map(({ run }) => run)).toEqual([lines[0]?.run, lines[2]?.run]);
    expect(damaged).toEqual([{ line: 2, why }]);
  });

  test('takes lines of earlier versions, which name only failures', () => {
    const old = lines.map(
      ({ digest: _1, outcomes: _2, ended: _3, leftOut: _4, latency: _5, requirements: _6, requirementsDigest: _7, ...line }) => line,
    );
    const { lines: read, damaged } = parseHistory(old.map((line) => JSON.stringify(line)));
    expect(damaged).toEqual([]);
    const [target] = targetHistories(read);
    expect(target?.requirements).toEqual([{ id: 'P-1', words: undefined, outcomes: [undefined, 'fail', undefined] }]);
    expect(target?.lastComplete?.run).toBe(lines[2]?.run);
  });

  test('counts a line of two joined files once, in the order of time, and keeps its sentences', () => {
    const [first] = lines;
    const bare = sealed({ ...lines[0], requirements: undefined } as never);
    const { lines: read } = parseHistory([texts[2] ?? '', JSON.stringify(bare), texts[0] ?? '', texts[1] ?? '']);
    const [target] = targetHistories(read);
    expect(target?.runs.map(({ run }) => run)).toEqual(lines.map(({ run }) => run));
    expect(target?.requirements[0]?.words?.[2]).toBe(first?.requirements?.['P-1']?.[2]);
    expect(target?.requirements[0]?.outcomes).toEqual(['pass', 'fail', 'pass']);
  });

  test('keeps a target apart from a reference of the same name, and calls runs nights only if they are as rare', () => {
    const requirements = [{ id: 'P-1', course: 'p' }];
    const all = [...madeHistory({ nights: 4, requirements, demo: true }), ...madeHistory({ nights: 4, requirements, gap: 1 })];
    const histories = targetHistories(all);
    expect(histories.map(({ target, demo, unit }) => [target, demo, unit])).toEqual([
      ['depot', false, 'run'],
      ['depot', true, 'night'],
    ]);
  });

  test('calls a run complete that ended by itself and was asked about as much as those before', () => {
    const many = Array.from({ length: 20 }, (_, at) => ({ id: `P-${at}`, course: 'ppp-p' }));
    const few = { id: 'P-20', course: 'p' };
    const [target] = targetHistories(
      madeHistory({ nights: 5, requirements: [...many, few], special: { 1: { ended: 'interrupted' }, 4: { exitCode: 3 } } }),
    );
    expect(target?.complete).toEqual([true, false, true, false, false]);
    expect(target?.lastComplete).toBe(target?.runs[2]);
    // Who always selects the same has complete runs.
    const [same] = targetHistories(
      madeHistory({ nights: 3, requirements: [few], special: { 0: { leftOut: 20 }, 1: { leftOut: 20 }, 2: { leftOut: 21 } } }),
    );
    expect(same?.complete).toEqual([true, true, true]);
  });
});
