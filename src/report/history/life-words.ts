import type { RequirementLife } from '../../policy/history/requirement-life.ts';

/** What the runs in question are called, and how many there are. */
export type Span = { readonly unit: 'night' | 'run'; readonly runs: number };

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

/** How often a requirement failed: `failed in 2 of the last 14 nights`; empty where it did not fail. */
export const failureWords = ({ judged, failures }: Pick<RequirementLife, 'judged' | 'failures'>, { unit, runs }: Span): string => {
  if (failures === 0) return '';
  const often = failures === 1 ? 'failed once in' : `failed in ${failures} of`;
  return judged === runs
    ? `${often} the last ${counted(runs, unit)}`
    : `${often} the ${counted(judged, unit)} that judged it, of the last ${runs}`;
};

/** How often it failed in the runs that can be compared with the last one. */
const alikeWords = (life: RequirementLife, span: Span): string => {
  const { alike, judged } = life;
  if (alike.judged === judged) return failureWords(life, span);
  const often = alike.failures === 1 ? 'failed once in' : `failed in ${alike.failures} of`;
  return `${often} the ${counted(alike.judged, span.unit)} that judged it by this contract and this version of assay, of the last ${span.runs}`;
};

/**
 * How a requirement did, in words: `broken since 14 Mar 2026, 3 nights`.
 * @param dayOf The day of a run, by its index.
 */
export const lifeWords = (life: RequirementLife, span: Span, dayOf: (run: number) => string): string => {
  const { state, isBroken, since, streak, failures, judged } = life;
  const day = since === undefined ? '' : dayOf(since);
  switch (state) {
    case 'unjudged':
      return 'not judged';
    case 'kept':
      return judged === 1 ? 'kept in the one that judged it' : `kept in all ${counted(judged, span.unit)}`;
    case 'flips':
      return `${alikeWords(life, span)}; ${isBroken ? 'broken' : 'kept'} since ${day}`;
    case 'mended':
      return `${failureWords(life, span)}; mended on ${day}`;
    case 'broken':
      if (judged === 1) return `broken on ${day}, judged for the first time`;
      if (failures === 1) return `failed once in ${counted(judged, span.unit)}, in the last that judged it (${day})`;
      return `broken since ${day}, ${counted(streak, span.unit)}${failures === judged ? '' : ` (${failureWords(life, span)})`}`;
  }
};
