import { isSuccess } from '../../contract/message.ts';
import type { Contract, Operation, Resource } from '../../contract/model.ts';
import { operationOf, producersOf } from '../../contract/operation.ts';
import { valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { itemKey } from '../collection.ts';
import { defineMeasurement, type Session } from '../session.ts';
import { usableRequest } from '../usable-request.ts';
import { listOf, recogniser } from './created.ts';
import { findItem } from './find-item.ts';
import { listed } from './listed.ts';
import { type FilteredPage, readByState } from './state-pages.ts';
import { patienceMs } from './patience.ts';
import { until } from './until.ts';

type ActedParameters = { readonly create: string; readonly action: string };

export type Acted = {
  /** The accepted action; undefined where the thing never came into a state in which it was. */
  readonly accepted: Exchange | undefined;
  /** State in which it was accepted. */
  readonly before: unknown;
  readonly key: string | undefined;
  /** Reads by state right after it was accepted. */
  readonly pages: readonly FilteredPage[];
};

/** Operations that change one thing of a kind without a body and without removing it: restart, start, stop … */
export const actionsOn = (contract: Contract, { collection, remove }: Resource): Operation[] =>
  contract.operations.filter(
    (operation) =>
      operation.effect === 'changes' &&
      operation.method !== 'DELETE' &&
      operation.key !== remove?.key &&
      operation.body?.required !== true &&
      producersIn(contract, operation, collection?.operation.key) !== undefined,
  );

/** The path parameter that a list gives the value for, where it is the only one. */
const producersIn = (contract: Contract, operation: Operation, list: string | undefined): string | undefined => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const [only] = inPath;
  if (!only || inPath.length > 1 || list === undefined) return undefined;
  return producersOf(contract, operation, only.name).some((one) => one.operation.key === list) ? only.name : undefined;
};

/** What a created thing is, as its list shows it now. */
const watch = async (session: Session, create: Operation) => {
  const found = await session.measure(listed, { operation: create.key });
  const collection = listOf(session.contract, create);
  const isTheItem = collection && recogniser(session.contract, create, collection, found.creation.request);
  if (found.kind !== 'listed' || !collection || !isTheItem) return undefined;
  const { state } = collection;
  const stateNow = async (): Promise<unknown> => {
    const now = await findItem(session, collection, isTheItem);
    return now.kind === 'item' && state !== undefined ? valueAt(now.item, state) : undefined;
  };
  return { collection, isTheItem, key: itemKey(collection, found.item), stateNow };
};

const requestFor = (session: Session, action: Operation, key: string): PlannedRequest => {
  const parameter = action.parameters.find((one) => one.in === 'path')?.name ?? '';
  return usableRequest(session, action, 'act', { pathValues: { [parameter]: key } });
};

/**
 * Acts on the thing that was created, once in each state, until it is accepted. A state counts when two looks in a row
 * show it: one that changes between the look and the request would be remembered as the state that accepts.
 */
export const acted = defineMeasurement<ActedParameters, Acted>({
  id: 'acted',
  async run(session, { create, action }) {
    const thing = await watch(session, operationOf(session.contract, create));
    if (!thing || thing.key === undefined) return { accepted: undefined, before: undefined, key: undefined, pages: [] };
    const request = requestFor(session, operationOf(session.contract, action), thing.key);
    const tried = new Set<unknown>();
    let seen: unknown;
    const wait = { withinMs: patienceMs(session.target, 'created.settled'), why: `${action} is to be accepted for what was created` };
    const done = await until(session, wait, async () => {
      const before = await thing.stateNow();
      const steady = before === seen;
      seen = before;
      if (!steady || tried.has(before)) return undefined;
      tried.add(before);
      const exchange = await session.send(request);
      return isSuccess(exchange) ? { exchange, before } : undefined;
    });
    const pages = done ? await readByState(session, thing.collection, thing.isTheItem) : [];
    return { accepted: done?.exchange, before: done?.before, key: thing.key, pages };
  },
});

/**
 * Acts without a credential on the thing that was created, in a state in which the same action was accepted before.
 * Undefined where there was no such state.
 */
export const actedWithoutCredential = defineMeasurement<ActedParameters, Exchange | undefined>({
  id: 'acted-without-credential',
  async run(session, parameters) {
    const { accepted, before, key } = await session.measure(acted, parameters);
    const thing = accepted && (await watch(session, operationOf(session.contract, parameters.create)));
    if (!thing || key === undefined) return undefined;
    const wait = {
      withinMs: patienceMs(session.target, 'created.settled'),
      why: `what was created is to be as it was before ${parameters.action}`,
    };
    const back = await until(session, wait, async () => ((await thing.stateNow()) === before ? true : undefined));
    if (!back) return undefined;
    const request = requestFor(session, operationOf(session.contract, parameters.action), key);
    return session.send({ ...request, credential: { kind: 'none' }, faults: ['credential-missing'] });
  },
});
