import type { Expectation, ExpectationState, KnownFailure, ListedFailure } from '../model/known-failure.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import { matchesAny } from '../plan/selection.ts';
import type { JudgedCase, JudgedRequirement } from './judged-requirements.ts';

/** Whether a known failure is about a target. */
export const concernsTarget = ({ target: glob }: KnownFailure, target: string): boolean => glob === undefined || matchesAny(glob, [target]);

/** The calendar day in UTC: YYYY-MM-DD. */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const names = (known: KnownFailure, { case: planned, verdict }: JudgedCase): boolean => {
  if (known.case !== undefined ? planned.id !== known.case : planned.requirement !== known.requirement) return false;
  const { operation } = known;
  if (operation === undefined || (verdict.kind === 'fail' && verdict.finding.operation === operation)) return true;
  return planned.places.some((location) => (location.operation ?? 'outside') === operation);
};

const fits = ({ operation, finding: described }: KnownFailure, finding: Finding): boolean =>
  (operation === undefined || finding.operation === operation) &&
  (described?.code === undefined || finding.code === described.code) &&
  (described?.where === undefined || finding.where === described.where);

/** The requirement does not apply there, so it cannot be judged. */
const isNotApplicable = (verdict: Verdict): boolean => verdict.kind === 'skipped' && verdict.because === 'not-applicable';

/** A pass that left nothing out. Otherwise the failure may be in a part that was not tried this time. */
const isWholePass = (verdict: Verdict): boolean => verdict.kind === 'pass' && (verdict.untried ?? []).length === 0;

const findingText = ({ code, operation, where }: Finding): string => `${code} at ${operation}${where === '' ? '' : ` ${where}`}`;

const reasonOf = (verdict: Verdict): string => {
  if (verdict.kind === 'skipped' || verdict.kind === 'inconclusive') return verdict.reason;
  if (verdict.kind === 'broken') return `assay itself broke: ${verdict.error}`;
  return verdict.kind === 'pass' ? `passed, but these parts were not tried: ${(verdict.untried ?? []).join('; ')}` : verdict.kind;
};

/** `told` is the state in words. */
type StateOfKnown = { readonly state: ExpectationState; readonly told: string; readonly excuses: readonly string[] };

const stateOf = (known: KnownFailure, cases: readonly JudgedCase[], today: string): StateOfKnown => {
  const named = cases.filter((judged) => names(known, judged));
  const failed = named.filter(({ verdict }) => verdict.kind === 'fail');
  const fitting = failed.filter(({ verdict }) => verdict.kind === 'fail' && fits(known, verdict.finding));
  const plain = (state: ExpectationState, told: string): StateOfKnown => ({ state, told, excuses: [] });

  if (known.expires < today)
    return plain('expired', `its last day was ${known.expires}${fitting.length > 0 ? ', and it still fails' : ''}`);
  if (fitting.length > 0)
    return { state: 'expected', told: `fails as described, expected until ${known.expires}`, excuses: fitting.map((one) => one.case.id) };
  const [first] = failed;
  if (first?.verdict.kind === 'fail') return plain('changed', `fails in another way: ${findingText(first.verdict.finding)}`);
  const applicable = named.filter(({ verdict }) => !isNotApplicable(verdict));
  if (applicable.length > 0 && applicable.every(({ verdict }) => isWholePass(verdict))) return plain('passed', 'passes now');
  const open = applicable.find(({ verdict }) => !isWholePass(verdict));
  return plain('not-judged', open === undefined ? 'no case of this run is about it' : `was not judged: ${reasonOf(open.verdict)}`);
};

/** Is the failure of a case one that is known and expected on this day? */
export const isExpected = (list: readonly KnownFailure[], target: string, judged: JudgedCase, today: string): boolean =>
  list.some(
    (known) =>
      known.expires >= today &&
      concernsTarget(known, target) &&
      names(known, judged) &&
      judged.verdict.kind === 'fail' &&
      fits(known, judged.verdict.finding),
  );

/**
 * Compares known failures with the verdicts of one target. A known failure that fails as described excuses its cases. One that passes or
 * fails in another way is stale, and so is every one whose last day is over. A pass that left parts out does not make it stale, because the
 * failure may be in those parts.
 * @param target Name of the target that was judged; entries about other targets are left out.
 * @param today The day of judging, see {@link dayOf}.
 */
export const expectationsOf = (
  known: readonly ListedFailure[],
  target: string,
  requirements: readonly JudgedRequirement[],
  today: string,
): readonly Expectation[] => {
  const cases = requirements.flatMap((requirement) => requirement.cases);
  return known.filter((one) => concernsTarget(one, target)).map((one) => ({ ...one, ...stateOf(one, cases, today) }));
};

/** The state as one part of a split run can tell it: whether it passes, or fails otherwise, is known when all cases were judged. */
export const openOfPart = (one: Expectation): Expectation =>
  one.state === 'passed' || one.state === 'changed'
    ? { ...one, state: 'not-judged', told: 'is judged when the parts of the run are merged' }
    : one;

/** The entry is no longer true, and its owner has to change or remove it. */
export const isStale = ({ state }: Expectation): boolean => state === 'passed' || state === 'changed' || state === 'expired';

/** The known failure that excuses each case, by the id of the case. */
export const excusesOf = (expectations: readonly Expectation[] = []): ReadonlyMap<string, Expectation> =>
  new Map(expectations.flatMap((one) => one.excuses.map((id) => [id, one] as const)));

/** A known failure as messages name it. */
export const nameOfKnown = ({ target, requirement, case: id, operation, finding }: KnownFailure): string =>
  [requirement ?? id ?? '', operation, finding?.code, finding?.where, target === undefined ? undefined : `at target ${target}`]
    .filter((part) => part !== undefined)
    .join(' ');
