import { itemOf } from '../../../../contract/infer/covering.ts';
import { inPath, parametersIn } from '../../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../../../contract/message.ts';
import type { Collection, Operation } from '../../../../contract/model.ts';
import { isObject, valueAt } from '../../../../contract/pointer.ts';
import { saidIn } from '../../../../contract/said.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { nodeOf } from '../../../../model/location.ts';
import { patienceMs } from '../../../kit/patience.ts';
import type { Session } from '../../../kit/session.ts';
import { usableRequest } from '../../../requests/usable-request.ts';
import { pageItems } from '../../../subjects/collection.ts';
import { isDistinctId } from '../../../subjects/own-texts.ts';
import { itemIn } from '../../../subjects/round-trips.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { idText, mentions, type Resource } from '../../../subjects/shown-resource.ts';
import { searchesFor } from '../../../subjects/told-searches.ts';
import { goneStatuses, isCached } from '../look-at-resource.ts';
import { isQuiet } from '../quiet-list.ts';
import { madeRemovable } from '../ready.ts';
import { until, type Waiting } from '../until.ts';
import type { Look, Removal, Taken } from './results.ts';
import { pageWith } from './pages.ts';
import { laterMs, type Living, onItem, readOf } from './steps.ts';

/** The first page of a list before and after a removal. */
type Pages = { readonly list: Collection; readonly before: Exchange; readonly after: Exchange };

/** The ids on a page. */
const idsOn = ({ trip }: Living, list: Collection, page: Exchange): readonly string[] =>
  (pageItems(list, page) ?? []).flatMap((item) => (isObject(item) ? (idText(item[trip.id]) ?? []) : []));

/** The most neighbours that are read because they are missing. */
const mostRead = 3;

/**
 * Reads what a list showed before the removal and does not show after it. Another caller may have removed it as well,
 * so that one such removal proves nothing, and none does where the list loses items by itself.
 */
const takenAlong = async (way: Living, { list, before, after }: Pages): Promise<readonly Taken[]> => {
  const { trip, creation, id } = way;
  // Below other parents, the path of an item is not known.
  const isReadable =
    parametersIn(trip.itemPath).length === 1 || parametersIn(list.operation.path).length === parametersIn(trip.itemPath).length - 1;
  if (!trip.read || !isReadable || !isSuccess(after) || pageItems(list, after) === undefined) return [];
  const now = new Set(idsOn(way, list, after));
  const missing = idsOn(way, list, before).filter((one) => one !== id && !now.has(one));
  const taken: Taken[] = [];
  for (const one of missing.slice(0, mostRead)) {
    const read = await onItem(way, trip.read, creation, one);
    if (goneStatuses.includes(statusOf(read) ?? 0)) taken.push({ id: one, before, read });
  }
  const ids = async (): Promise<readonly string[] | undefined> => {
    const page = await way.session.send(after.request);
    return isSuccess(page) ? idsOn(way, list, page) : undefined;
  };
  return taken.length > 0 && (await isQuiet(way.session, ids)) ? taken : [];
};

/** The longest wait for a list in milliseconds: nothing says that its service is slow. */
const longestMs = 15_000;

/** The page of the last look, until one is no longer open or the time is up. */
const lastPage = async (
  session: Session,
  waiting: Waiting,
  look: () => Promise<{ readonly page: Exchange; readonly isOpen: boolean }>,
): Promise<Exchange> => {
  let { page, isOpen } = await look();
  if (isOpen)
    await until(session, waiting, async () => {
      ({ page, isOpen } = await look());
      return isOpen ? undefined : true;
    });
  return page;
};

/** Is a resource shown as before: what is removed may be marked and kept. */
const isAsBefore = (before: Resource, now: Resource): boolean =>
  Object.keys(now).every((name) => before[name] !== undefined && isSameValue(now[name], before[name]));

/** Of so many searches is asked for what is removed. */
const mostSearches = 2;

/** A search by a text of the resource that shows it, and how to tell whether another page shows it as that one does. */
type Finding = { readonly exchange: Exchange; shows(page: Exchange): boolean };

/** Words of a removal by which what is removed may be kept and found. */
const keeps = /\b(?:archiv\w*|soft|search\w*|trash|bin|restor\w*|undo|recover\w*|kept|hidden|marked)\b/iu;

/** The searches that find the resource by a text of its own. */
const findingsOf = async ({ session, trip, creation, id }: Living, resource: Resource): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  const isKept = trip.remove && saidIn(valueAt(session.contract.document, nodeOf(trip.remove.location))).some((text) => keeps.test(text));
  if (isKept === true) return [];
  for (const { operation, parameter, list, texts } of searchesFor(session.contract, trip).slice(0, mostSearches)) {
    const text = texts
      .map((name) => resource[name])
      .find((one) => typeof one === 'string' && one.length > 8 && mayBeSent(session.contract.document, parameter.schema ?? true, one));
    if (typeof text !== 'string') continue;
    const names = parametersIn(operation.path);
    const pathValues = Object.fromEntries(names.map((name) => [name, creation.request.pathValues[name] ?? '']));
    const base = usableRequest(session, operation, 'trip-search', names.length === 0 ? {} : { pathValues });
    const query = [...base.query.filter(([name]) => name !== parameter.name), [parameter.name, text] as const];
    const exchange = await session.send({ ...base, query });
    const itemOn = (page: Exchange): Resource | undefined => list && itemIn(trip, list, page, id);
    const first = itemOn(exchange);
    const shows = (page: Exchange): boolean => {
      // A short number may be any other one, such as a count.
      if (!isSuccess(page) || !list) return isSuccess(page) && isDistinctId(id) && mentions(jsonOf(page), id);
      const item = itemOn(page);
      return first !== undefined && item !== undefined && isAsBefore(first, item);
    };
    if (shows(exchange) && !isCached(exchange)) found.push({ exchange, shows });
  }
  return found;
};

/** Removes the resource; once more where it was refused and is brought to a state that the text of its removal asks for. */
const removedWhenReady = async (way: Living, remove: Operation): Promise<Exchange> => {
  const { session, creation, id } = way;
  const first = await onItem(way, remove, creation, id);
  const type = statusOf(first) === 409 ? session.contract.inferredResourceTypes.find((one) => one.remove.key === remove.key) : undefined;
  if (!type || (await madeRemovable(session, type.name, inPath(itemOf(type).path, Object.values(first.request.pathValues)))) !== 'brought')
    return first;
  return onItem(way, remove, creation, id);
};

/** Removes the resource, and looks for it and for what was beside it afterwards. */
export const removedAfter = async (way: Living, before: Resource): Promise<Removal | undefined> => {
  const { session, trip, creation, id } = way;
  if (!trip.remove) return undefined;
  const pagesBefore: { readonly list: Collection; readonly before: Exchange }[] = [];
  for (const list of trip.lists) pagesBefore.push({ list, before: await pageWith(way, list, creation, id) });
  const findings = await findingsOf(way, before);
  const removed = await removedWhenReady(way, trip.remove);
  if (!isSuccess(removed) || statusOf(removed) === 202) return undefined;
  await session.pause(laterMs, 'what was removed is to be gone');
  const looks: Look[] = [];
  // Other checks read what was removed where they follow its type.
  const read = trip.isFollowed ? undefined : await readOf(way, creation, id);
  if (read && isAsBefore(before, read.resource)) looks.push(read);
  const taken: Taken[] = [];
  const withinMs = Math.min(patienceMs(session.target, 'removed.gone'), longestMs);
  let keepsShowing = false;
  let beside = 0;
  for (const { list, before: page } of pagesBefore) {
    const after = await lastPage(session, { withinMs, why: 'the list is no longer to show the removed resource' }, async () => {
      // The page that showed it: others come to its place.
      const now = await session.send(page.request);
      return { page: now, isOpen: itemIn(trip, list, now, id) !== undefined };
    });
    const resource = itemIn(trip, list, after, id);
    keepsShowing ||= resource !== undefined;
    if (isCached(after) || isCached(page)) continue;
    const old = itemIn(trip, list, page, id);
    if (old && resource && isAsBefore(old, resource)) looks.push({ word: 'list', exchange: after, resource });
    beside += idsOn(way, list, page).filter((one) => one !== id).length;
    taken.push(...(await takenAlong(way, { list, before: page, after })));
  }
  const found: Exchange[] = [];
  for (const { exchange, shows } of findings) {
    const after = await lastPage(session, { withinMs, why: 'the search is no longer to find the removed resource' }, async () => {
      const page = await session.send(exchange.request);
      return { page, isOpen: shows(page) };
    });
    // A list that shows what is removed with a mark finds it as well.
    if (shows(after) && !isCached(after) && looks.length === 0 && !keepsShowing) found.push(after);
  }
  return { removed, looks, found, beside, taken };
};
