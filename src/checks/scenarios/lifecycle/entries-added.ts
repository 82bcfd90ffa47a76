import { isDeepStrictEqual } from 'node:util';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { isSuccess } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type AddedEntries, addedEntries } from '../../subjects/added-entries.ts';
import { largestPage, listAt, pageItems } from '../../subjects/collection.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { differingBodies, type Times } from '../paging/differing-values.ts';

/** So many items a list should have, so that pages, orders and filters show something. */
export const wanted = 5;

/** So many where each is a request of its own and stays: the fewest that pages and orders are judged by. */
export const wantedOfLasting = 4;

/** What a service may take: what happened a while ago, or what is still to come; without either, what an ordinary request has. */
const times: readonly (Times | undefined)[] = ['past', 'ahead', undefined];

/** What came of adding entries to the list of a resource of the run. */
export type Added = {
  /** The requests that were accepted, each with its entries. */
  readonly additions: readonly Exchange[];
  /** The first page of the list after them. */
  readonly look: Exchange;
  /** How many more items that page shows than before. */
  readonly more: number;
};

/** The entries that a request brings. */
export const entriesIn = ({ entries }: Pick<AddedEntries, 'entries'>, { body }: Pick<PlannedRequest, 'body'>): readonly Resource[] => {
  const value = holdsValue(body) ? body.value : undefined;
  const held: unknown = entries === undefined || !isObject(value) ? value : value[entries];
  return (Array.isArray(held) ? (held as readonly unknown[]) : [held]).filter(isObject);
};

/** A request that adds entries of our own to the list of a resource of the run. */
export const adding = (session: Session, { add, entries }: AddedEntries, purpose: string, own: readonly Resource[]): PlannedRequest => {
  const request = usableRequest(session, add, purpose);
  if (entries === undefined) return { ...request, body: askedBody(add, own[0]) };
  const whole = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  return { ...request, body: askedBody(add, { ...whole, [entries]: own }) };
};

/** Reads the first page of the list of the resource that {@link adding} is about, or of another one. */
const lookAt = (session: Session, { list }: Pick<AddedEntries, 'list'>, above: PathValues | undefined): Promise<Exchange> => {
  const read = usableRequest(session, list, 'fill', above && { pathValues: above });
  const [paging] = listAt(session.contract, { operation: list.key }).pages;
  return session.send({ ...read, query: [...read.query, ...largestPage({ paging })] });
};

/** Was the list that a read showed that of the resource to which a request added. */
const isAbout = (one: AddedEntries, added: Exchange, read: Exchange): boolean => {
  const [own, shown] = [added, read].map(({ request }) => Object.values(request.pathValues));
  const { owner } = one;
  if (owner === undefined) return isDeepStrictEqual(own, shown);
  return entriesIn(one, added.request).some((entry) => String(entry[owner]) === shown?.at(-1));
};

const add = async (session: Session, one: AddedEntries, above: PathValues | undefined): Promise<Added | undefined> => {
  const { contract, target } = session;
  const collection = listAt(contract, { operation: one.list.key });
  const isReady = prerequisitesFor(one.add, session).every((need) => need.kind === 'permission' && target.allow.includes(need.permission));
  if (!isReady || !isAllowed(one.add, target) || !namesOwnAlone(usableRequest(session, one.add, 'fill-0'))) return undefined;
  const before = pageItems(collection, await lookAt(session, one, above))?.length;
  const enough = one.entries === undefined ? wantedOfLasting : wanted;
  if (before === undefined || before >= enough) return undefined;
  const most = one.entries === undefined ? Math.floor(target.maxCreates / 2) : one.most;
  const count = Math.min(enough - before, most);
  for (const time of times) {
    const members = one.members.filter(({ name }) => name !== one.owner);
    const made = Array.from({ length: count }, (_, n) => {
      const [entry = {}] = entriesIn(one, usableRequest(session, one.add, `fill-${n}`));
      const given = { n, nowMs: session.now(), entry: members };
      return time === undefined ? entry : (differingBodies(contract, one.add, collection, entry, { ...given, time })[0]?.body ?? entry);
    });
    const additions: Exchange[] = [];
    for (const entries of one.entries === undefined ? made.map((entry) => [entry]) : [made]) {
      const added = await session.send(adding(session, one, 'fill-0', entries));
      if (!isSuccess(added)) break;
      additions.push(added);
      if (!isAbout(one, added, await lookAt(session, one, above))) return undefined;
    }
    const look = await lookAt(session, one, above);
    const more = (pageItems(collection, look)?.length ?? 0) - before;
    if (more > 0) return { additions, look, more };
  }
  return undefined;
};

/**
 * Adds a few entries that differ to the list of a resource of the run, by the POST that brings its entries; undefined where the list is long enough, nothing was
 * accepted, or the run may not send it. Its path is given where reads of the list do not name it by themselves.
 */
export const entriesAdded = defineScenario<{ readonly operation: string; readonly above?: PathValues }, Added | undefined>({
  id: 'entries-added',
  async run(session, { operation, above }) {
    const one = addedEntries(session.contract).find(({ list }) => list.key === operation);
    const added = one && (await orSkipped(add(session, one, above)));
    return added === undefined || isSkipped(added) ? undefined : added;
  },
});
