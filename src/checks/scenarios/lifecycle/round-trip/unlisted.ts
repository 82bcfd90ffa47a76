import { isDeepStrictEqual } from 'node:util';
import { leavesOut, shownBy } from '../../../../contract/infer/conventions/resources.ts';
import { descriptionsIn, partsOf } from '../../../../contract/infer/schema-parts.ts';
import { textsOf } from '../../../../contract/infer/roles/spelled.ts';
import { sentencesOf } from '../../../../contract/infer/sentences.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Collection, Contract } from '../../../../contract/model.ts';
import { isObject, valueAt } from '../../../../contract/pointer.ts';
import { saidIn } from '../../../../contract/said.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { nodeOf } from '../../../../model/location.ts';
import { isAllowed } from '../../../kit/prerequisites.ts';
import { pageItems } from '../../../subjects/collection.ts';
import { resourceIn, type Trip } from '../../../subjects/round-trips.ts';
import { idText, type Resource } from '../../../subjects/shown-resource.ts';
import { mayGoOn } from '../../../subjects/shows-more.ts';
import { findItem } from '../../paging/find-item.ts';
import { goneStatuses, isCached } from '../look-at-resource.ts';
import { type Living, onItem, readOf } from './steps.ts';

/** Words by which a list says that it does not show everything. */
const partial =
  /\b(?:only|without|except|exclud\w*|left out|leaves out|omit\w*|hid(?:den|es)|upcoming|future|past|recent|latest|active|published|open|unless|by default|visible|matching|search)\b/iu;

/** Words by which a filter says that it has a value where nobody gives one. */
const standing =
  /\b(?:without (?:it|this)|by default|defaults? (?:to|is)|(?:left out|omitted|not given|not set|absent|missing)|unless|only)\b/iu;

/** May a list leave something out by its own words, or by what a filter does where it is not given. */
const mayLeaveOut = ({ document }: Contract, { operation }: Collection): boolean =>
  saidIn(valueAt(document, nodeOf(operation.location))).some((text) => partial.test(text)) ||
  operation.parameters.some(
    ({ in: where, name, required, schema, location }) =>
      where === 'query' &&
      !wordsOf(name).some((word) => shownBy.has(word)) &&
      (required ||
        partsOf(document, schema).some((part) => part['default'] !== undefined) ||
        [...descriptionsIn(document, schema), ...saidIn(valueAt(document, nodeOf(location)))].some((text) => standing.test(text))),
  );

/** Words for what lacks something, and for what a list does with it. */
const lacking =
  /\b(?:without|lack\w*|incomplete|complete[d]?|unless|until|only|once|as soon as|at least|missing|empty (?!lists?|pages?|results?|arrays?|bod|strings?)\w+)\b/iu;
const inLists = /\b(?:lists?|listed|listings?|shown|shows?|appears?|visible|found|included|displayed|returned|hidden)\b/iu;

/** Does a document say anywhere that lists leave out what lacks something: "Plots without a survey do not appear in lists". */
export const saysIncompleteLeftOut = ({ document }: Contract): boolean =>
  textsOf(document)
    .flatMap(sentencesOf)
    .some((sentence) => lacking.test(sentence) && inLists.test(sentence));

const stateIn = (resource: Resource): readonly (readonly [string, unknown])[] =>
  Object.entries(resource).filter(([name]) => wordsOf(name).some((word) => leavesOut.has(word)));

/** Is an item in the same state as a resource, by all members that say so. */
const isInStateOf = (resource: Resource, item: unknown): boolean =>
  isObject(item) && stateIn(item).every(([name, value]) => resource[name] === undefined || isDeepStrictEqual(resource[name], value));

/** Does another check look for new resources of the type in a list. */
export const isFollowedInList = ({ resourceTypes, presumedResourceTypes }: Contract, { create }: Pick<Trip, 'create'>): boolean =>
  [...resourceTypes, ...presumedResourceTypes].some((one) => one.create?.key === create.key && one.collection !== undefined);

/** Milliseconds until the list is read again. */
const laterMs = 3000;

/**
 * The end of the list, which was read twice without a new resource that a read still shows, although it shows another one in the same state; where nothing reads one, its removal
 * is to show that it was there. Undefined where the list shows it, may leave it out, could not be read to its end, or where other checks look for it there.
 */
export const notListed = async (way: Living): Promise<Exchange | undefined> => {
  const { session, trip, creation, id } = way;
  const { list } = trip;
  const { contract } = session;
  if (!list || isFollowedInList(contract, trip) || statusOf(creation) !== 201 || mayLeaveOut(contract, list)) return undefined;
  const others: Resource[] = [];
  const isIt = (item: unknown): boolean => {
    if (isObject(item)) others.push(item);
    return isObject(item) && idText(item[trip.id]) === id;
  };
  const look = () => findItem(session, list, isIt, { pathValues: creation.request.pathValues });
  const first = await look();
  if (first.kind !== 'absent') return undefined;
  await session.pause(laterMs, 'the list is to show what was created');
  const last = await look();
  const items = pageItems(list, last.exchange) ?? [];
  if (
    last.kind !== 'absent' ||
    isCached(last.exchange) ||
    mayGoOn(list, items.length) ||
    others.some((item) => idText(item[trip.id]) === undefined)
  )
    return undefined;
  const still = trip.read ? (await readOf(way, creation, id))?.resource : resourceIn(contract, trip.create, creation, trip.id);
  if (!still || !others.some((item) => isInStateOf(still, item))) return undefined;
  return trip.read || (await isRemoved(way)) ? last.exchange : undefined;
};

/** Removes a resource that nothing reads; was it there until then. */
const isRemoved = async (way: Living): Promise<boolean> => {
  const { session, trip, creation, id } = way;
  const { remove } = trip;
  // A removal that succeeds however often it is sent shows nothing.
  if (!remove || !isAllowed(remove, session.target)) return false;
  const removal = await onItem(way, remove, creation, id);
  if (!isSuccess(removal) || statusOf(removal) === 202) return false;
  return goneStatuses.includes(statusOf(await onItem(way, remove, creation, id, undefined, ['unknown-id'])) ?? 0);
};
