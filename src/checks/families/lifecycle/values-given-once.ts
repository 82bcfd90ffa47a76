import { isDirectlyBelow } from '../../../contract/infer/path-template.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { isType, membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { isDocumentedUnique } from '../../../contract/infer/unique-members.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { singular } from '../../../contract/infer/singular.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Collection, Contract, Schema } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../../contract/said.ts';
import { nodeOf } from '../../../model/location.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { pageItems } from '../../subjects/collection.ts';
import { isOfAnother, saysForGood } from '../../subjects/numbers-for-good.ts';
import { placeIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** Words by which a member's own text says that no two resources have the same. "Never used twice" alone may count within something. */
const saysNoTwo = /\bno two\b[^.]*\b(?:have|has|share|get|carry)\b/iu;

/** What an action says of a value that it gives out: "no number twice". */
const saysNoneTwice =
  /\bno (?:number|code|reference|value|one) (?:(?:is|gets) )?(?:(?:given|issued|used|assigned)(?: out)? )?twice\b|\bnever (?:given|issued|used|assigned)(?: out)? twice\b/iu;

/** Words by which a rule of an action holds only among some resources. */
const isAmongSome = /\b(?:within|inside|per|(?:for|in|of) (?:an?|each|every|its|one))\b/iu;

/** The members of which an action on a resource says so where it gives them: "Gives `number` (the next one of the account, no number twice)". */
const givenByActions = ({ document, operations }: Contract, trip: Trip): ReadonlySet<string> =>
  new Set(
    operations
      .filter(({ path, method }) => method !== 'GET' && isDirectlyBelow(path, trip.itemPath))
      .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
      .flatMap(sentencesOf)
      .flatMap((sentence) => {
        // Every second part stands between backquotes. The rule has to follow the name, without another name between them.
        const parts = sentence.split('`');
        const isOnce = (text: string): boolean => (saysNoTwo.test(text) || saysNoneTwice.test(text)) && !isAmongSome.test(text);
        return parts.filter((_, n) => n % 2 === 1 && isOnce(parts[n + 1] ?? ''));
      }),
  );

/** "Order numbers go up by one and never come twice", "Numbers of orders are unique", behind the words that name them. */
const saysOnce =
  /\b(?:never (?:come|occur|appear|repeat|exist)(?:s|ed)?(?: twice)?|(?:are|is) (?:never (?:given|used|issued|assigned)(?: out)? (?:twice|again)|unique|consecutive|sequential)|(?:go|goes|count|counts|rise|rises|run|runs) (?:up )?(?:by one|consecutively|without gaps))\b/iu;

/** Words by which numbers begin anew, or hold for a part of what a list may show. */
const isPartly =
  /\b(?:within|inside|per|(?:for|in|of) (?:an?|each|every|its|one|the|their)|year|month|day|anew|again from|usually|normally|should|may|might|not (?:always|necessarily))\b/iu;

/** Last words of members that number a resource. */
const numbering: ReadonlySet<string> = new Set(['number', 'no', 'nr', 'reference', 'code']);

/** The one member that numbers a resource, where what is said of its creation says that its numbers come once: `number` of an order, by "Order numbers never come twice". */
const numberedByCreation = (
  { document }: Contract,
  { create }: Trip,
  members: readonly (readonly [string, Schema])[],
): string | undefined => {
  const noun = nounWordsOf(create.path).map(singular).join(' ');
  const named = members.flatMap(([name]) => (numbering.has(wordsOf(name).at(-1) ?? '') ? [name] : []));
  const [only, ...more] = named;
  if (only === undefined || more.length > 0 || noun === '') return undefined;
  const last = wordsOf(only).at(-1) ?? '';
  const isAbout = new RegExp(`^(?:the )?(?:${noun} ${last}s?|${last}s? of ${noun}s?)\\b`, 'iu');
  const node = valueAt(document, nodeOf(create.location));
  const says = [...saidIn(node), ...saidOfTags(document, node), ...saidIn(document['info'])]
    .flatMap(sentencesOf)
    .some((sentence) => isAbout.test(sentence) && saysOnce.test(sentence) && !isPartly.test(sentence.replace(isAbout, '')));
  return says ? only : undefined;
};

/** Words by which a value is alone only among some: a list may show the others too. */
const isScoped =
  /\b(?:unique|same)\b[^.]*\b(?:within|per|inside|for (?:an?|each|every|one)|in (?:an?|the|each|its|one)|of (?:an?|the|each|its|one))\b|\bno two\b[^.]*\b(?:of|in|within) (?:an?|the|each|its|one)\b/iu;

const isDescribedScoped = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(({ description }) => typeof description === 'string' && isScoped.test(description));

/** Members that the server gives to each resource, and of which the document says that no two are the same. */
const givenOnce = (contract: Contract, trip: Trip): readonly string[] => {
  const { document } = contract;
  const place = placeIn(contract, trip.read ?? trip.create, trip.id);
  const asked = new Set(bodyMembers(contract, trip.create).map(({ name }) => name));
  const byActions = givenByActions(contract, trip);
  const own = [...membersOf(document, place?.schema ?? true)].filter(([name]) => !asked.has(name));
  const byCreation = numberedByCreation(contract, trip, own);
  const saysSo = (name: string, schema: Schema): boolean =>
    partsOf(document, schema).some(({ description }) => typeof description === 'string' && saysNoTwo.test(description)) ||
    saysForGood(document, name, schema) ||
    name === byCreation ||
    byActions.has(name);
  // "Unique visitors" is a number of something else.
  const isOnce = (name: string, schema: Schema): boolean =>
    saysSo(name, schema)
      ? ['string', 'integer'].some((type) => isType(document, schema, type))
      : isDocumentedUnique(document, schema) && !['number', 'integer'].some((type) => isType(document, schema, type));
  return [...membersOf(document, place?.schema ?? true)].flatMap(([name, schema]) =>
    name !== trip.id &&
    !asked.has(name) &&
    isOnce(name, schema) &&
    !isDescribedScoped(document, schema) &&
    !isOfAnother(contract, trip, name, asked)
      ? [name]
      : [],
  );
};

type Given = { readonly list: Collection; readonly id: string; readonly names: readonly string[] };

const known = new WeakMap<Contract, readonly Given[]>();

const given = (contract: Contract): readonly Given[] => {
  const found =
    known.get(contract) ??
    roundTrips(contract).flatMap((trip): Given[] => {
      const names = trip.list === undefined ? [] : givenOnce(contract, trip);
      return trip.list && names.length > 0 ? [{ list: trip.list, id: trip.id, names }] : [];
    });
  known.set(contract, found);
  return found;
};

export const valuesGivenOnce = defineObservation({
  id: 'lifecycle/values-given-once',
  title: 'A value of which no two resources may have the same is given to one resource alone',
  why: 'A customer who names the reference is shown the order of somebody else.',
  fix: 'Draw the value again until it is new, under a unique index.',
  locations: (contract) => given(contract).map(({ list }) => list.operation.location),
  observe: (exchange, contract) =>
    given(contract).flatMap(({ list, id, names }): Observed[] => {
      if (list.operation.key !== exchange.request.operation || !isSuccess(exchange)) return [];
      const { location } = list.operation;
      const items = (pageItems(list, exchange) ?? []).filter((item): item is Resource => isObject(item) && idText(item[id]) !== undefined);
      return names.flatMap((name): Observed[] => {
        const owners = new Map<unknown, string>();
        for (const item of items) {
          const [value, own] = [item[name], idText(item[id]) ?? ''];
          if ((typeof value !== 'string' && typeof value !== 'number') || value === '') continue;
          const before = owners.get(value);
          owners.set(value, own);
          if (before === undefined || before === own) continue;
          const expected = `another value for ${own} than for ${before}: no two may have the same`;
          return [
            { location, holds: false, code: 'value-given-twice', where: `/${name} in the list`, expected, actual: JSON.stringify(value) },
          ];
        }
        return owners.size > 1 ? [{ location, holds: true }] : [];
      });
    }),
});
