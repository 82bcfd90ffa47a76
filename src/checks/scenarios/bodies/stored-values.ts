import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../../../contract/model.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { inAnotherZone } from '../../../generators/other-zone.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { comparedInList, isListedOtherwise } from '../../subjects/listed-as-read.ts';
import { idOfMade, itemIn, placeIn, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { departuresIn } from '../../subjects/shown-as-sent.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import type { Edge, TriedEdges } from '../calls/edge-rows.ts';
import type { Look } from '../lifecycle/round-trip/results.ts';
import { pagesShowing } from '../lifecycle/round-trip/pages.ts';
import { readOf } from '../lifecycle/round-trip/steps.ts';
import { bodyOf, ifTried, type Way } from '../lifecycle/round-trip/way.ts';
import { isCached } from '../lifecycle/look-at-resource.ts';
import { documentedValues } from './documented-values.ts';

/** An accepted creation with values that the document names, and what later answers show of what it made. */
export type StoredValues = {
  readonly row: readonly Edge[];
  readonly exchange: Exchange;
  /** The values of the row, as they were sent. */
  readonly sent: Resource;
  readonly read: Look | undefined;
  /** Its item on the first page of the list. */
  readonly item: Look | undefined;
};

export type TriedAndStored = { readonly tried: TriedEdges; readonly stored: readonly StoredValues[] };

/** The usual creation, its moments in another zone than UTC; undefined where none was accepted. */
const inOtherZone = async (session: Session, trip: Trip): Promise<TriedEdges['done'][number] | undefined> => {
  const { contract } = session;
  const { create } = trip;
  const request = requestAsSet(session, { operation: create.key, settings: [], purpose: 'edges-zone' });
  const body = bodyOf({ request });
  const zoned = inAnotherZone(contract, bodyMembers(contract, create), body);
  if (zoned.length === 0) return undefined;
  const value = { ...body, ...Object.fromEntries(zoned.map((one) => [one.member, one.value])) };
  const madeUp = [...(request.madeUp ?? []), 'body', ...zoned.map(({ member }) => member)];
  const exchange = await orSkipped(session.send({ ...request, body: askedBody(create, value), madeUp }));
  if (isSkipped(exchange) || !isSuccess(exchange)) return undefined;
  return { row: zoned.map((one) => ({ ...one, words: 'the same moment as in UTC' })), exchange };
};

/** Does an answer show a value of a row otherwise than it was sent. */
const isChanged = (contract: Contract, trip: Trip, sent: Resource, resource: Resource | undefined): boolean => {
  const answered = placeIn(contract, trip.create, trip.id)?.schema;
  return (
    resource !== undefined && answered !== undefined && departuresIn(contract, { asked: trip.asked, answered }, sent, resource).length > 0
  );
};

/** Is what was made replaced by one of the later requests: a PUT at the path of the same resource. Then it shows what that one sent. */
const isReplaced = (contract: Contract, trip: Trip, { request }: Exchange, id: string, later: TriedEdges['done']): boolean =>
  later.some(
    ({ exchange }) => isDeepStrictEqual(exchange.request.pathValues, request.pathValues) && idOfMade(contract, trip, exchange) === id,
  );

/** Reads what was made of each row, until one read shows another value than was sent. */
const readEach = async (way: Way, done: TriedEdges['done']): Promise<readonly StoredValues[]> => {
  const { session, trip } = way;
  const { contract } = session;
  const stored: StoredValues[] = [];
  for (const [n, { row: all, exchange }] of done.entries()) {
    const whole = bodyOf(exchange);
    // What only one may have, such as "is the default", a later creation takes from an earlier one.
    const row = all.filter(
      ({ member }) => whole[member] !== true || done.slice(n + 1).every((one) => bodyOf(one.exchange)[member] !== true),
    );
    const sent = Object.fromEntries(row.map(({ member }) => [member, whole[member]] as const));
    const made = statusOf(exchange) === 202 ? undefined : idOfMade(contract, trip, exchange);
    const id = made === undefined || isReplaced(contract, trip, exchange, made, done.slice(n + 1)) ? undefined : made;
    const answer = resourceIn(contract, trip.create, exchange, trip.id);
    const asked = { asked: trip.asked, body: sent, answer };
    // What the answer shows already needs no read.
    const isTold = isChanged(contract, trip, sent, answer);
    const read = id === undefined || isTold ? undefined : await ifTried(readOf(way, exchange, id, asked));
    stored.push({ row, exchange, sent, read, item: undefined });
    const place = trip.read && placeIn(contract, trip.read, trip.id);
    if (isTold || (read && place && departuresIn(contract, { asked: trip.asked, answered: place.schema }, sent, read.resource).length > 0))
      break;
  }
  return stored;
};

/** Looks at those that the list shows, below what the last one is below; once more where it is not as the reads. */
const inList = async (way: Way, stored: readonly StoredValues[]): Promise<readonly StoredValues[]> => {
  const { session, trip } = way;
  const { list } = trip;
  const last = stored.findLast(({ read }) => read !== undefined);
  if (!list || !last) return stored;
  const look = async (): Promise<readonly StoredValues[]> => {
    const made = stored.map((one) => ({ one, id: idOfMade(session.contract, trip, one.exchange) }));
    const ids = made.flatMap(({ one, id }) => (id === undefined || one.read === undefined ? [] : [id]));
    const pages = await ifTried(pagesShowing(way, list, last.exchange, ids));
    if (!pages || pages.some(isCached)) return stored;
    return made.map(({ one, id }) => {
      const page = id === undefined ? undefined : pages.find((some) => itemIn(trip, list, some, id) !== undefined);
      const resource = id === undefined || page === undefined ? undefined : itemIn(trip, list, page, id);
      return { ...one, item: page && resource && { word: 'list' as const, exchange: page, resource } };
    });
  };
  const first = await look();
  const isOther = first.some(({ sent, read, item }) => {
    if (!read || !item) return false;
    const names = comparedInList(new Set(Object.keys(sent)), item.resource, read.resource);
    return names.some((name) => isListedOtherwise(read.resource[name], item.resource[name]));
  });
  if (!isOther) return first;
  await session.pause(laterMs, 'a list is to show what reads show');
  return look();
};

/** Milliseconds until a list that shows something else is asked again. */
const laterMs = 2000;

/** The accepted creations of the documented values, and one with moments of another zone, each with a read and its item in the list. */
export const storedValues = defineScenario<{ readonly operation: string }, TriedAndStored>({
  id: 'stored-values',
  async run(session, { operation }) {
    const tried = await session.run(documentedValues, { operation });
    const trip = roundTrips(session.contract).find(({ create }) => create.key === operation);
    if (!trip) return { tried, stored: [] };
    const way: Way = { session, trip, pathValues: {} };
    const zoned = await ifTried(inOtherZone(session, trip));
    const done = zoned ? [...tried.done, zoned] : tried.done;
    return { tried, stored: await inList(way, await readEach(way, done)) };
  },
});
