import type { Finding, Verdict } from '../model/verdict.ts';
import type { JudgedCase } from './judged-requirements.ts';

type Failed = {
  readonly id: string;
  /** 0 for a must, 1 for a should, 2 for the rest. */
  readonly weight: number;
  /** The check's family, as its place in {@link families}. */
  readonly family: number;
  /** Place in the plan. */
  readonly turn: number;
  /** Node of the contract that makes the promise. */
  readonly node: string;
  readonly finding: Finding;
  /** Every exchange that shows a breach; undefined where the record does not tell all of them. */
  readonly shownIn: ReadonlySet<string> | undefined;
  readonly isExcused: boolean;
};

/**
 * Families of checks in the order in which one thing rests on another: an answer must arrive before its status counts, that before its
 * headers and its body, those before lists are walked, and a list before what is filtered and ordered in it.
 */
const families = ['transport', 'auth', 'status', 'headers', 'errors', 'body', 'schema', 'pagination', 'query', 'properties'];

const familyOf = (check: string): number => {
  const at = families.indexOf(check.split('/')[0] ?? '');
  return at < 0 ? families.length : at;
};

/** One exchange is told by the finding itself, several by the verdict; of what counts otherwise nobody knows. */
const shownIn = ({ finding, breaches, shownIn: all }: Verdict & { readonly kind: 'fail' }): ReadonlySet<string> | undefined => {
  if (all !== undefined) return new Set(all);
  const [telling] = finding.exchanges;
  return breaches === 1 && telling !== undefined ? new Set([telling]) : undefined;
};

const isWithin = (part: ReadonlySet<string> | undefined, whole: ReadonlySet<string> | undefined): boolean =>
  part !== undefined && whole !== undefined && [...part].every((one) => whole.has(one));

const plain = (text: string): string => text.toLowerCase().replaceAll(/["']/gu, '');

/** Two checks looked at the same place of the same answers, and expected or saw the same there. */
const isSameSight = (a: Failed, b: Failed): boolean =>
  a.finding.where !== '' &&
  plain(a.finding.where) === plain(b.finding.where) &&
  (plain(a.finding.actual) === plain(b.finding.actual) || plain(a.finding.expected) === plain(b.finding.expected)) &&
  isWithin(b.shownIn, a.shownIn);

/** One step of a scenario, told with more or fewer words: `a walk` and `a walk of 5 pages`. A place in a message is no step. */
const isSameStep = (one: string, other: string): boolean =>
  one === other || (!one.startsWith('#') && !other.startsWith('#') && (one.startsWith(`${other} `) || other.startsWith(`${one} `)));

/** Two checks found the same wrong with one operation at the same step, and one node of the contract makes both promises. */
const isSamePromise = (a: Failed, b: Failed): boolean =>
  a.node === b.node &&
  isSameStep(a.finding.where, b.finding.where) &&
  a.finding.code === b.finding.code &&
  a.finding.operation === b.finding.operation;

/** An answer of 400 or above came where another was due: whatever else is wrong with the same answers follows from that. */
const isOtherAnswer = (a: Failed, b: Failed): boolean =>
  a.finding.where === 'status' && /^(?:status )?[45]\d\d\b/u.test(a.finding.actual) && isWithin(b.shownIn, a.shownIn);

/** A value is of another type than described, or no JSON at all: whatever is wrong below the same place of the same answers follows. */
const isInsideOtherValue = (a: Failed, b: Failed): boolean =>
  (a.finding.code === 'body-not-json' || a.finding.code === 'schema-type') &&
  a.finding.where.startsWith('#') &&
  b.finding.where.startsWith(`${a.finding.where}/`) &&
  isWithin(b.shownIn, a.shownIn);

/** Another media type came than the described one, and so the body cannot be read as the described one would be. */
const isOtherMediaType = (a: Failed, b: Failed): boolean =>
  a.finding.code === 'media-type-undeclared' && b.finding.code === 'body-not-json' && isWithin(b.shownIn, a.shownIn);

/** Ids of things that a text names: words with a digit in them that are too long for a count. */
const idsIn = (text: string): readonly string[] => (text.match(/[\p{L}\d][\p{L}\d_-]{5,}/gu) ?? []).filter((word) => /\d/u.test(word));

const isCut = (text: string): boolean => text.includes('…');

/** Both miss things of one operation, and what the second misses the first misses already. */
const isSameLoss = (a: Failed, b: Failed): boolean => {
  const [first, second] = [a.finding, b.finding];
  if (first.operation !== second.operation || !/missing|lost/u.test(first.code) || !/missing|lost/u.test(second.code)) return false;
  const ids = idsIn(second.actual);
  if (ids.length === 0) return false;
  if (isCut(first.actual) || isCut(second.actual)) return first.actual === second.actual;
  const lost = new Set(idsIn(first.actual));
  return ids.every((id) => lost.has(id));
};

/** Ways in which one finding follows from another. Each rests on what both are known to have seen, never on a list of checks. */
const relations = [isSameSight, isSamePromise, isOtherAnswer, isInsideOtherValue, isOtherMediaType, isSameLoss];

/** What weighs more goes first, then what is about whole answers, what was seen more often, what more rests on, what is planned first. */
const byRank = (a: Failed, b: Failed): number =>
  a.weight - b.weight ||
  Number(isWhole(b)) - Number(isWhole(a)) ||
  (b.shownIn?.size ?? 0) - (a.shownIn?.size ?? 0) ||
  a.family - b.family ||
  a.turn - b.turn;

/** It is about the answer as a whole. */
const isWhole = ({ finding }: Failed): boolean => finding.where === 'status';

/**
 * Failed cases that probably follow from another failed case, each with the id of that case, which follows from none. Only for
 * showing: counts, exit codes and known failures go by the cases themselves. A failure never follows from one that weighs less, nor an
 * unexpected one from one that is known.
 * @param judged The cases of one target.
 * @param excused The known failure of each case that is excused.
 */
export const consequencesOf = (judged: readonly JudgedCase[], excused: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> => {
  const failed = judged.flatMap(({ case: planned, verdict }, turn): readonly Failed[] => {
    if (verdict.kind !== 'fail') return [];
    const { id, check, level } = planned;
    const weight = level === 'must' ? 0 : level === 'should' ? 1 : 2;
    const node = id.slice(check.length + 1);
    return [
      {
        id,
        weight,
        family: familyOf(check),
        turn,
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
