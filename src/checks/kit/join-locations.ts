import type { Location } from '../../model/location.ts';
import type { Fact, Finding, SkipReason, Verdict } from '../../model/verdict.ts';

/** Reasons for which a skipped part leaves a pass as it is. Any other one makes the verdict inconclusive. */
const harmless: ReadonlySet<SkipReason> = new Set(['not-applicable', 'not-allowed', 'missing-prerequisite', 'not-selected', 'unsupported']);

type Of<K extends Verdict['kind']> = Verdict & { readonly kind: K };

const isOf =
  <K extends Verdict['kind']>(kind: K) =>
  (verdict: Verdict): verdict is Of<K> =>
    verdict.kind === kind;

/**
 * Joins verdicts about parts of one case. A fail decides, then an error of ours, then an inconclusive part. A pass needs one part
 * that passed; the others may only have passed, have been skipped for a harmless reason, or have seen nothing.
 */
export const joinVerdicts = (verdicts: readonly Verdict[]): Verdict => {
  const facts = verdicts.flatMap((verdict): readonly Fact[] => ('facts' in verdict ? (verdict.facts ?? []) : []));
  const kept = facts.length > 0 ? { facts } : {};
  const passes = verdicts.filter(isOf('pass'));
  const fails = verdicts.filter(isOf('fail'));
  const untried = [...new Set([...passes, ...fails].flatMap((verdict) => verdict.untried ?? []))];
  const parts = untried.length > 0 ? { untried } : {};
  const judged = [...passes, ...fails].reduce((sum, verdict) => sum + verdict.judged, 0);
  const [fail] = fails;
  if (fail) {
    const breaches = fails.reduce((sum, verdict) => sum + verdict.breaches, 0);
    return { kind: 'fail', judged, breaches, finding: withOtherOperations(fail, fails), ...kept, ...parts };
  }
  const broken = verdicts.find(isOf('broken'));
  if (broken) return broken;
  const open = verdicts.filter(isOf('inconclusive'));
  const undecided = open.filter(({ unseen }) => unseen !== true);
  if (undecided.length > 0) return { ...joinedOpen(undecided), ...kept };
  const skipped = verdicts.filter(isOf('skipped'));
  const cut = skipped.find(({ because }) => !harmless.has(because));
  if (passes.length > 0) {
    if (cut) return { kind: 'inconclusive', reason: `a part was not judged: ${cut.reason}`, exchanges: [], ...kept };
    return { kind: 'pass', judged, ...kept, ...parts };
  }
  if (cut) return cut;
  if (open.length > 0) return { ...joinedOpen(open), unseen: true, ...kept };
  if (verdicts.some(isOf('observed'))) return { kind: 'observed', facts };
  const prerequisite = skipped.find(({ because }) => because !== 'not-applicable') ?? skipped[0];
  return prerequisite ?? { kind: 'skipped', because: 'not-applicable', reason: 'there is no location to judge' };
};

/** Most other operations that a finding names. */
const mostNamed = 6;

/** The first finding, with the other operations that break the same: whoever mends one of them knows that the others are left. */
const withOtherOperations = ({ finding }: Of<'fail'>, fails: readonly Of<'fail'>[]): Finding => {
  const others = [...new Set(fails.map((one) => one.finding.operation))].filter((operation) => operation !== finding.operation);
  if (others.length === 0) return finding;
  const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : '';
  return { ...finding, actual: `${finding.actual}; alike: ${others.slice(0, mostNamed).join(', ')}${more}` };
};

const joinedOpen = (open: readonly Of<'inconclusive'>[]): Of<'inconclusive'> => ({
  kind: 'inconclusive',
  reason: [...new Set(open.map(({ reason }) => reason))].join('; '),
  exchanges: [...new Set(open.flatMap(({ exchanges }) => exchanges))],
  ...(open.every(({ optional }) => optional === true) ? { optional: true } : {}),
});

/** The verdict of a case from those of its locations. */
export const joinLocations = (judged: readonly { readonly location: Location; readonly verdict: Verdict }[]): Verdict =>
  joinVerdicts(judged.map(({ verdict }) => verdict));

/**
 * Joins a verdict with those of optional parts: an inconclusive or skipped part is named beside the verdict and changes nothing, a
 * breach in a part counts like any other.
 */
export const withOptional = (main: Verdict, parts: readonly Verdict[]): Verdict => {
  const decided = parts.filter(({ kind }) => kind !== 'inconclusive' && kind !== 'skipped');
  const open = parts.flatMap((part) => (part.kind === 'inconclusive' || part.kind === 'skipped' ? [part.reason] : []));
  const joined = joinVerdicts([main, ...decided]);
  if (open.length === 0 || (joined.kind !== 'pass' && joined.kind !== 'fail')) return joined;
  return { ...joined, untried: [...(joined.untried ?? []), ...open] };
};
