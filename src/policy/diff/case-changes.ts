import type { TargetFooter, TargetRecord } from '../../model/record.ts';
import type { Finding, Outcome, Verdict } from '../../model/verdict.ts';
import { judgedCases } from '../judged-requirements.ts';
import { excusesOf } from '../known-failures.ts';

/** A target of one run, and how judging it ended. */
export type Side = { readonly target: TargetRecord; readonly footer: TargetFooter };

/** `absent`: the run had no such case. */
export type SideOutcome = Outcome | 'absent';

/** One case whose verdict changed. */
export type CaseChange = {
  readonly kind: 'regression' | 'warning' | 'fix' | 'changed' | 'newly-judged' | 'no-longer-judged';
  readonly requirement: string;
  readonly title: string;
  readonly level: string;
  readonly case: string;
  readonly before: SideOutcome;
  readonly after: SideOutcome;
  /** The finding, if the newer verdict is a failure. */
  readonly finding?: Finding;
  /** Why the newer run did not judge it. */
  readonly reason?: string;
  /** The earlier finding, if it failed before. */
  readonly was?: Finding;
  /** The known failure of the newer run that excuses it, as a text. */
  readonly known?: string;
};

const outcomeOf = (verdict: Verdict | undefined): SideOutcome => verdict?.kind ?? 'absent';

const isJudged = (outcome: SideOutcome): boolean => outcome === 'pass' || outcome === 'fail' || outcome === 'observed';

const sameFinding = (a: Finding, b: Finding): boolean => a.code === b.code && a.operation === b.operation && a.where === b.where;

const reasonOf = (verdict: Verdict | undefined): string | undefined => {
  if (verdict === undefined) return 'the run has no such case';
  if (verdict.kind === 'skipped') return `${verdict.because}: ${verdict.reason}`;
  if (verdict.kind === 'broken') return verdict.error;
  return verdict.kind === 'inconclusive' ? verdict.reason : undefined;
};

const kindOf = (was: Verdict | undefined, is: Verdict | undefined, level: string, hadFailed: boolean): CaseChange['kind'] | undefined => {
  const [before, after] = [outcomeOf(was), outcomeOf(is)];
  if (was?.kind === 'fail' && is?.kind === 'fail') return sameFinding(was.finding, is.finding) ? undefined : 'changed';
  // The requirement failed before as well, and only the case is new: the failure changed, it is not a regression.
  if (after === 'fail') return before === 'absent' && hadFailed ? 'changed' : level === 'must' ? 'regression' : 'warning';
  if (before === 'fail') return after === 'pass' ? 'fix' : 'no-longer-judged';
  if (isJudged(after) && !isJudged(before)) return 'newly-judged';
  return isJudged(before) && !isJudged(after) ? 'no-longer-judged' : undefined;
};

/** Every case whose verdict changed: regressions first, then the other kinds, each in the order of the newer plan. */
export const caseChanges = (old: Side, fresh: Side): readonly CaseChange[] => {
  const before = new Map(judgedCases(old.target, old.footer.ended).map((one) => [one.case.id, one]));
  const after = new Map(judgedCases(fresh.target, fresh.footer.ended).map((one) => [one.case.id, one]));
  const failedBefore = new Set([...before.values()].flatMap((one) => (one.verdict.kind === 'fail' ? [one.case.requirement] : [])));
  const excused = excusesOf(fresh.footer.knownFailures);
  const changes = [...new Set([...after.keys(), ...before.keys()])].flatMap((id): readonly CaseChange[] => {
    const [was, is] = [before.get(id), after.get(id)];
    const planned = is?.case ?? was?.case;
    if (planned === undefined) return [];
    const kind = kindOf(was?.verdict, is?.verdict, planned.level, failedBefore.has(planned.requirement));
    if (kind === undefined) return [];
    const reason = reasonOf(is?.verdict);
    const known = excused.get(id);
    return [
      {
        kind,
        requirement: planned.requirement,
        title: fresh.target.requirements.get(planned.requirement)?.title ?? planned.title,
        level: planned.level,
        case: id,
        before: outcomeOf(was?.verdict),
        after: outcomeOf(is?.verdict),
        ...(is?.verdict.kind === 'fail' ? { finding: is.verdict.finding } : {}),
        ...(reason === undefined ? {} : { reason }),
        ...(was?.verdict.kind === 'fail' ? { was: was.verdict.finding } : {}),
        ...(known === undefined ? {} : { known: `${known.owner}: ${known.reason}, until ${known.expires}` }),
      },
    ];
  });
  const order = ['regression', 'warning', 'changed', 'fix', 'newly-judged', 'no-longer-judged'];
  return changes.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
};
