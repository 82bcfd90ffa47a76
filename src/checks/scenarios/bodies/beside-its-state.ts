import { itemOf } from '../../../contract/infer/covering.ts';
import { handedState } from '../../../contract/infer/handed-state.ts';
import { isDirectlyBelow } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { wayBetween } from '../../subjects/action-states.ts';
import { walk } from '../lifecycle/needed-state.ts';
import { withResources } from '../lifecycle/references.ts';
import { belowOwn } from '../lifecycle/send-creation.ts';
import { shownState } from '../lifecycle/shown-state.ts';

/** The most moves that are made before a mistake is sent again, with the creation and the read of what is moved. */
const most = 8;

/** So many requests come to a mistake of an operation at the most, where it is in conflict with the state of what it is below. */
export const mostBesideState = (contract: Contract, operation: Operation): number => (handedState(contract, operation) ? most : 0);

/**
 * The answer to a request with a mistake that creates something and hands its own state on to what it is below; where it is in conflict with the state of that, the answer to the
 * same mistake once that is in a state from which the document leads to the one in the body: a conflict shows nothing of the mistake.
 */
export const besideItsState = async (session: Session, request: PlannedRequest, first: Exchange): Promise<Exchange> => {
  const { contract } = session;
  if (request.operation === null || statusOf(first) !== 409) return first;
  const operation = operationOf(contract, request.operation);
  const handed = handedState(contract, operation);
  const above = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find((one) =>
    isDirectlyBelow(operation.path, itemOf(one).path),
  );
  const state = handed && holdsValue(request.body) && isObject(request.body.value) ? request.body.value[handed.member] : undefined;
  if (!above || typeof state !== 'string') return first;
  const filled = await orSkipped(withResources(session, { ...(belowOwn(request) ?? request), faults: [] }));
  if (isSkipped(filled)) return first;
  const now = await shownState(session, above, filled.pathValues);
  const way = now === undefined ? undefined : wayBetween(contract, above, now, [state]);
  const before = way?.by.slice(0, -1) ?? [];
  if (!way || before.length === 0 || before.length > most - 3 || way.by.at(-1)?.operation !== operation) return first;
  const moved = await orSkipped(walk(session, above, filled.pathValues, { ...way, by: before }));
  if (isSkipped(moved) || moved === undefined || !isSuccess(moved)) return first;
  const second = await orSkipped(session.send({ ...filled, faults: request.faults }));
  return isSkipped(second) || statusOf(second) === 409 ? first : second;
};
