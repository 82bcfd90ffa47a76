import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { appendHistory } from '../../src/cli/run/append-history.ts';
import { historyLines } from '../../src/policy/history.ts';
import { historySchema } from '../../src/policy/history-schema.ts';
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

  test('has equal digests for equal facts, whatever the order of members', () => {
    const digest = (value: unknown) => historyLines(madeRun([{ name: 'depot', cases: [observed(value)] }]))[0]?.factsDigest;
    expect(digest({ b: 2, a: 1 })).toBe(digest({ a: 1, b: 2 }));
    expect(digest({ b: 2, a: 2 })).not.toBe(digest({ a: 1, b: 2 }));
  });

  test('is appended to, also after a cut-off line', () => {
    const path = join(folder(), 'history.jsonl');
    expect(appendHistory(path, record)).toBeUndefined();
    expect(appendHistory(path, record)).toBeUndefined();
    expect(linesIn(path)).toHaveLength(4);
    appendFileSync(path, '{"torn":');
    expect(appendHistory(path, record)).toBeUndefined();
    const texts = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(texts).toHaveLength(7);
    expect(texts[4]).toBe('{"torn":');
  });

  test('gives a warning if it cannot be written', () => {
    const directory = folder();
    mkdirSync(join(directory, 'history.jsonl'));
    expect(appendHistory(join(directory, 'history.jsonl'), record)).toMatch(/^Cannot append to ".*": EISDIR/u);
    writeFileSync(join(directory, 'file'), '');
    expect(appendHistory(join(directory, 'file', 'history.jsonl'), record)).toMatch(/^Cannot append to /u);
  });
});
