import type { Verdict } from '../model/verdict.ts';
import type { JudgedCase } from './judged-requirements.ts';
import { type Observed, possibleCauses } from './possible-causes.ts';

/** A failed case with what decides its rank. */
type Failed = Observed & {
  /** 0 for a must, 1 for a should, 2 for the rest. */
  readonly weight: number;
  /** Index of the check's family in {@link families}. */
  readonly family: number;
  /** Index in the plan. */
  readonly position: number;
  readonly isExcused: boolean;
};

/**
 * Families of checks, each before those that depend on it: an answer arrives, then its status counts, then its headers and body, then the
 * traversal of lists, then filters and order.
 */
const families = ['transport', 'auth', 'status', 'headers', 'errors', 'body', 'schema', 'pagination', 'query', 'properties'];

const familyOf = (check: string): number => {
  const at = families.indexOf(check.split('/')[0] ?? '');
  return at < 0 ? families.length : at;
};

/** The verdict names the exchanges of several breaches, the finding that of a single one. In other cases they are unknown. */
const shownIn = ({ finding, breaches, shownIn: all }: Verdict & { readonly kind: 'fail' }): ReadonlySet<string> | undefined => {
  if (all !== undefined) return new Set(all);
  const [first] = finding.exchanges;
  return breaches === 1 && first !== undefined ? new Set([first]) : undefined;
};

/** By level, then findings about whole answers, then those in more exchanges, then by family, then by the order of the plan. */
const byRank = (a: Failed, b: Failed): number =>
  a.weight - b.weight ||
  Number(isWhole(b)) - Number(isWhole(a)) ||
  (b.shownIn?.size ?? 0) - (a.shownIn?.size ?? 0) ||
  a.family - b.family ||
  a.position - b.position;

/** Whether it is about the answer as a whole. */
const isWhole = ({ finding }: Failed): boolean => finding.where === 'status';

/**
 * Failed cases that probably follow from another failed case, each with the id of that cause. A cause itself follows from no other case.
 * Reports use this only for display: counts, exit codes and known failures do not depend on it. A failure never follows from one of a
 * lower level, nor an unexpected failure from a known one.
 * @param judged The cases of one target.
 * @param excused The known failure of each case that is excused.
 */
export const consequencesOf = (judged: readonly JudgedCase[], excused: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> => {
  const failed = judged.flatMap(({ case: planned, verdict }, position): readonly Failed[] => {
    if (verdict.kind !== 'fail') return [];
    const { id, check, level } = planned;
    const weight = level === 'must' ? 0 : level === 'should' ? 1 : 2;
    const node = id.slice(check.length + 1);
    return [
      {
        id,
        weight,
        family: familyOf(check),
        position,
        node,
        finding: verdict.finding,
        shownIn: shownIn(verdict),
        isExcused: excused.has(id),
      },
    ];
  });
  const causes = new Map<string, string>();
  const [unexpected, known] = [possibleCauses(), possibleCauses()];
  for (const one of failed.toSorted(byRank)) {
    const before = one.isExcused ? known : unexpected;
    const cause = before.firstOf(one);
    if (cause === undefined) before.add(one);
    else causes.set(one.id, cause.id);
  }
  return causes;
};

/** The failed cases that follow from each case, by its id. */
export const followersOf = (causes: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> => {
  const followers = new Map<string, string[]>();
  for (const [id, cause] of causes) {
    const known = followers.get(cause);
    if (known === undefined) followers.set(cause, [id]);
    else known.push(id);
  }
  return followers;
};
