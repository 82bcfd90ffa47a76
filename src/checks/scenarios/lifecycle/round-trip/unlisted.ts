import { isDeepStrictEqual } from 'node:util';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Collection, Contract } from '../../../../contract/model.ts';
import { isObject, valueAt } from '../../../../contract/pointer.ts';
import { saidIn } from '../../../../contract/said.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { nodeOf } from '../../../../model/location.ts';
import { pageItems } from '../../../subjects/collection.ts';
import type { Trip } from '../../../subjects/round-trips.ts';
import { idText, type Resource } from '../../../subjects/shown-resource.ts';
import { findItem } from '../../paging/find-item.ts';
import { isCached } from '../look-at-resource.ts';
import { type Living, readOf } from './steps.ts';

/** Parameters that choose how a list is shown, and not what. */
const ofView: ReadonlySet<string> = new Set(
  'limit offset page size per count cursor sort order direction fields include expand embed lang language locale format'.split(' '),
);

/** Words by which a list says that it does not show everything. */
const partial =
  /\b(?:only|without|except|exclud\w*|left out|leaves out|omit\w*|hid(?:den|es)|upcoming|future|past|recent|latest|active|published|open|unless|by default|visible|matching|search)\b/iu;

/** May a list leave something out by its own words, or by the default of a filter. */
const mayLeaveOut = ({ document }: Contract, { operation }: Collection): boolean =>
  saidIn(valueAt(document, nodeOf(operation.location))).some((text) => partial.test(text)) ||
  operation.parameters.some(
    ({ in: where, name, required, schema }) =>
      where === 'query' &&
      !wordsOf(name).some((word) => ofView.has(word)) &&
      (required || (isObject(schema) && schema['default'] !== undefined)),
  );

/** Members by which lists leave items out, whatever was asked for: drafts, what is hidden or archived. */
const ofState: ReadonlySet<string> = new Set(
  'state status stage phase published visibility visible draft hidden archived active enabled approved deleted private public'.split(' '),
);

const stateIn = (resource: Resource): readonly (readonly [string, unknown])[] =>
  Object.entries(resource).filter(([name]) => wordsOf(name).some((word) => ofState.has(word)));

/** Is an item in the same state as a resource, by all members that say so. */
const isInStateOf = (resource: Resource, item: unknown): boolean =>
  isObject(item) && stateIn(item).every(([name, value]) => resource[name] === undefined || isDeepStrictEqual(resource[name], value));

/** Does another check look for new resources of the type in a list. */
export const isFollowedInList = ({ resourceTypes, presumedResourceTypes }: Contract, { create }: Pick<Trip, 'create'>): boolean =>
  [...resourceTypes, ...presumedResourceTypes].some((one) => one.create?.key === create.key && one.collection !== undefined);

/** As many items may be one of several pages, where the document describes none; so may five. */
const usualPage = 10;
const shortPage = 5;

/** Milliseconds until the list is read again. */
const laterMs = 3000;

/**
 * The end of the list, which was read twice without a new resource that a read still shows, although it shows another one in the same state. Undefined where the list
 * shows it, may leave it out, could not be read to its end, or where other checks look for it there.
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
  const isWhole = list.pages.length > 0 || (items.length < usualPage && items.length !== shortPage);
  if (last.kind !== 'absent' || isCached(last.exchange) || !isWhole || others.some((item) => idText(item[trip.id]) === undefined))
    return undefined;
  const still = await readOf(way, creation, id);
  return still && isSuccess(still.exchange) && others.some((item) => isInStateOf(still.resource, item)) ? last.exchange : undefined;
};
