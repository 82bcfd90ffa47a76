import { describe, expect, test } from 'vitest';

import type { Verdict } from '../../src/model/verdict.ts';
import { compareRuns } from '../../src/policy/compare/comparison.ts';
import { failedCase, madeCase, madeRun, type MadeTarget } from '../report/support/made-run.ts';

const pass: Verdict = { kind: 'pass', judged: 1 };
const open: Verdict = { kind: 'inconclusive', reason: 'met 429', exchanges: [] };
const facts = (...values: readonly (readonly [string, string, unknown])[]): Verdict => ({
  kind: 'observed',
  facts: values.map(([fact, at, value]) => ({ fact, at, value })),
});
const target = (name: string, cases: MadeTarget['cases'], contract = 'parcels'): MadeTarget => ({ name, cases, more: { contract } });

describe('targets of one contract', () => {
  const run = madeRun([
    target('a', [
      madeCase('c/1@#', 'P-1', pass),
      madeCase('c/2@#', 'P-2', pass),
      madeCase('c/3@#', 'P-3', pass),
      madeCase('c/4@#', 'P-4', open),
    ]),
    target('b', [
      madeCase('c/1@#', 'P-1', pass),
      madeCase('c/2@#', 'P-2', open),
      failedCase('c/3@#', 'P-3'),
      madeCase('c/4@#', 'P-4', open),
    ]),
  ]);

  test('are compared by requirement, differences first', () => {
    const { isShared, outcomes } = compareRuns([{ record: run }]);
    expect(isShared).toBe(true);
    expect(outcomes.map(({ kind, id, state }) => [kind, id, state])).toEqual([
      ['requirement', 'P-3', 'differs'],
      ['requirement', 'P-2', 'partly'],
      ['requirement', 'P-1', 'same'],
      ['requirement', 'P-4', 'open'],
    ]);
    expect(outcomes[0]?.cells).toMatchObject([
      { outcome: 'pass', cases: [{ requirement: 'P-3', case: 'c/3@#' }] },
      { outcome: 'fail', cases: [{ promise: 'A list has at most 20 parcels', source: '"Lists", lines 10-12', verdict: { kind: 'fail' } }] },
    ]);
  });

  test('are compared by fact and location', () => {
    const side = (size: number) => [
      madeCase('c/1@#', 'P-1', facts(['size', 'GET /a', size], ['size', 'GET /b', 1], ['order', 'GET /a', 'id'])),
    ];
    const { facts: rows } = compareRuns([{ record: madeRun([target('a', side(1)), target('b', side(2))]) }]);
    expect(rows.map(({ fact, at, state }) => [fact, at, state])).toEqual([
      ['size', 'GET /a', 'differs'],
      ['order', 'GET /a', 'same'],
      ['size', 'GET /b', 'same'],
    ]);
  });

  test('get a note if different versions of assay judged', () => {
    const other = madeRun([target('b', [madeCase('c/1@#', 'P-1', pass)])], { run: 'later', assay: '0.9.0' });
    expect(compareRuns([{ record: run }, { record: other }]).notes[0]).toContain('Different versions of assay judged (0.1.0, 0.9.0)');
  });

  test('have columns with unique names', () => {
    const other = madeRun([target('a', [madeCase('c/1@#', 'P-1', pass)])], { run: 'later' });
    expect(compareRuns([{ record: run }, { record: other }]).columns.map(({ label }) => label)).toEqual([
      'a (2026-03-01T02-00-00Z-1a2b)',
      'b',
      'a (later)',
    ]);
  });
});

describe('targets of several contracts', () => {
  const run = madeRun([
    target('a', [
      madeCase('c/1@#/x', 'P-1', pass),
      madeCase('c/1@#/y', 'P-2', pass),
      madeCase('c/2@#', 'P-3', pass),
      madeCase('c/3@#', 'P-4', facts(['size', 'GET /a', 1], ['size', 'GET /b', 2])),
    ]),
    target(
      'b',
      [failedCase('c/1@#/z', 'L-1'), madeCase('c/3@#', 'L-2', facts(['size', 'GET /letters', 2], ['size', 'GET /notes', 1]))],
      'letters',
    ),
  ]);

  test('are compared by check, over all its requirements at a target', () => {
    const { isShared, outcomes, notes } = compareRuns([{ record: run }]);
    expect(isShared).toBe(false);
    expect(notes[0]).toContain('different contracts');
    expect(outcomes.map(({ kind, id, state, cells }) => [kind, id, state, ...cells.map(({ outcome }) => outcome)])).toEqual([
      ['check', 'c/1', 'differs', 'pass', 'fail'],
      ['check', 'c/2', 'partly', 'pass', 'absent'],
      ['check', 'c/3', 'same', 'observed', 'observed'],
    ]);
    expect(outcomes[0]?.cells.map(({ cases }) => cases.length)).toEqual([2, 1]);
  });

  test('are compared by fact without the operation', () => {
    const { facts: rows } = compareRuns([{ record: run }]);
    expect(rows).toMatchObject([
      { fact: 'size', state: 'same', cells: [{ values: [{ value: 1 }, { value: 2 }] }, { values: [{ value: 2 }, { value: 1 }] }] },
    ]);
    expect(rows[0]?.at).toBeUndefined();
  });
});
