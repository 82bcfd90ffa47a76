import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { idOfCreation } from './references.ts';
import { createdResourceNamed, type Makeable, reachedStates } from '../../subjects/resources.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { shownThing, stateIn } from '../../subjects/shown-thing.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstLooks, type MadeThing } from './first-looks.ts';
import { lookInList, onThing } from './look-at-thing.ts';
import { patienceMs } from '../../kit/patience.ts';
import { between } from '../../kit/timing.ts';
import { until } from './until.ts';

/** The state of a thing at one moment; undefined where the answer shows none. */
export type StateSeen = { readonly exchange: Exchange; readonly state: unknown };

/** The life of a thing from its creation to the last state that is promised. */
export type Grown = {
  /** What the answer to its creation showed. */
  readonly first: StateSeen;
  readonly id: string | undefined;
  /** Reads in order, from its creation on. */
  readonly seen: readonly StateSeen[];
  /** What the list showed of it once it had come to its last state, until both agreed. */
  readonly listed: readonly { readonly state: unknown; readonly isThere: boolean; readonly exchange: Exchange }[];
};

/** Longest pause between two reads in milliseconds. */
const pauseMs = 3000;

/** So much longer than a promised time is waited: for the read that shows the state, and for the difference between the clocks. */
const skewMs = 2000;

/** Reads after the last state was seen. */
const readsAfter = 3;

/** The latest moment, in milliseconds after the creation was answered, at which a state that is promised must show. */
export const latestMs = (withinMs: number): number => withinMs + pauseBetween(withinMs) + skewMs;

const pauseBetween = (withinMs: number): number => Math.min(pauseMs, Math.max(100, withinMs / 10));

/** Milliseconds that had surely gone by since a creation when a later request was acted on. */
export const sinceCreation = (creation: Exchange, later: Exchange): number => between(creation, later).least;

/** Reads a thing that was created until it shows the last of its promised states, and some more; then its list. */
export const grown = defineMeasurement<{ readonly resource: string }, Grown>({
  id: 'grown',
  async run(session, parameters) {
    const { contract, target } = session;
    const resource = createdResourceNamed(contract, parameters.resource);
    const { things: made, reads } = await session.measure(firstLooks, parameters);
    const last = reachedStates(resource, contract, target).at(-1);
    const { creation, id } = await inTime(session, resource, made.own, last?.withinMs);
    const inAnswer = id === undefined ? undefined : shownThing(resource, 'create', creation, id);
    const first: StateSeen = { exchange: creation, state: stateIn(resource, jsonOf(creation), inAnswer) };
    const { read, collection } = resource;
    if (id === undefined || !isSuccess(creation)) return { first, id, seen: [], listed: [] };
    const look = async (): Promise<StateSeen | undefined> => {
      const exchange = read ? await onThing(session, read, id) : (await lookInList(session, resource, [id]))?.exchange;
      if (!exchange) return undefined;
      return { exchange, state: stateIn(resource, jsonOf(exchange), shownThing(resource, read ? 'read' : 'list', exchange, id)) };
    };
    const seen: StateSeen[] = reads
      .filter((one) => one.made.id === id)
      .map(({ exchange, thing }) => ({ exchange, state: stateIn(resource, jsonOf(exchange), thing) }));
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
          await session.pause(restMs, 'it is to stay so');
          const now = await look();
          if (now) seen.push(now);
        }
      }
    }
    const listed: { state: unknown; isThere: boolean; exchange: Exchange }[] = [];
    if (read && collection && resource.convention.state !== undefined && seen.length > 0) {
      const withinMs = Math.min(listMs, patienceMs(target, 'updated.shown'));
      await until(session, { withinMs, why: 'the list is to show the same state', pauseMs: 2000 }, async () => {
        const found = await lookInList(session, resource, [id]);
        if (!found) return true;
        const thing = found.shown.get(id);
        const state = stateIn(resource, thing, thing);
        listed.push({ state, isThere: thing !== undefined, exchange: found.exchange });
        if (state === undefined || state === seen.at(-1)?.state) return true;
        const now = await look();
        if (now) seen.push(now);
        return state === now?.state ? true : undefined;
      });
    }
    return { first, id, seen, listed };
  },
});

/** The thing whose life is followed; another one where it is older already than the time that is to be watched. */
const inTime = async (session: Session, resource: Makeable, own: MadeThing, withinMs: number | undefined): Promise<Followed> => {
  const age = session.now() - (own.creation.sentAt + own.creation.tookMs);
  if (withinMs === undefined || age < withinMs || !resource.remove || own.id === undefined) return own;
  const creation = await session.send(usableRequest(session, resource.create, 'grown'));
  return { creation, id: await idOfCreation(session, resource, creation) };
};

type Followed = Pick<MadeThing, 'creation' | 'id'>;

/** For so long a list may show another state than a read. */
const listMs = 10_000;
