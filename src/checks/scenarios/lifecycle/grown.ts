import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { idOfCreation } from './described-ids.ts';
import { createdResourceTypeNamed, type Makeable, reachedStates } from '../../subjects/resources.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstLooks, type MadeResource } from './first-looks.ts';
import { lookInList, onResource } from './look-at-resource.ts';
import { patienceMs } from '../../kit/patience.ts';
import { between } from '../../kit/timing.ts';
import { until } from './until.ts';

/** The state of a resource at one moment; undefined where the answer shows none. */
export type StateSeen = { readonly exchange: Exchange; readonly state: unknown };

/** The life of a resource from its creation to the last documented state. */
export type Grown = {
  /** Its state in the answer to its creation. */
  readonly first: StateSeen;
  readonly id: string | undefined;
  /** Reads in order, from its creation on. */
  readonly seen: readonly StateSeen[];
  /** Its states in the list after it had reached its last state, until both agreed. */
  readonly listed: readonly { readonly state: unknown; readonly isThere: boolean; readonly exchange: Exchange }[];
};

/** Longest pause between two reads in milliseconds. */
const pauseMs = 3000;

/** Milliseconds of waiting beyond a documented time: for the read that shows the state, and for the difference between the clocks. */
const skewMs = 2000;

/** How many reads follow after the last state was seen. */
const readsAfter = 3;

/** Milliseconds after the answer to the creation, by which a documented state must show. */
export const latestMs = (withinMs: number): number => withinMs + pauseBetween(withinMs) + skewMs;

const pauseBetween = (withinMs: number): number => Math.min(pauseMs, Math.max(100, withinMs / 10));

/** Milliseconds that had surely passed since a creation when the server acted on a later request. */
export const sinceCreation = (creation: Exchange, later: Exchange): number => between(creation, later).least;

/** Reads a created resource until it shows its last documented state, and some more; then its list. */
export const grown = defineScenario<{ readonly resourceType: string }, Grown>({
  id: 'grown',
  async run(session, parameters) {
    const { contract, target } = session;
    const resourceType = createdResourceTypeNamed(contract, parameters.resourceType);
    const { resources: made, reads } = await session.run(firstLooks, parameters);
    const last = reachedStates(resourceType, contract, target).at(-1);
    const { creation, id } = await inTime(session, resourceType, made.own, last?.withinMs);
    const inAnswer = id === undefined ? undefined : shownResource(resourceType, 'create', creation, id);
    const first: StateSeen = { exchange: creation, state: stateIn(resourceType, jsonOf(creation), inAnswer) };
    const { read, collection } = resourceType;
    if (id === undefined || !isSuccess(creation)) return { first, id, seen: [], listed: [] };
    const look = async (): Promise<StateSeen | undefined> => {
      const exchange = read ? await onResource(session, read, id) : (await lookInList(session, resourceType, [id]))?.exchange;
      if (!exchange) return undefined;
      return {
        exchange,
        state: stateIn(resourceType, jsonOf(exchange), shownResource(resourceType, read ? 'read' : 'list', exchange, id)),
      };
    };
    const seen: StateSeen[] = reads
      .filter((one) => one.made.id === id)
      .map(({ exchange, resource }) => ({ exchange, state: stateIn(resourceType, jsonOf(exchange), resource) }));
    if (last) {
      const endMs = latestMs(last.withinMs) - (session.now() - (creation.sentAt + creation.tookMs));
      const restMs = pauseBetween(last.withinMs);
      const isThere = seen.some(({ state }) => state === last.state);
      const wait = { withinMs: Math.max(0, endMs), why: `"${last.state}" is to show`, pauseMs: restMs };
      if (!isThere) {
        await until(session, wait, async () => {
          const now = await look();
          if (now) seen.push(now);
          return !now || now.state === last.state ? true : undefined;
        });
      }
      if (seen.at(-1)?.state === last.state) {
        for (let turn = 0; turn < readsAfter; turn++) {
          await session.pause(restMs, 'the state is to last');
          const now = await look();
          if (now) seen.push(now);
        }
      }
    }
    const listed: { state: unknown; isThere: boolean; exchange: Exchange }[] = [];
    if (read && collection && resourceType.convention.state !== undefined && seen.length > 0) {
      const withinMs = Math.min(listMs, patienceMs(target, 'updated.shown'));
      await until(session, { withinMs, why: 'the list is to show the same state', pauseMs: 2000 }, async () => {
        const found = await lookInList(session, resourceType, [id]);
        if (!found) return true;
        const resource = found.shown.get(id);
        const state = stateIn(resourceType, resource, resource);
        listed.push({ state, isThere: resource !== undefined, exchange: found.exchange });
        if (state === undefined || state === seen.at(-1)?.state) return true;
        const now = await look();
        if (now) seen.push(now);
        return state === now?.state ? true : undefined;
      });
    }
    return { first, id, seen, listed };
  },
});

/** The resource whose life is followed; a new one where that is already older than the documented time. */
const inTime = async (session: Session, resourceType: Makeable, own: MadeResource, withinMs: number | undefined): Promise<Followed> => {
  const age = session.now() - (own.creation.sentAt + own.creation.tookMs);
  if (withinMs === undefined || age < withinMs || !resourceType.remove || own.id === undefined) return own;
  const creation = await session.send(usableRequest(session, resourceType.create, 'grown'));
  return { creation, id: await idOfCreation(session, resourceType, creation) };
};

type Followed = Pick<MadeResource, 'creation' | 'id'>;

/** Milliseconds for which a list may show another state than a read. */
const listMs = 10_000;
