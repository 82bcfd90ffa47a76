import { isDeepStrictEqual } from 'node:util';
import { NotTried } from '../../checks/kit/define.ts';
import { isAllowed } from '../../checks/kit/prerequisites.ts';
import { isHarmless, operationAsked } from '../../checks/kit/reach.ts';
import { bodyAgain } from '../../checks/scenarios/bodies/single-changes.ts';
import { changesOne } from '../../checks/subjects/mistaken-bodies.ts';
import { isSamePath } from '../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { askedBody } from '../../generators/request-body.ts';
import { validRequest } from '../../generators/valid-request.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { Change } from './changes.ts';

type Send = (request: PlannedRequest) => Promise<Exchange>;

type Members = Readonly<Record<string, unknown>>;

type Around = {
  readonly contract: Contract;
  readonly target: Target;
  /** Called for what could not be written back. */
  readonly onChanged: (change: Change) => void;
};

/** The one thing of its kind that an operation sets, `/settings`, before the run changed it. */
type Held = {
  readonly operation: Operation;
  readonly read: PlannedRequest;
  /** The request that sets it again to what the read showed. */
  readonly again: PlannedRequest;
  readonly members: Members;
  /** May it be other than it was. */
  isTouched: boolean;
};

/** What is there once only, which a run changes and sets again to what it was. */
export type WrittenBack = {
  /**
   * Reads, before the first request that may change such a thing, what is there. Undefined for a request that changes none.
   * @param look Sends a read.
   * @throws {NotTried} where it could not be written back after an earlier request.
   */
  hold(request: PlannedRequest, look: Send): Promise<void> | undefined;
  /** Is it known what a request may change, so that it can be written back. */
  isHeld(request: PlannedRequest): boolean;
  /** Call for each answer. */
  note(exchange: Exchange): void;
  /** Writes back what may be other than before. Never throws; what is not done when the run is ending is left to the last call. */
  writeBack(send: Send, isLast: boolean): Promise<void>;
};

export const createWrittenBack = ({ contract, target, onChanged }: Around): WrittenBack => {
  const held = new Map<string, Promise<Held | undefined>>();
  /** The first reads. A PUT and a PATCH of one thing share it: a later one may show what the other has changed. */
  const reads = new Map<string, Promise<Exchange>>();
  const known = new Map<string, Held>();
  /** What could not be written back. */
  const lost = new Set<string>();
  const keyOf = ({ base, path }: PlannedRequest, { method }: Operation): string => JSON.stringify([base ?? null, method, path]);

  const singleAsked = (request: PlannedRequest): Operation | undefined => {
    if (isHarmless(contract, request)) return undefined;
    const operation = operationAsked(contract, request);
    return operation?.inferred?.single === true && changesOne(operation) && isAllowed(operation, target) ? operation : undefined;
  };

  const see = async (operation: Operation, { base }: PlannedRequest, look: Send): Promise<Held | undefined> => {
    const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, operation.path));
    const making = { contract, target, fresh: (name: string): string => `ct-${name}` };
    const reading = read && validRequest(read, making);
    if (reading?.kind !== 'request') return undefined;
    const at = <T extends PlannedRequest>(request: T): T => (base === undefined ? request : { ...request, base });
    const place = JSON.stringify([base ?? null, operation.path]);
    const looking = reads.get(place) ?? look(at(reading.request));
    reads.set(place, looking);
    const shown = await looking;
    const members = isSuccess(shown) ? jsonOf(shown) : undefined;
    const body = isObject(members) ? bodyAgain(contract, operation, members) : undefined;
    const again = body && validRequest(operation, { ...making, body: askedBody(operation, body), madeUp: [] });
    if (!isObject(members) || again?.kind !== 'request') return undefined;
    return {
      operation,
      read: at(reading.request),
      again: at(again.request),
      members,
      isTouched: false,
    };
  };

  /** Are the members that an operation takes as they were. */
  const isAsBefore = ({ operation, members }: Held, exchange: Exchange): boolean => {
    const now = isSuccess(exchange) ? jsonOf(exchange) : undefined;
    return (
      isObject(now) && bodyMembers(contract, operation).every(({ name }) => isDeepStrictEqual(now[name] ?? null, members[name] ?? null))
    );
  };

  const undo = async (key: string, one: Held, send: Send): Promise<void> => {
    if (isAsBefore(one, await send(one.read))) {
      one.isTouched = false;
      return;
    }
    const answer = await send(one.again);
    if (isSuccess(answer) && isAsBefore(one, await send(one.read))) {
      one.isTouched = false;
      return;
    }
    // Whatever it is now, the run makes it no worse.
    one.isTouched = false;
    known.delete(key);
    lost.add(key);
    const outcome = outcomeOf(answer);
    onChanged({
      operation: one.operation.key,
      kind: 'changed',
      what: `${one.operation.path}, which is not as before (writing back: ${outcome})`,
      outcome,
      isSure: true,
    });
  };

  const holding = async (operation: Operation, request: PlannedRequest, look: Send): Promise<void> => {
    const key = keyOf(request, operation);
    if (lost.has(key))
      throw new NotTried('not-allowed', `${request.method} ${request.path} is not sent: what was there before could not be written back`);
    const seeing = held.get(key) ?? see(operation, request, look);
    held.set(key, seeing);
    const found = await seeing;
    if (found) known.set(key, found);
  };

  return {
    hold(request, look) {
      const operation = singleAsked(request);
      return operation && holding(operation, request, look);
    },
    isHeld(request) {
      const operation = singleAsked(request);
      return operation !== undefined && known.has(keyOf(request, operation));
    },
    note({ request }) {
      const operation = singleAsked(request);
      const one = operation && known.get(keyOf(request, operation));
      // What is refused may have been stored all the same.
      if (one) one.isTouched = true;
    },
    async writeBack(send, isLast) {
      for (const [key, one] of known) {
        if (!one.isTouched) continue;
        try {
          await undo(key, one, send);
        } catch (error) {
          if (!(error instanceof NotTried)) throw error;
          if (!isLast) return;
          onChanged({
            operation: one.operation.key,
            kind: 'changed',
            what: `${one.operation.path}, which is not as before (${error.message})`,
            outcome: error.message,
            isSure: false,
          });
        }
      }
    },
  };
};
