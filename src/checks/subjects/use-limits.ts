import { isActing } from '../../contract/infer/acting.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { beginsWith, isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { shownKeyFor } from '../../contract/infer/shown-keys.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A request that uses a resource. */
export type Use = {
  readonly use: Operation;
  /** The member of the body of the use that names it, and the member whose value that is; undefined where the path of the use names it. */
  readonly by: { readonly member: string; readonly value: string } | undefined;
  /** What the use acts on, one for each use; undefined where it acts on what is used, or creates something. */
  readonly on: Trip | undefined;
  /** Where the answer to the creation shows what the path of the use takes of it, such as the token of a link; absent where that takes its id, or nothing of it. */
  readonly key?: { readonly parameter: string; readonly at: string };
};

/** A resource that may be used a number of times, which its creation sets, and the request that uses it. */
export type UseLimit = Subject &
  Use & {
    readonly trip: Trip;
    /** The member of its creation that says how often it may be used, and how often that is here. */
    readonly member: string;
    readonly limit: number;
    readonly sentence: string;
  };

const uses: ReadonlySet<string> = new Set(
  'redemption use usage activation application claim download check check-in visit entry scan'.split(' '),
);

/** What is done with a link by a read of what it leads to. */
const linkUses: ReadonlySet<string> = new Set([...uses, 'view', 'open', 'click', 'hit']);

/** Does the name of a whole number say how often something may be used: `maxRedemptions`, `usage_limit`, `max_uses`. */
const isUseLimit = (name: string, kinds: ReadonlySet<string>): boolean => {
  const words = wordsOf(name).map(singular);
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (
    words.some((word) =>
      ['per', 'day', 'month', 'hour', 'second', 'customer', 'user', 'account', 'left', 'remaining', 'min'].includes(word),
    )
  )
    return false;
  if (words.length > 1 && ['max', 'maximum', 'allowed'].includes(first) && kinds.has(last)) return true;
  return words.length > 1 && ['limit', 'max', 'maximum', 'allowed'].includes(last) && kinds.has(words.at(-2) ?? '');
};

/** Words by which a text says that there is an end to the uses. */
const ends =
  /\bhow (?:often|many times)\b|\b(?:at most|no more than|not more than|up to|maximum|highest|greatest|total)\b[^.;]*\b(?:times|uses|redemptions|often|activations|claims|downloads)\b|\b(?:most|limit (?:of|on|for)|highest number of) (?:uses|redemptions|activations|claims|downloads)\b|\b(?:number|count) of (?:times|uses|redemptions|activations|claims|downloads)\b|\b(?:used up|exhausted|spent|no (?:uses|redemptions) (?:are )?left|fully redeemed|redeemed as often|further (?:use|redemption|one)|(?:limit|maximum)[^.;]*(?:reached|exceeded))\b/iu;

const isReached = /\b(?:reached|exceeded|used up|exhausted|4(?:00|03|09|10|22))\b/iu;
const refusing: ReadonlySet<string> = new Set(['400', '403', '409', '410', '422']);
const isConditional =
  /\b(?:(?:per|each|every|by (?:one|an?|a single)) (?:customer|user|account|day|month|order|client|person)|advisory|not enforced|informational|hint)\b/iu;

/** Verbs of actions that use what they are below. */
const using: ReadonlySet<string> = new Set(['redeem', 'use', 'claim', 'consume', 'apply', 'activate', 'download', 'scan', 'visit']);

const isRefusing = ({ responses }: Operation): boolean => responses.some(({ status }) => refusing.has(status));

/** The member of a body that names such a resource, by one of its shown texts: `couponCode` by `code`, `coupon_id` by the id. */
const namedBy = (
  contract: Contract,
  operation: Operation,
  { addsTo, create, read, id }: Trip,
): { readonly member: string; readonly value: string } | undefined => {
  const nouns = nounWordsOf(addsTo);
  const noun = nouns.at(-1) ?? '';
  const shown = placeIn(contract, create, id) ?? (read && placeIn(contract, read, id));
  const texts = new Set(
    [...membersOf(contract.document, shown?.schema)].flatMap(([name, schema]) =>
      isType(contract.document, schema, 'string') || name === id ? [name] : [],
    ),
  );
  const found = bodyMembers(contract, operation).flatMap(({ name, schema }: BodyMember) => {
    const words = wordsOf(name);
    // `coupon` holds whatever names a coupon in paths.
    const isBare = words.join(' ') === nouns.join(' ') || words.join(' ') === noun;
    if (isBare && referenceAt(contract, operation, [name])?.resourceType?.create.key === create.key) return [{ member: name, value: id }];
    if (!isType(contract.document, schema, 'string') || words.length < 2 || words.length > nouns.length + 1) return [];
    const [last = ''] = words.slice(-1);
    const isNoun = words.at(-2) === noun;
    const value = last === 'id' ? id : ['code', 'key', 'token', 'number'].includes(last) ? last : undefined;
    return isNoun && value !== undefined && texts.has(value) ? [{ member: name, value }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** What an operation says of itself and of its refusals. */
export const saidOfUse = ({ document }: Contract, operation: Operation): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(operation.location))),
  ...operation.responses
    .filter(({ status }) => refusing.has(status))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location)))),
];

/** The trip of what an action is below. */
const actedOn = (contract: Contract, { path }: Operation): Trip | undefined =>
  roundTrips(contract).find(({ itemPath }) => isDirectlyBelow(path, itemPath));

/** The uses of a resource: actions below it, and actions on others and creations that name it in their body. */
export const usesOf = (contract: Contract, trip: Trip): readonly Use[] =>
  contract.operations.flatMap((use): readonly Use[] => {
    if (!isActing(use) || use.unsupported !== undefined || use.effect === 'safe' || !isRefusing(use)) return [];
    const verb = wordsOf(use.path.split('/').at(-1) ?? '').join(' ');
    if (isDirectlyBelow(use.path, trip.itemPath)) return using.has(verb) ? [{ use, by: undefined, on: undefined }] : [];
    const by = use.key === trip.create.key ? undefined : namedBy(contract, use, trip);
    if (!by) return [];
    const created = roundTrips(contract).some(({ create }) => create.key === use.key);
    const on = created ? undefined : actedOn(contract, use);
    return created || on !== undefined ? [{ use, by, on }] : [];
  });

/**
 * The reads that take a value which the creation of a resource shows, such as the token of a link, and lead to what is behind that: a use of the link, where nothing else is at or
 * below its path.
 */
export const readsByKey = (contract: Contract, trip: Trip): readonly (Use & Required<Pick<Use, 'key'>>)[] =>
  contract.operations.flatMap((use) => {
    const [parameter, ...others] = use.parameters.filter((one) => one.in === 'path');
    if (use.method !== 'GET' || use.effect !== 'safe' || use.unsupported !== undefined || !parameter || others.length > 0) return [];
    const shown = shownKeyFor(contract, use, parameter);
    const isOwn = shown?.resourceType.create.key === trip.create.key && shown.entry === undefined && shown.by === undefined;
    const isAlone = contract.operations.every((one) => one.key === use.key || one.method === 'HEAD' || !beginsWith(one.path, use.path));
    return isOwn && isAlone ? [{ use, by: undefined, on: undefined, key: { parameter: parameter.name, at: shown.at } }] : [];
  });

/** Words by which not every read is counted. */
const countedOtherwise =
  /\b(?:unique|distinct|visitors?|persons?|people|sessions?|once|twice|within|same|first|repeated\w*|approximate\w*|eventually|later|delay\w*|may|might|not exact\w*)\b/iu;

/** Is each read a use of a kind that a text counts: it says that it counts, or is called so itself, as a download. */
const isCountedUse = (contract: Contract, use: Operation, name: string, texts: readonly string[]): boolean => {
  const noun = wordsOf(name)
    .map(singular)
    .find((word) => linkUses.has(word));
  const counting = texts.filter((text) => /\bcount(?:s|ed)?\b/iu.test(text));
  if (noun === undefined || counting.some((text) => countedOtherwise.test(text))) return false;
  if (counting.some((text) => new RegExp(String.raw`\bcounts? as (?:one|an?) ${noun}\b`, 'iu').test(text))) return true;
  const own = [use.path, ...saidIn(valueAt(contract.document, nodeOf(use.location)))].flatMap(wordsOf).map(singular);
  return ['download', 'view', 'visit', 'click', 'open'].includes(noun) && own.includes(noun);
};

const isRefusal = /\b4(?:00|03|04|09|10|22|29)\b|\b(?:refus|reject|declin)\w+/iu;

/** The limits of what is used by reading what its link leads to. */
const limitsOfLinks = (contract: Contract, trip: Subject & Trip): readonly UseLimit[] => {
  const { document } = contract;
  return readsByKey(contract, trip).flatMap((one) =>
    bodyMembers(contract, trip.create).flatMap(({ name, schema }): readonly UseLimit[] => {
      const limit = [1, 2, 3].find((n) => mayBeSent(document, schema, n));
      const isWhole = partsOf(document, schema).some((part) => [part['type']].flat().includes('integer'));
      if (!isUseLimit(name, linkUses) || !isWhole || limit === undefined) return [];
      const own = descriptionsIn(document, schema).flatMap(sentencesOf);
      const ofUse = saidOfUse(contract, one.use).flatMap(sentencesOf);
      // A look at a link tells of its end as well, so that it has to be said at the read that it is refused then.
      const sentence = ofUse.find(
        (text) =>
          isRefusal.test(text) && (ends.test(text) || (wordsOf(text).join(' ').includes(wordsOf(name).join(' ')) && isReached.test(text))),
      );
      if (
        sentence === undefined ||
        !isCountedUse(contract, one.use, name, [...own, ...ofUse]) ||
        [...own, sentence].some((text) => isConditional.test(text) || isDoubtful(text) || isRefusalDenied(text))
      )
        return [];
      return [at(one.use.location, { trip, member: name, limit, sentence, ...one })];
    }),
  );
};

/** Every such limit of a contract that is held to the standard requirements, at each use. */
export const useLimits = (contract: Contract): readonly UseLimit[] => [
  ...limitsOfActions(contract),
  ...roundTrips(contract).flatMap((trip) => limitsOfLinks(contract, trip)),
];

const limitsOfActions = (contract: Contract): readonly UseLimit[] =>
  roundTrips(contract).flatMap((trip) =>
    bodyMembers(contract, trip.create).flatMap(({ name, schema }): UseLimit[] => {
      const { document } = contract;
      const limit = [1, 2, 3].find((one) => mayBeSent(document, schema, one));
      const isWhole = partsOf(document, schema).some((part) => [part['type']].flat().includes('integer'));
      if (!isUseLimit(name, uses) || !isWhole || limit === undefined) return [];
      return usesOf(contract, trip).flatMap((one): UseLimit[] => {
        const own = descriptionsIn(document, schema).flatMap(sentencesOf);
        const ofUse = saidOfUse(contract, one.use).flatMap(sentencesOf);
        const sentence = [...own, ...ofUse].find((text) => ends.test(text) || (text.includes(name) && isReached.test(text)));
        if (
          sentence === undefined ||
          [...own, sentence].some((text) => isConditional.test(text) || isDoubtful(text) || isRefusalDenied(text))
        )
          return [];
        return [at(one.use.location, { trip, member: name, limit, sentence, ...one })];
      });
    }),
  );
