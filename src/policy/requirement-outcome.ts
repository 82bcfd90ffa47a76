import type { Outcome, SkipReason, Verdict } from '../model/verdict.ts';

/** The outcome of one requirement over all its cases, and which parts were left out. */
export type RequirementOutcome = {
  readonly outcome: Outcome;
  /** If the requirement passed or was observed: the parts that were not tried, each with its reason. */
  readonly untried: readonly string[];
};

/** Reasons that do not prevent a pass: the requirement does not apply there, or the operator did not supply or allow something. */
const harmlessSkips: ReadonlySet<SkipReason> = new Set(['not-applicable', 'missing-prerequisite', 'not-allowed'] as const);

const isHarmless = (verdict: Verdict): boolean =>
  (verdict.kind === 'skipped' && harmlessSkips.has(verdict.because)) || (verdict.kind === 'inconclusive' && verdict.unseen === true);

const untriedOf = (verdict: Verdict): readonly string[] => {
  if (verdict.kind === 'pass') return verdict.untried ?? [];
  return verdict.kind === 'skipped' && verdict.because !== 'not-applicable' ? [verdict.reason] : [];
};

/** The user did not select it, with `--only` or `--skip`. */
export const isLeftOut = (verdict: Verdict): boolean => verdict.kind === 'skipped' && verdict.because === 'not-selected';

/**
 * Joins the verdicts of one requirement's cases. One `fail` makes a fail; otherwise one `broken` makes it broken. A pass remains a pass
 * beside cases that do not apply, that saw nothing to judge, or for which the operator did not allow or supply something (these are listed
 * as untried). Only skips make a skip. Everything else is inconclusive, also a requirement without any verdict. Cases that the user did
 * not select are ignored.
 */
export const requirementOutcome = (all: readonly Verdict[]): RequirementOutcome => {
  if (all.length > 0 && all.every(isLeftOut)) return { outcome: 'skipped', untried: [] };
  const verdicts = all.filter((verdict) => !isLeftOut(verdict));
  const has = (kind: Outcome): boolean => verdicts.some((verdict) => verdict.kind === kind);
  const only = (kinds: readonly Outcome[]): boolean => verdicts.every((verdict) => kinds.includes(verdict.kind) || isHarmless(verdict));
  const untried = verdicts.flatMap(untriedOf);

  if (has('fail')) return { outcome: 'fail', untried: [] };
  if (has('broken')) return { outcome: 'broken', untried: [] };
  if (has('pass') && only(['pass', 'observed'])) return { outcome: 'pass', untried };
  if (has('observed') && only(['observed'])) return { outcome: 'observed', untried };
  if (verdicts.length > 0 && verdicts.every(({ kind }) => kind === 'skipped')) return { outcome: 'skipped', untried: [] };
  return { outcome: 'inconclusive', untried: [] };
};
