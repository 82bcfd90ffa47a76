import { operationOf } from '../../../contract/operation.ts';
import { bodyWith, type Setting } from '../../../generators/body-with.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { freshFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';
import type { PlannedRequest } from '../../../model/request.ts';

type Parameters = {
  readonly operation: string;
  readonly settings: readonly Setting[];
  /** Names the creation: what must be fresh in it is made from this. */
  readonly purpose: string;
};

/**
 * A creation with the smallest body, some members of which are set.
 * @throws {NotTried} when a value in it can only come from the operator.
 */
export const requestAsSet = (session: Session, { operation: key, settings, purpose }: Parameters): PlannedRequest => {
  const { contract, target } = session;
  const operation = operationOf(contract, key);
  const made = bodyWith(operation, { contract, target, fresh: freshFor(session, purpose) }, settings);
  if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.needs));
  return usableRequest(session, operation, purpose, { body: { kind: 'json', value: made.value }, madeUp: made.madeUp });
};

/** One creation that ought to be accepted, sent once a run for equal settings and purpose. */
export const creationAsSet = defineMeasurement<Parameters, Exchange>({
  id: 'creation-as-set',
  run: async (session, parameters) => session.send(requestAsSet(session, parameters)),
});
