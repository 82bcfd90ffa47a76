import type { Finding, Verdict } from '../model/verdict.ts';
import type { JudgedCase } from './judged-requirements.ts';

type Failed = {
  readonly id: string;
  /** 0 for a must, 1 for a should, 2 for the rest. */
  readonly weight: number;
  /** Index of the check's family in {@link families}. */
  readonly family: number;
  /** Index in the plan. */
  readonly position: number;
  /** Node of the contract that carries the requirement. */
  readonly node: string;
  readonly finding: Finding;
  /** Every exchange that shows a breach; undefined if the record does not name all of them. */
  readonly shownIn: ReadonlySet<string> | undefined;
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

const isWithin = (part: ReadonlySet<string> | undefined, whole: ReadonlySet<string> | undefined): boolean =>
  part !== undefined && whole !== undefined && [...part].every((one) => whole.has(one));

const plain = (text: string): string => text.toLowerCase().replaceAll(/["']/gu, '');

/** Two checks read the same location of the same answers, and expected or got the same there. */
const isSameObservation = (a: Failed, b: Failed): boolean =>
  a.finding.where !== '' &&
  plain(a.finding.where) === plain(b.finding.where) &&
  (plain(a.finding.actual) === plain(b.finding.actual) || plain(a.finding.expected) === plain(b.finding.expected)) &&
  isWithin(b.shownIn, a.shownIn);

/** Whether two texts name one step of a scenario: `a walk` and `a walk of 5 pages`. A location in a message is not a step. */
const isSameStep = (one: string, other: string): boolean =>
  one === other || (!one.startsWith('#') && !other.startsWith('#') && (one.startsWith(`${other} `) || other.startsWith(`${one} `)));

/** Two checks found the same code for one operation at the same step, and one node of the contract carries both requirements. */
const isSameRequirement = (a: Failed, b: Failed): boolean =>
  a.node === b.node &&
  isSameStep(a.finding.where, b.finding.where) &&
  a.finding.code === b.finding.code &&
  a.finding.operation === b.finding.operation;

/** The status was 400 or above instead of the expected one: whatever else is wrong with the same answers follows from that. */
const isOtherStatus = (a: Failed, b: Failed): boolean =>
  a.finding.where === 'status' && /^(?:status )?[45]\d\d\b/u.test(a.finding.actual) && isWithin(b.shownIn, a.shownIn);

/** A value has another type than described, or is not JSON: whatever is wrong inside it in the same answers follows from that. */
const isInsideOtherValue = (a: Failed, b: Failed): boolean =>
  (a.finding.code === 'body-not-json' || a.finding.code === 'schema-type') &&
  a.finding.where.startsWith('#') &&
  b.finding.where.startsWith(`${a.finding.where}/`) &&
  isWithin(b.shownIn, a.shownIn);

/** The media type is not the described one, so the body cannot be read as described. */
const isOtherMediaType = (a: Failed, b: Failed): boolean =>
  a.finding.code === 'media-type-undeclared' && b.finding.code === 'body-not-json' && isWithin(b.shownIn, a.shownIn);

/** Ids of resources that a text names: words with a digit in them that are too long for a count. */
const idsIn = (text: string): readonly string[] => (text.match(/[\p{L}\d][\p{L}\d_-]{5,}/gu) ?? []).filter((word) => /\d/u.test(word));

const isCut = (text: string): boolean => text.includes('…');

/** Both miss resources of one operation, and the first misses all that the second misses. */
const isSameLoss = (a: Failed, b: Failed): boolean => {
  const [first, second] = [a.finding, b.finding];
  if (first.operation !== second.operation || !/missing|lost/u.test(first.code) || !/missing|lost/u.test(second.code)) return false;
  const ids = idsIn(second.actual);
  if (ids.length === 0) return false;
  if (isCut(first.actual) || isCut(second.actual)) return first.actual === second.actual;
  const lost = new Set(idsIn(first.actual));
  return ids.every((id) => lost.has(id));
};

/** Ways in which one finding follows from another. Each compares what both findings saw; none names a check. */
const relations = [isSameObservation, isSameRequirement, isOtherStatus, isInsideOtherValue, isOtherMediaType, isSameLoss];

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
  const sorted = failed.toSorted(byRank);
  for (const [at, one] of sorted.entries()) {
    const cause = sorted
      .slice(0, at)
      .find((other) => other.isExcused === one.isExcused && !causes.has(other.id) && relations.some((follows) => follows(other, one)));
    if (cause !== undefined) causes.set(one.id, cause.id);
  }
  return causes;
};

/** The failed cases that follow from each case, by its id. */
export const followersOf = (causes: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> => {
  const followers = new Map<string, string[]>();
  for (const [id, cause] of causes) followers.set(cause, [...(followers.get(cause) ?? []), id]);
  return followers;
};
