import { describe, expect, test } from 'vitest';

import type { Case, Plan } from '../../src/model/case.ts';
import { partOfPlan, withCompanions } from '../../src/plan/part-of-plan.ts';
import { parcelCase } from '../model/hand-written-run.ts';

const at = (operation: string | null): Pick<Case, 'places'> => ({ places: [{ operation, way: ['#'] }] });

const plan: Plan = {
  contract: 'parcels',
  target: 'depot',
  seed: 7,
  cases: [
    parcelCase('a/read@#', 'P-1', at('GET /parcels')),
    parcelCase('b/other@#', 'P-2', at('GET /depots')),
    parcelCase('c/skipped@#', 'P-3', { ...at('GET /parcels'), skip: { because: 'not-allowed', reason: 'allow lacks mutation' } }),
    parcelCase('d/creates@#', 'P-4', { ...at('GET /parcels'), phase: 'mutate' }),
    parcelCase('e/burst@#', 'P-5', { ...at('GET /parcels'), phase: 'flood' }),
    parcelCase('f/watches@#', 'P-6', { ...at('GET /parcels'), kind: 'watch', phase: 'closing' }),
  ],
  undecided: [],
  digest: 'whole',
};

const companions = (...ids: readonly string[]): readonly string[] => [...withCompanions(plan, new Set(ids))].toSorted();

describe('a part of a plan', () => {
  test('has the wanted cases in the order of the plan, and a digest of its own', () => {
    const part = partOfPlan(plan, new Set(['d/creates@#', 'a/read@#', 'no/such@#']));
    expect(part.cases.map(({ id }) => id)).toEqual(['a/read@#', 'd/creates@#']);
    expect(part.digest).not.toBe(plan.digest);
    expect(partOfPlan(plan, new Set(['a/read@#', 'd/creates@#'])).digest).toBe(part.digest);
    expect(partOfPlan(plan, new Set(['a/read@#'])).digest).not.toBe(part.digest);
  });

  test('needs nothing else where its cases judge their own exchanges', () => {
    expect(companions('a/read@#', 'e/burst@#')).toEqual(['a/read@#', 'e/burst@#']);
    expect(companions('c/skipped@#')).toEqual(['c/skipped@#']);
  });

  test('needs what calls the operations of a case that judges others, but no burst and nothing that is skipped', () => {
    expect(companions('f/watches@#')).toEqual(['a/read@#', 'd/creates@#', 'f/watches@#']);
  });

  test('needs what also calls other operations only where nothing else calls those of the case', () => {
    const both = { places: [...at('GET /parcels').places, ...at('GET /crates').places] };
    const wide = parcelCase('g/both@#', 'P-7', both);
    const crates = parcelCase('h/crates@#', 'P-8', { ...at('GET /crates'), kind: 'watch', phase: 'closing' });
    const wider = { ...plan, cases: [...plan.cases, wide, crates] };
    expect(withCompanions(wider, new Set(['f/watches@#'])).has('g/both@#')).toBe(false);
    expect([...withCompanions(wider, new Set(['h/crates@#']))]).toEqual(['h/crates@#', 'g/both@#']);
  });
});
