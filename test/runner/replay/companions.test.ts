import { describe, expect, test } from 'vitest';

import type { Case } from '../../../src/model/case.ts';
import type { CaseResult } from '../../../src/model/record.ts';
import { companionsOf } from '../../../src/runner/replay/companions.ts';
import { replayPlan } from '../../../src/runner/replay/replay-case.ts';
import { parcelCase } from '../../model/hand-written-run.ts';

const at = (operation: string | null): Pick<Case, 'places'> => ({ places: [{ operation, way: ['#'] }] });
const cases = [
  parcelCase('a/read@#', 'P-1', at('GET /parcels')),
  parcelCase('b/other@#', 'P-2', at('GET /depots')),
  parcelCase('c/left-out@#', 'P-3', at('GET /parcels')),
  parcelCase('d/creates@#', 'P-4', { ...at('GET /parcels'), phase: 'mutate' }),
  parcelCase('e/closes@#', 'P-5', { ...at(null), phase: 'closing' }),
  parcelCase('f/watches@#', 'P-6', { ...at('GET /parcels'), kind: 'watch', phase: 'closing' }),
];
const result = (verdict: CaseResult['verdict']): CaseResult => ({ verdict, seconds: 0 });
const results = new Map(
  cases.map(({ id }) => [
    id,
    result(id.startsWith('c') ? { kind: 'skipped', because: 'not-selected', reason: 'r' } : { kind: 'pass', judged: 1 }),
  ]),
);
const companions = (id: string, ...askedBy: readonly string[]): readonly string[] => {
  const planned = cases.find((one) => one.id === id);
  if (!planned) throw new Error(`no case ${id}`);
  return companionsOf(planned, { cases, results }, askedBy);
};

describe('the companions of a case', () => {
  test('are none where it judges its own exchanges, whoever shared its scenario', () => {
    expect(companions('a/read@#', 'b/other@#')).toEqual([]);
    expect(companions('d/creates@#')).toEqual([]);
  });

  test('of an observation are those that sent the exchanges of its verdict', () => {
    expect(companions('f/watches@#', 'd/creates@#', 'd/creates@#', 'b/other@#')).toEqual(['d/creates@#', 'b/other@#']);
  });

  test('of an observation whose verdict names no exchanges are the tried reads of the same operations', () => {
    expect(companions('f/watches@#')).toEqual(['a/read@#']);
  });

  test('of a fold are the other senders', () => {
    expect(companions('e/closes@#', 'e/closes@#', 'd/creates@#')).toEqual(['d/creates@#']);
    expect(companions('e/closes@#')).toEqual([]);
  });
});

describe('the plan of a replay', () => {
  const plan = { contract: 'parcels', target: 'depot', seed: 1, cases, undecided: [], digest: 'd' };

  test('has the case and its companions in order, and its own digest', () => {
    const made = replayPlan(plan, 'f/watches@#', ['d/creates@#', 'a/read@#']);
    expect(made.cases.map(({ id }) => id)).toEqual(['a/read@#', 'd/creates@#', 'f/watches@#']);
    expect(made.digest).not.toBe(replayPlan(plan, 'f/watches@#', []).digest);
  });

  test('does not exist for an unknown case', () => {
    expect(() => replayPlan(plan, 'z@#', [])).toThrow('The plan has no case "z@#"');
  });
});
