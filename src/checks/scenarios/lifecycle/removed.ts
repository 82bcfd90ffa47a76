import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath } from '../../../contract/infer/path-template.ts';
import { goneToldIn, type ToldGone } from '../../../contract/infer/told-gone.ts';
import { namesIn } from '../../../contract/infer/told-removals.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import { saidOfSuccess } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { idParameterOf, livingStates, reachedStates, resourceTypeNamed } from '../../subjects/resources.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { isSame } from '../../subjects/same-value.ts';
import { heldWith, shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstLooks, isOwnAlone, type MadeResource, readOf } from './first-looks.ts';
import { grown } from './grown.ts';
import { type ListLook, lookInList, mayPass, onResource } from './look-at-resource.ts';
import { patienceMs } from '../../kit/patience.ts';
import { madeRemovable } from './ready.ts';
import { until } from './until.ts';
import { busyStatuses, updated } from './updated.ts';
import { isVain, noteWait } from './waited.ts';

/** Reads of a resource that existed before another one was removed. */
export type Bystander = { readonly made: MadeResource; readonly before: Exchange; readonly after: readonly Exchange[] };

export type RemovedResource = {
  readonly id: string | undefined;
  readonly creation: Exchange;
  /** The read right before; undefined where the contract has none. */
  readonly before: Exchange | undefined;
  /** Had the resource reached its last state, so that nothing under way could prevent the removal. */
  readonly isSettled: boolean;
  readonly listedBefore: ListLook | undefined;
  /** The removal; the last one of several, as the resource may be busy. Undefined where nothing could be removed. */
  readonly removal: Exchange | undefined;
  /** Reads of it afterwards: until it was gone, and then some more. */
  readonly reads: readonly Exchange[];
  /** Was it gone in a read or, where there is none, in its list. */
  readonly wasGone: boolean;
  /** Looks at its list, until one did not show it. */
  readonly lists: readonly ListLook[];
  readonly bystanders: readonly Bystander[];
  /** The same removal once more, after it was gone. */
  readonly again: Exchange | undefined;
  readonly withinMs: number;
};

/** Most requests of a whole life: create, read, list, change, remove. */
export const lifeRequests = 120;

/** Longest pause between two reads in milliseconds. */
const pauseMs = 3000;

/** Longest wait in milliseconds for a removal that no wait has made possible before. */
const hastyMs = 2000;

/** How long what is marked as removed, and may be kept for good, is watched in milliseconds. */
const markedMs = 5000;

/** How many reads follow after it was gone. */
const readsAfter = 3;

/** Does an answer report that a resource does not exist: an error response about it, not about the caller. */
export const saysGone = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 400 && status < 500 && ![401, 403, 408, 409, 423, 425, 429].includes(status);
};

/**
 * Removes the resource whose life is followed, at the end of its life; watches that it goes and stays away, and that the resource beside
 * it stays; then removes it once more.
 */
export const removed = defineScenario<{ readonly resourceType: string }, RemovedResource>({
  id: 'removed',
  async run(session, parameters) {
    const { contract, target } = session;
    const resourceType = resourceTypeNamed(contract, parameters.resourceType);
    const { remove, read } = resourceType;
    const looks = await session.run(firstLooks, parameters);
    const { own, all } = looks.resources;
    const { id, creation, parents } = own;
    const withinMs = patienceMs(target, 'removed.gone', resourceType);
    const nothing = { id, creation, before: undefined, isSettled: false, listedBefore: undefined, removal: undefined, reads: [] };
    const none: RemovedResource = { ...nothing, wasGone: false, lists: [], bystanders: [], again: undefined, withinMs };
    // The shared resource is never removed.
    if (id === undefined || !remove || own === all[0] || !isOwnAlone(resourceType, looks.resources)) return none;
    await orSkipped(session.run(updated, parameters));
    const last = reachedStates(resourceType, contract, target).at(-1);
    const mayWait = last !== undefined && (last.withinMs < slowMs || target.allow.includes('slow'));
    const life = mayWait ? await orSkipped(session.run(grown, parameters)) : undefined;
    const isSettled = life !== undefined && !isSkipped(life) && life.seen.some(({ state }) => state === last?.state);

    const removeAgain = async (): Promise<Exchange> => {
      const request = usableRequest(session, remove, 'remove', { pathValues: { [idParameterOf(remove)]: id } });
      return session.send({ ...request, faults: ['unknown-id'] });
    };
    const lingers = (now: Exchange): boolean => lingersIn(resourceType, now, id);
    const readIt = async (): Promise<Exchange | undefined> => (read ? onResource(session, read, id, { parents }) : undefined);
    const { presumed } = resourceType;
    const isStuck =
      presumed !== undefined && (await madeRemovable(session, presumed.name, inPath(itemOf(presumed).path, [...parents, id]))) === 'stuck';
    const before = await readIt();
    // What is shown of a resource of an inferred type is compared, and it may have been changed since the first look.
    const isKnown = looks.list?.shown.has(id) === true && !resourceType.presumed;
    const listedBefore = isKnown ? looks.list : await lookInList(session, resourceType, [id], parents);
    const watched = all.filter((one): one is MadeResource & { id: string } => one !== own && one.id !== undefined && one.id !== id);
    const bystanders: { made: MadeResource & { id: string }; before: Exchange; after: Exchange[] }[] = [];
    for (const made of read ? watched : []) {
      const first = readOf(looks, made)?.exchange;
      if (read)
        bystanders.push({
          made,
          before: first && isSuccess(first) ? first : await onResource(session, read, made.id, { parents: made.parents }),
          after: [],
        });
    }
    const known = { ...none, before, isSettled, listedBefore };
    if (before && !isSuccess(before)) return known;

    let removal = await onResource(session, remove, id, { purpose: 'remove', parents });
    if (busyStatuses.includes(statusOf(removal) ?? 0) && !isStuck) {
      const [status, longestMs] = [statusOf(removal), patienceMs(target, 'created.settled', resourceType)];
      // What was not removable after the whole time before, type after type, is refused for another reason.
      const waitMs = presumed !== undefined && isVain(session, status) ? Math.min(longestMs, hastyMs) : longestMs;
      const wait = { withinMs: waitMs, why: `${remove.key} is to be possible` };
      const isFree = await until(session, wait, async () => {
        removal = await onResource(session, remove, id, { purpose: 'remove', parents });
        return busyStatuses.includes(statusOf(removal) ?? 0) ? undefined : true;
      });
      if (presumed !== undefined) noteWait(session, { type: presumed.name, status }, isFree === true, waitMs);
    }
    const reads: Exchange[] = [];
    const lists: ListLook[] = [];
    if (!isSuccess(removal)) {
      const now = await readIt();
      return { ...known, removal, reads: now ? [now] : [], bystanders, wasGone: now !== undefined && saysGone(now) };
    }
    const [end, enoughAt] = [session.now() + withinMs, session.now() + markedMs];
    const left = (): number => Math.max(0, end - session.now());
    let wasGone = false;
    if (read) {
      await until(session, { withinMs, why: 'the removed resource is to be gone', pauseMs }, async () => {
        const now = await onResource(session, read, id, { parents });
        reads.push(now);
        wasGone = saysGone(now);
        const isOver = wasGone || (!isSuccess(now) && !mayPass(now)) || lingers(now);
        return isOver || (session.now() >= enoughAt && isMarked(session, resourceType, { removal, before, id }, now)) ? true : undefined;
      });
    }
    if (resourceType.collection) {
      await until(session, { withinMs: left(), why: 'the list is no longer to show the removed resource', pauseMs }, async () => {
        const look = await lookInList(session, resourceType, [id], parents);
        if (look) lists.push(look);
        // A list that can be read only in part shows no more by waiting.
        const isRead = look !== undefined && look.missing.length > 0 && (!look.isOpen || isSuccess(look.exchange));
        return !look || isRead || lingers(look.exchange) ? true : undefined;
      });
      if (!read) wasGone = lists.at(-1)?.missing.length === 1;
    }
    const settledMs = patienceMs(target, 'removed.settled', resourceType);
    const turns = wasGone ? readsAfter : 0;
    for (let turn = 0; turn < turns; turn++) {
      await session.pause(settledMs / readsAfter, 'the removed resource is to stay away, and nothing else is to go');
      const now = await readIt();
      if (now) reads.push(now);
      for (const one of bystanders) if (read) one.after.push(await onResource(session, read, one.made.id, { parents: one.made.parents }));
    }
    // Where the removed resource lingers, the others are still looked at once.
    if (read && !wasGone)
      for (const one of bystanders) one.after.push(await onResource(session, read, one.made.id, { parents: one.made.parents }));
    // Some servers give the id of what was removed to the next resource, which may be somebody's.
    const again = wasGone && !resourceType.presumed ? await removeAgain() : undefined;
    return { ...known, removal, reads, wasGone, lists, bystanders, again };
  },
});

/** What the texts of the removal of an inferred type promise of what it removes. */
export const goneTold = ({ document, inferredResourceTypes }: Contract, { remove, presumed }: ResourceType): ToldGone => {
  if (!remove || !presumed) return { isUnread: false, isUnlisted: false };
  const own = namesIn(presumed.name);
  const others = inferredResourceTypes.flatMap(({ name }) => namesIn(name)).filter((one) => !own.includes(one));
  return goneToldIn(saidOfSuccess(document, remove), own, others);
};

/**
 * Did the removal of a resource of an inferred type only mark it, so that it is perhaps kept for good: a read shows it, and no longer as it was. Not where the removal may come
 * later (202), where a value says that it is under way, or where the texts promise that no read finds it: there, more looks may change the verdict.
 */
const isMarked = (
  { contract }: Session,
  resourceType: ResourceType,
  { removal, before, id }: { readonly removal: Exchange; readonly before: Exchange | undefined; readonly id: string },
  now: Exchange,
): boolean => {
  if (!resourceType.presumed || !before || statusOf(removal) === 202 || !isSuccess(now)) return false;
  const [old, shown] = [before, now].map((read) => shownResource(resourceType, 'read', read, id));
  if (old === undefined || shown === undefined || isSame(old, shown)) return false;
  const isUnderWay = Object.entries(shown).some(
    ([name, value]) => typeof value === 'string' && value !== old[name] && /ing\b/iu.test(value),
  );
  return !isUnderWay && !goneTold(contract, resourceType).isUnread;
};

/** Is a resource still shown in a state of a removed one, where the contract allows that. */
const lingersIn = (resourceType: ResourceType, exchange: Exchange, id: string): boolean => {
  if (resourceType.convention.removed?.lingers !== true || !isSuccess(exchange)) return false;
  const held = heldWith(resourceType, jsonOf(exchange), id);
  return held !== undefined && isLiving(resourceType, stateIn(resourceType, held.resource, held.resource)) === false;
};

/** Has a resource one of the documented states of an existing one; undefined where it shows none, or none are documented. */
export const isLiving = (resourceType: ResourceType, state: unknown): boolean | undefined => {
  const living = livingStates(resourceType);
  return state === undefined || living.length === 0 ? undefined : living.some((one) => one === state);
};

/** Milliseconds of a wait that is always acceptable. */
const slowMs = 30_000;
