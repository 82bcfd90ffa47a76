import type { Case } from '../model/case.ts';

/**
 * Probes share their scenarios, so together they send at most a quarter of the sum of their own estimates.
 */
export const sharing = 4;

const levels = ['must', 'should', 'observe', 'untestable'] as const;

/**
 * Limits the cases to about `size` requests: the probes of a must are chosen first, and within a level the cheapest, as long as they fit;
 * the others are skipped. Observations and folds cost nothing and stay.
 */
export const fitted = (cases: readonly Case[], size: number): Case[] => {
  const triable = cases.filter(({ kind, skip }) => kind === 'probe' && skip === undefined);
  const inOrder = [...triable].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || a.cost.requests - b.cost.requests);
  const left = new Set<Case>();
  let sum = 0;
  for (const one of inOrder) {
    sum += one.cost.requests;
    if (sum > size * sharing) left.add(one);
  }
  const skip = { because: 'out-of-budget', reason: `left out of a run of about ${size} requests (--profile)` } as const;
  return cases.map((one) => (left.has(one) ? { ...one, skip } : one));
};
