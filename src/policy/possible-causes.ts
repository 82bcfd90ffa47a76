import type { Finding } from '../model/verdict.ts';
import { firstSupersets } from './first-supersets.ts';

/** What a failed case saw. */
export type Observed = {
  readonly id: string;
  /** Node of the contract that carries the requirement. */
  readonly node: string;
  readonly finding: Finding;
  /** Every exchange that shows a breach; undefined if the record does not name all of them. */
  readonly shownIn: ReadonlySet<string> | undefined;
};

/** Failed cases from which others may follow, in the order in which they were added. */
export type PossibleCauses<Cause> = {
  add(cause: Cause): void;
  /** The one that was added first, of those from which a case probably follows. */
  firstOf(one: Observed): Cause | undefined;
};

/**
 * One way in which a finding follows from another. It compares what both findings saw, and names no check. A cause is found by a key, and
 * by members of a set that all have to be among those of the cause: so no pair of findings has to be compared.
 */
type Relation = {
  /** Under which keys a cause is found, and the set that it has; no keys if nothing follows from it in this way. */
  readonly asCause: (cause: Observed) => Keyed | undefined;
  /** Keys of possible causes, and the members that one of them has to have. */
  readonly asEffect: (one: Observed) => Keyed | undefined;
};
type Keyed = { readonly keys: readonly string[]; readonly members: ReadonlySet<string> };

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

const keyed = (keys: readonly string[], members: ReadonlySet<string> | undefined): Keyed | undefined =>
  members === undefined || keys.length === 0 ? undefined : { keys, members };

const plain = (text: string): string => text.toLowerCase().replaceAll(/["']/gu, '');

const observationKeys = ({ where, actual, expected }: Finding): readonly string[] =>
  where === '' ? [] : [keyOf('actual', plain(where), plain(actual)), keyOf('expected', plain(where), plain(expected))];

/** Two checks read the same location of the same answers, and expected or got the same there. */
const sameObservation: Relation = {
  asCause: ({ finding, shownIn }) => keyed(observationKeys(finding), shownIn),
  asEffect: ({ finding, shownIn }) => keyed(observationKeys(finding), shownIn),
};

/** The status was 400 or above instead of the expected one: whatever else is wrong with the same answers follows from that. */
const otherStatus: Relation = {
  asCause: ({ finding: { where, actual }, shownIn }) =>
    keyed(where === 'status' && /^(?:status )?[45]\d\d\b/u.test(actual) ? ['status'] : [], shownIn),
  asEffect: ({ shownIn }) => keyed(['status'], shownIn),
};

/** Locations around a location, itself left out: `#` and `#/a` of `#/a/b`. */
const around = (where: string): readonly string[] => {
  const found: string[] = [];
  for (let end = where.indexOf('/'); where.startsWith('#') && end >= 0; end = where.indexOf('/', end + 1)) found.push(where.slice(0, end));
  return found;
};

/** A value has another type than described, or is not JSON: whatever is wrong inside it in the same answers follows from that. */
const insideOtherValue: Relation = {
  asCause: ({ finding: { code, where }, shownIn }) =>
    keyed((code === 'body-not-json' || code === 'schema-type') && where.startsWith('#') ? [where] : [], shownIn),
  asEffect: ({ finding: { where }, shownIn }) => keyed(around(where), shownIn),
};

/** The media type is not the described one, so the body cannot be read as described. */
const otherMediaType: Relation = {
  asCause: ({ finding: { code }, shownIn }) => keyed(code === 'media-type-undeclared' ? ['media type'] : [], shownIn),
  asEffect: ({ finding: { code }, shownIn }) => keyed(code === 'body-not-json' ? ['media type'] : [], shownIn),
};

/** Ids of resources that a text names: words with a digit in them that are too long for a count. */
const idsIn = (text: string): readonly string[] => (text.match(/[\p{L}\d][\p{L}\d_-]{5,}/gu) ?? []).filter((word) => /\d/u.test(word));

const isCut = (text: string): boolean => text.includes('…');

const isLoss = ({ code }: Finding): boolean => /missing|lost/u.test(code);

/** Both miss resources of one operation, and the first misses all that the second misses. */
const sameLoss: Relation = {
  asCause: ({ finding }) => {
    const { operation, actual } = finding;
    if (!isLoss(finding)) return undefined;
    // Of a text that was cut not all ids are known: it has to be the same as a whole.
    const keys = [keyOf('whole', operation, actual), ...(isCut(actual) ? [] : [keyOf('ids', operation)])];
    return { keys, members: new Set(idsIn(actual)) };
  },
  asEffect: ({ finding }) => {
    const { operation, actual } = finding;
    const ids = idsIn(actual);
    if (!isLoss(finding) || ids.length === 0) return undefined;
    return { keys: [isCut(actual) ? keyOf('whole', operation, actual) : keyOf('ids', operation)], members: new Set(ids) };
  },
};

const relations = [sameObservation, otherStatus, insideOtherValue, otherMediaType, sameLoss];

/** Whether two texts name one step of a scenario: `a walk` and `a walk of 5 pages`. A location in a message is not a step. */
const isSameStep = (one: string, other: string): boolean =>
  one === other || (!one.startsWith('#') && !other.startsWith('#') && (one.startsWith(`${other} `) || other.startsWith(`${one} `)));

/** Two checks found the same code for one operation at one node of the contract: few cases share a node. */
const requirementKey = ({ node, finding: { code, operation } }: Observed): string => keyOf(node, code, operation);

/** No possible causes yet. */
export const possibleCauses = <Cause extends Observed>(): PossibleCauses<Cause> => {
  const causes: Cause[] = [];
  const bySet = relations.map((relation) => ({ relation, found: firstSupersets() }));
  const byRequirement = new Map<string, number[]>();
  return {
    add(cause) {
      const at = causes.push(cause) - 1;
      for (const { relation, found } of bySet) {
        const { keys, members } = relation.asCause(cause) ?? { keys: [], members: new Set<string>() };
        for (const key of keys) found.add(key, members, at);
      }
      const key = requirementKey(cause);
      const known = byRequirement.get(key);
      if (known === undefined) byRequirement.set(key, [at]);
      else known.push(at);
    },
    firstOf(one) {
      const positions = bySet.flatMap(({ relation, found }) => {
        const { keys, members } = relation.asEffect(one) ?? { keys: [], members: new Set<string>() };
        return keys.flatMap((key) => found.first(key, members) ?? []);
      });
      const ofRequirement = byRequirement
        .get(requirementKey(one))
        ?.find((at) => isSameStep(causes[at]?.finding.where ?? '', one.finding.where));
      const all = ofRequirement === undefined ? positions : [...positions, ofRequirement];
      return all.length === 0 ? undefined : causes[Math.min(...all)];
    },
  };
};
