import { itemKey } from '../../checks/subjects/collection.ts';
import { referenceTraversal, itemsOfTraversal } from '../../checks/scenarios/paging/traversal.ts';
import { NotTried, Undecidable } from '../../checks/kit/define.ts';
import { waitedInVainMs } from '../../checks/scenarios/lifecycle/waited.ts';
import { patienceMs } from '../../checks/kit/patience.ts';
import { sessionAt } from '../../checks/requests/sandbox-session.ts';
import type { Session } from '../../checks/kit/session.ts';
import { createdId } from '../../checks/subjects/shown-resource.ts';
import { usableRequest } from '../../checks/requests/usable-request.ts';
import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Collection, ResourceType } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { CredentialName, NamedBase, PlannedRequest } from '../../model/request.ts';
import { steadyNow } from '../../exchange/clock.ts';
import type { RemovalOf } from '../../exchange/created-ledger.ts';
import { placed } from './placed.ts';
import { type EndingMemory, endingMemory } from './ending-memory.ts';
import { type Adopt, isBusyAnswer, removeInferred } from './inferred-removal.ts';

/** A resource that a run created, or may have created. */
export type Leftover = {
  /** Name of its resource type in the contract. */
  readonly collection: string;
  /** Its made-up name on the server; empty where it has none. */
  readonly label: string;
  /** The name that was sent, where that is no made-up one. */
  readonly named?: string;
  /** Its id, where the answer to its creation reported one. */
  readonly id?: string;
  /** Its entry in the ledger. */
  readonly entry?: string;
  /** Identifies a resource of an inferred resource type. */
  readonly removal?: RemovalOf;
  /** Values of the path that its creation was sent to. */
  readonly pathValues?: Readonly<Record<string, string>>;
  /** The site or tenant where it is, as lists told it to its creation. */
  readonly place?: Readonly<Record<string, string>>;
  /** Why it cannot be identified. */
  readonly unknown?: string;
  /** Its creation was asked to store nothing, so that it is only there if the list shows its made-up name. */
  readonly isTrial?: boolean;
  /** When its creation was about to be sent, or given up, in milliseconds since the epoch, where no answer tells its outcome: it may still be under way. */
  readonly sentAt?: number;
  /** When its creation was answered, by {@link steadyNow} of this process; absent where it had no answer, or another process created it. */
  readonly answeredAt?: number;
  /** The operation of a call with unknown effects. */
  readonly call?: string;
  /** The credential whose account it belongs to, where that is not `key`. */
  readonly credential?: CredentialName;
  /** Its environment, when that is not the one at the base URL; it is only looked for and removed there. */
  readonly base?: NamedBase;
};

/**
 * The outcome. `removed`: the service confirmed it. `gone`: the resource did not exist. `stays`: no operation removes it. `failed`: it
 * could not be found or removed; the reason states why.
 */
export type Removal = Leftover & {
  readonly outcome: 'removed' | 'gone' | 'stays' | 'failed';
  readonly reason: string;
  /** The status of a busy one, as a new resource may be for a while. */
  readonly busy?: number | undefined;
  /** It is in a state in which the text of its removal refuses that, and which nothing that the run may do ends. */
  readonly isStuck?: true;
};

/**
 * The id of a created resource, from the answer. Undefined where there is none, or where the resource has a name other than the requested
 * one and nothing else shows that the run created it.
 */
export const idIn = (resourceType: ResourceType, exchange: Exchange, label: string): string | undefined =>
  createdId(resourceType, exchange, label === '' ? [] : [label]);

/**
 * Removes what a run created, one after another, newest first. A resource is removed by the id that its creation reported, or by the id of
 * the one listed item that has its made-up name; nothing else is changed. Never throws.
 * @param adopt Called before each removal.
 */
export const removeLeftovers = async (session: Session, leftovers: readonly Leftover[], adopt: Adopt): Promise<readonly Removal[]> => {
  const removeOne = removing(session, adopt);
  const removals: Removal[] = [];
  for (const leftover of leftovers.toReversed()) removals.push(await removeOne(leftover, 'first'));
  const missed = removals.filter((removal) => isMissed(removal) && secondLookInMs(removal, session) > 0);
  if (missed.length > 0) {
    const longest = Math.max(...missed.map((removal) => secondLookInMs(removal, session)));
    const mayLook = await paused(session, longest, 'creations that were under way may appear');
    for (const removal of missed)
      removals[removals.indexOf(removal)] = stillUnderWay(mayLook ? await removeOne(removal, 'second') : removal, session);
  }
  await removeBusy(session, removals, removeOne);
  return removals;
};

/** How many resources of one type that are answered alike are tried again after each pause. */
const mostWaiting = 2;

/** What busy resources have in common for which waiting helps, or does not. */
const groupOf = ({ collection, busy, isStuck }: Removal): string => JSON.stringify([collection, busy, isStuck]);

/**
 * Removes what was busy, after pauses. Two resources of a type show whether waiting helps: the others are tried again when it did, and at the end. After two short
 * pauses, actions that may end what prevents the removal are tried.
 */
const removeBusy = async (session: Session, removals: Removal[], removeOne: ReturnType<typeof removing>): Promise<void> => {
  const endings = endingMemory();
  const busyOnes = (): readonly Removal[] => removals.filter(({ busy }) => busy !== undefined);
  /** Tries resources again. @returns the groups of those that were free. */
  const tryAgain = async (ones: readonly Removal[], by?: EndingMemory): Promise<ReadonlySet<string>> => {
    const free = new Set<string>();
    for (const one of ones) {
      const again = await removeOne(one, 'second', by);
      removals[removals.indexOf(one)] = again;
      if (again.busy === undefined) free.add(groupOf(one));
    }
    return free;
  };
  // Where a check waited in vain for one of a type, and none of it could be removed, it is only waited for longer than the check did.
  const mayPass = (one: Removal, turn: number): boolean =>
    one.isStuck !== true &&
    (busyPausesMs.slice(0, turn + 1).reduce((sum, ms) => sum + ms, 0) >
      waitedInVainMs(session, { type: one.collection, status: one.busy }) ||
      removals.some(({ collection, outcome }) => collection === one.collection && outcome === 'removed'));
  const waitingNow = (turn: number): readonly Removal[] => {
    const taken = new Map<string, number>();
    return busyOnes().filter((one) => {
      const count = taken.get(groupOf(one)) ?? 0;
      taken.set(groupOf(one), count + 1);
      return count < mostWaiting && (turn <= endingAfter || mayPass(one, turn));
    });
  };
  for (const [turn, ms] of busyPausesMs.entries()) {
    const waiting = waitingNow(turn);
    if (busyOnes().length === 0) break;
    if (waiting.length === 0) continue;
    if (!(await paused(session, ms, 'a new resource may be busy'))) return;
    if (turn === endingAfter) await tryAgain(busyOnes(), endings);
    else {
      const free = await tryAgain(waiting);
      await tryAgain(busyOnes().filter((one) => free.has(groupOf(one))));
    }
  }
  // What was removed last may have been what kept the others.
  await tryAgain(busyOnes());
};

/** Waits. @returns whether anything may be sent behind it: not where the run is ending, or the clean-up is out of time. */
const paused = async (session: Session, ms: number, why: string): Promise<boolean> => {
  try {
    await session.pause(ms, why);
    return true;
  } catch (error) {
    if (error instanceof NotTried) return false;
    throw error;
  }
};

const secondLookMs = 2000;

/** Longest wait for requests that may be under way, well below the time limit of the clean-up. */
const mostPatienceMs = 30_000;

/** Nothing has its name, or is certain to: it is looked for once more. */
const isMissed = ({ outcome, id, removal, label, sentAt, busy }: Removal): boolean =>
  id === undefined &&
  removal === undefined &&
  (outcome === 'gone' || (outcome === 'failed' && sentAt !== undefined && label !== '' && busy === undefined));

/** For how much longer a creation may be under way: as long as the run itself would have waited for its answer. */
const underWayMs = ({ sentAt }: Leftover, { target }: Session): number => {
  const { timeoutMs } = target.http;
  // The clock may have been set since.
  return sentAt === undefined ? 0 : Math.min(Math.max(0, sentAt + timeoutMs - Date.now()), timeoutMs);
};

/**
 * How long after the first look the second one is due: a request of a killed run may still arrive, and what arrived may be listed later. None is due where the first
 * look came after all that.
 */
const secondLookInMs = (removal: Removal, session: Session): number => {
  const longest = Math.max(secondLookMs, Math.min(underWayMs(removal, session), mostPatienceMs));
  const sinceMs = sinceArrivalMs(removal, session);
  if (removal.outcome !== 'gone' || sinceMs === undefined) return longest;
  const listedInMs = Math.max(secondLookMs, patienceMs(session.target, 'created.listed'));
  return Math.min(longest, Math.max(0, listedInMs - sinceMs));
};

/** For how long a creation cannot arrive any more; negative while it can, undefined where nothing tells. */
const sinceArrivalMs = ({ answeredAt, sentAt }: Leftover, { target }: Session): number | undefined => {
  if (answeredAt !== undefined) return steadyNow() - answeredAt;
  return sentAt === undefined ? undefined : Date.now() - sentAt - target.http.timeoutMs;
};

/** What was not found while its creation may still arrive is not gone. */
const stillUnderWay = (removal: Removal, session: Session): Removal => {
  const seconds = Math.ceil(underWayMs(removal, session) / 1000);
  if (removal.outcome !== 'gone' || seconds === 0) return removal;
  return {
    ...removal,
    outcome: 'failed',
    reason: `nothing has its name yet, and its request may still be under way for ${seconds} s: clean up again then`,
  };
};

/** Pauses before a busy resource is removed again; together they are well below the time limit of the clean-up. */
const busyPausesMs = [500, 1000, 2000, 4000, 8000, 16_000] as const;

/** The pause behind which a resource that is still busy is taken for one in a state in which it cannot be removed. */
const endingAfter = 1;

/** The same session, in which the account that a resource belongs to acts on it, and the key only where that account is refused. */
const ofOwner = (session: Session, name: CredentialName | undefined): Session => {
  if (name === undefined || !session.target.credentials.includes(name)) return session;
  const send = async (request: PlannedRequest): Promise<Exchange> => {
    const { credential } = request;
    if (credential.kind !== 'valid' || credential.name !== 'key') return session.send(request);
    const exchange = await session.send({ ...request, credential: { kind: 'valid', name } });
    return [401, 403].includes(statusOf(exchange) ?? 0) ? session.send(request) : exchange;
  };
  return { ...session, send };
};

/**
 * The same session, in which requests go to the site or tenant where a resource was created, and to no other: the same id may name something else there, and the first one that
 * a list shows may be another one by now.
 */
const atPlace = (session: Session, place: Leftover['place']): Session => ({
  ...session,
  send: (request) => session.send(placed(request, place)),
});

const removing =
  (anywhere: Session, adopt: Adopt) =>
  async (removal: Leftover & Partial<Removal>, look: 'first' | 'second', endings?: EndingMemory): Promise<Removal> => {
    const { outcome: _outcome, reason: _reason, busy: _busy, isStuck: _isStuck, ...leftover } = removal;
    const { collection, base, call } = leftover;
    const session = atPlace(ofOwner(base === undefined ? anywhere : sessionAt(anywhere, base), leftover.credential), leftover.place);
    const ended = (outcome: Removal['outcome'], reason: string): Removal => ({ ...leftover, outcome, reason });
    if (call !== undefined) return ended('stays', `the effects of ${call} are unknown and cannot be undone`);
    const resourceType = session.contract.resourceTypes.find(({ name }) => name === collection);
    const inferred = session.contract.inferredResourceTypes.find(({ name }) => name === collection);
    if (leftover.removal === undefined && leftover.unknown === undefined && !inferred && !resourceType?.remove)
      return ended('stays', 'the contract has no operation that removes it');
    if (base !== undefined && session.target.urls[base] === undefined)
      return ended('failed', `it is at another address, which the target does not have: add urls.${base} to its config`);
    try {
      if (leftover.removal || inferred || leftover.unknown !== undefined)
        return await removeInferred(session, leftover, inferred, adopt, endings);
      if (!resourceType?.remove) return ended('stays', 'the contract has no operation that removes it');
      const ids = leftover.id === undefined ? await idsByName(session, resourceType, leftover.label, look) : [leftover.id];
      const [id, ...more] = ids;
      if (id === undefined) return ended('gone', 'no resource has its name');
      if (more.length > 0)
        return ended('failed', `${ids.length} resources have its name (${ids.slice(0, 5).join(', ')}), so that none was removed`);
      const parameter = resourceType.remove.parameters.findLast((one) => one.in === 'path')?.name ?? '';
      const exchange = await session.send(usableRequest(session, resourceType.remove, 'remove', { pathValues: { [parameter]: id } }));
      if (isSuccess(exchange)) return ended('removed', `${resourceType.remove.key} of ${id} was answered ${outcomeOf(exchange)}`);
      if (statusOf(exchange) === 404 || statusOf(exchange) === 410) return ended('gone', `${id} was not there any more`);
      const failed = ended('failed', `${resourceType.remove.key} of ${id} was answered ${outcomeOf(exchange)}`);
      return isBusyAnswer(exchange) ? { ...failed, busy: statusOf(exchange) } : failed;
    } catch (error) {
      if (error instanceof NotTried || error instanceof Undecidable) return ended('failed', error.message);
      throw error;
    }
  };

/** @throws {Undecidable} where the list could not be read to its end. */
const idsByName = async (session: Session, { collection }: ResourceType, label: string, look: string): Promise<string[]> => {
  if (!collection || collection.name === undefined || label === '')
    throw new Undecidable('it has neither an id nor a name to find it by', []);
  return listedUnder(session, collection, collection.name, label, look);
};

const listedUnder = async (session: Session, collection: Collection, name: string, label: string, look: string): Promise<string[]> => {
  const traversal = await referenceTraversal(session, collection, `clean-up of ${label}, ${look} look`);
  if (traversal.end !== 'ended')
    throw new Undecidable(`the list could not be read to its end: ${outcomeOf(traversal.last)}`, [traversal.last]);
  return itemsOfTraversal(collection, traversal).flatMap((item) =>
    valueAt(item, name) === label ? (itemKey(collection, item) ?? []) : [],
  );
};
