import type { CountedLevel, Counts } from '../model/record.ts';
import type { Level } from '../model/requirement.ts';
import type { Outcome } from '../model/verdict.ts';

const isCounted = (level: Level): level is CountedLevel => level !== 'untestable';

const noneOfLevel = (): Record<Outcome, number> => ({ pass: 0, fail: 0, inconclusive: 0, skipped: 0, observed: 0, broken: 0 });

/** Counts requirements by level and outcome, each once. */
export const countRequirements = (requirements: readonly { readonly level: Level; readonly outcome: Outcome }[]): Counts => {
  const counts = { must: noneOfLevel(), should: noneOfLevel(), observe: noneOfLevel() };
  for (const { level, outcome } of requirements) if (isCounted(level)) counts[level][outcome] += 1;
  return counts;
};
