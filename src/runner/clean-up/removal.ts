import { itemKey } from '../../checks/subjects/collection.ts';
import { referenceTraversal, itemsOfTraversal } from '../../checks/scenarios/paging/traversal.ts';
import { NotTried, Undecidable } from '../../checks/kit/define.ts';
import { sessionAt } from '../../checks/requests/sandbox-session.ts';
import type { Session } from '../../checks/kit/session.ts';
import { createdId } from '../../checks/subjects/shown-resource.ts';
import { usableRequest } from '../../checks/requests/usable-request.ts';
import { inferredNamed } from '../../contract/infer/covering.ts';
import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Collection, ResourceType } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { NamedBase } from '../../model/request.ts';
import type { RemovalOf } from '../../exchange/created-ledger.ts';
import { type Adopt, isBusyAnswer, removeInferred } from './inferred-removal.ts';

/** Something a run created, or may have created. */
export type Leftover = {
  /** Name of the resource in the contract. */
  readonly collection: string;
  /** The name of ours that it bears over there; empty where it bears none. */
  readonly label: string;
  /** Its id over there, where the answer to its creation told. */
  readonly id?: string;
  /** Names it among what the run created. */
  readonly entry?: string;
  /** Which thing it is, where the structure of the document alone tells. */
  readonly removal?: RemovalOf;
  /** Values of the path that its creation was sent to. */
  readonly pathValues?: Readonly<Record<string, string>>;
  /** Why nobody can tell which thing it is. */
  readonly unknown?: string;
  /** It is a call of which nobody can tell what it does; what the operation is. */
  readonly call?: string;
  /** Where it is, when that is another environment than the one at the base URL; it is looked for and removed there alone. */
  readonly base?: NamedBase;
};

/**
 * What became of it. `removed`: the service confirmed. `gone`: it was not there. `stays`: nothing removes such a
 * thing. `failed`: it could not be found or removed; the reason says why.
 */
export type Removal = Leftover & {
  readonly outcome: 'removed' | 'gone' | 'stays' | 'failed';
  readonly reason: string;
  /** It was busy, as a new thing may be for a while. */
  readonly isBusy?: true;
};

/**
 * The id of what a creation made, from its answer. Undefined where there is none, or where the thing bears another name
 * than the one we asked for and nothing else says that it is ours.
 */
export const idIn = (resourceType: ResourceType, exchange: Exchange, label: string): string | undefined =>
  createdId(resourceType, exchange, label === '' ? [] : [label]);

/**
 * Removes what a run created, one after another, newest first. A thing is removed by the id that its creation told, or
 * by the id of the one listed item that bears our name; nothing else over there is touched. Never throws.
 * @param adopt Told of what is about to be removed.
 */
export const removeLeftovers = async (session: Session, leftovers: readonly Leftover[], adopt: Adopt): Promise<readonly Removal[]> => {
  const removeOne = removing(session, adopt);
  const removals: Removal[] = [];
  for (const leftover of leftovers.toReversed()) removals.push(await removeOne(leftover, 'first'));
  const missed = removals.filter(({ outcome, id, removal }) => outcome === 'gone' && id === undefined && removal === undefined);
  if (missed.length > 0) {
    // The request of a run that was killed may still be on its way when we look.
    await session.pause(secondLookMs, 'creations that were on their way may show up yet');
    for (const removal of missed) removals[removals.indexOf(removal)] = await removeOne(removal, 'second');
  }
  for (const ms of busyPausesMs) {
    const waiting = removals.filter(({ isBusy }) => isBusy === true);
    if (waiting.length === 0) break;
    await session.pause(ms, 'what was just created may be busy');
    for (const removal of waiting) removals[removals.indexOf(removal)] = await removeOne(removal, 'second');
  }
  return removals;
};

const secondLookMs = 2000;

/** Pauses before what was busy is removed again; all of them together are well under the time that cleaning up may take. */
const busyPausesMs = [500, 1000, 2000, 4000, 8000, 16_000] as const;

const removing =
  (anywhere: Session, adopt: Adopt) =>
  async (removal: Leftover & Partial<Removal>, look: 'first' | 'second'): Promise<Removal> => {
    const { outcome: _outcome, reason: _reason, isBusy: _isBusy, ...leftover } = removal;
    const { collection, base, call } = leftover;
    const session = base === undefined ? anywhere : sessionAt(anywhere, base);
    const stated = (outcome: Removal['outcome'], reason: string): Removal => ({ ...leftover, outcome, reason });
    if (call !== undefined) return stated('stays', `nobody can tell what ${call} did, or take it back`);
    const resourceType = session.contract.resourceTypes.find(({ name }) => name === collection);
    const inferred = inferredNamed(session.contract, collection);
    if (leftover.removal === undefined && leftover.unknown === undefined && !inferred && !resourceType?.remove)
      return stated('stays', 'the contract has no operation that removes it');
    if (base !== undefined && session.target.urls[base] === undefined)
      return stated('failed', `it is at another address, which the target does not have: add urls.${base} to its config`);
    try {
      if (leftover.removal || inferred || leftover.unknown !== undefined) return await removeInferred(session, leftover, inferred, adopt);
      if (!resourceType?.remove) return stated('stays', 'the contract has no operation that removes it');
      const ids = leftover.id === undefined ? await idsByName(session, resourceType, leftover.label, look) : [leftover.id];
      const [id, ...more] = ids;
      if (id === undefined) return stated('gone', 'nothing over there bears its name');
      if (more.length > 0)
        return stated('failed', `${ids.length} things bear its name (${ids.slice(0, 5).join(', ')}), so that none was removed`);
      const parameter = resourceType.remove.parameters.findLast((one) => one.in === 'path')?.name ?? '';
      const exchange = await session.send(usableRequest(session, resourceType.remove, 'remove', { pathValues: { [parameter]: id } }));
      if (isSuccess(exchange)) return stated('removed', `${resourceType.remove.key} of ${id} was answered ${outcomeOf(exchange)}`);
      if (statusOf(exchange) === 404 || statusOf(exchange) === 410) return stated('gone', `${id} was not there any more`);
      const failed = stated('failed', `${resourceType.remove.key} of ${id} was answered ${outcomeOf(exchange)}`);
      return isBusyAnswer(exchange) ? { ...failed, isBusy: true } : failed;
    } catch (error) {
      if (error instanceof NotTried || error instanceof Undecidable) return stated('failed', error.message);
      throw error;
    }
  };

/** @throws {Undecidable} when the list could not be read to its end. */
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
