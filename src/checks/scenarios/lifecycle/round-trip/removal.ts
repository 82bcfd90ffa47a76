import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Collection } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { patienceMs } from '../../../kit/patience.ts';
import type { Session } from '../../../kit/session.ts';
import { pageItems } from '../../../subjects/collection.ts';
import { itemIn } from '../../../subjects/round-trips.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { idText, type Resource } from '../../../subjects/shown-resource.ts';
import { goneStatuses, isCached } from '../look-at-resource.ts';
import { isQuiet } from '../quiet-list.ts';
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

/** Removes the resource, and looks for it and for what was beside it afterwards. */
export const removedAfter = async (way: Living, before: Resource): Promise<Removal | undefined> => {
  const { session, trip, creation, id } = way;
  if (!trip.remove) return undefined;
  const pagesBefore: { readonly list: Collection; readonly before: Exchange }[] = [];
  for (const list of trip.lists) pagesBefore.push({ list, before: await pageWith(way, list, creation, id) });
  const removed = await onItem(way, trip.remove, creation, id);
  if (!isSuccess(removed) || statusOf(removed) === 202) return undefined;
  await session.pause(laterMs, 'what was removed is to be gone');
  const looks: Look[] = [];
  // Other checks read what was removed where they follow its type.
  const read = trip.isFollowed ? undefined : await readOf(way, creation, id);
  if (read && isAsBefore(before, read.resource)) looks.push(read);
  const taken: Taken[] = [];
  let beside = 0;
  for (const { list, before: page } of pagesBefore) {
    const withinMs = Math.min(patienceMs(session.target, 'removed.gone'), longestMs);
    const after = await lastPage(session, { withinMs, why: 'the list is no longer to show the removed resource' }, async () => {
      // The page that showed it: others come to its place.
      const now = await session.send(page.request);
      return { page: now, isOpen: itemIn(trip, list, now, id) !== undefined };
    });
    const resource = itemIn(trip, list, after, id);
    if (isCached(after) || isCached(page)) continue;
    const old = itemIn(trip, list, page, id);
    if (old && resource && isAsBefore(old, resource)) looks.push({ word: 'list', exchange: after, resource });
    beside += idsOn(way, list, page).filter((one) => one !== id).length;
    taken.push(...(await takenAlong(way, { list, before: page, after })));
  }
  return { removed, looks, beside, taken };
};
