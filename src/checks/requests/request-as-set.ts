import { operationOf } from '../../contract/operation.ts';
import { bodyWith, type Setting } from '../../generators/body-with.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';
import { makingFor, sentenceFor, usableRequest } from './usable-request.ts';

/** The members to set in a request with the smallest body. */
export type AsSet = {
  /** Key of the operation. */
  readonly operation: string;
  readonly settings: readonly Setting[];
  /** Names the request: its fresh values are derived from this. */
  readonly purpose: string;
};

/**
 * A request with the smallest body, some members of which are set.
 * @throws {NotTried} when a value in it can only come from the operator.
 */
export const requestAsSet = (session: Session, { operation: key, settings, purpose }: AsSet): PlannedRequest => {
  const { contract } = session;
  const operation = operationOf(contract, key);
  const made = bodyWith(operation, makingFor(session, purpose), settings);
  if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.prerequisites));
  return usableRequest(session, operation, purpose, { body: { kind: 'json', value: made.value }, madeUp: made.madeUp });
};
