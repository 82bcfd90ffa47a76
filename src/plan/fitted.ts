import type { Case } from '../model/case.ts';

/**
 * Probes share what they measure, so that together they send a quarter, or less, of what each alone would.
 */
const sharing = 4;

const levels = ['must', 'should', 'observe', 'untestable'] as const;

/**
 * A plan of about so many requests: of the probes that may be tried those of a must come first, and of one level the
 * cheapest, as long as they fit; the others are skipped. What is only watched costs nothing and stays.
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
