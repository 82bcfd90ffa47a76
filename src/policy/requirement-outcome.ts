import type { Outcome, SkipReason, Verdict } from '../model/verdict.ts';

/** What one requirement came to over all its cases, and what of it was left out. */
export type RequirementOutcome = {
  readonly outcome: Outcome;
  /** Of a requirement that passed or was observed: the parts that were not tried, each with its reason. */
  readonly untried: readonly string[];
};

/** Reasons that do not stand against a pass: nothing is promised there, or the operator withholds something. */
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
 * Joins the verdicts of one requirement's cases. One fail decides; a broken case hides what it would have said; a pass
 * stands beside cases that promise nothing, that met nothing, or that the operator did not allow or equip (those are
 * named as untried); only skips make a skip; everything else is inconclusive. No verdict at all is inconclusive. What the
 * user did not select says nothing about what was selected.
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
