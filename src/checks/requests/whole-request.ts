import { operationWith } from '../../contract/operation.ts';
import { aroundHeld } from '../../generators/around-held.ts';
import { filledValue } from '../../generators/filled-value.ts';
import { fillPlaceholders, placeholdersIn, placeholderText } from '../../generators/placeholder.ts';
import { type PlannedRequest } from '../../model/request.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';
import { makingFor, sentenceFor } from './usable-request.ts';

/**
 * A request whose JSON body has around its value what the document describes there; a resource that the path names already is the one that is named there too.
 * @throws {NotTried} when a value around it can only come from the operator.
 */
export const wholeRequest = (session: Session, request: PlannedRequest): PlannedRequest => {
  const { contract } = session;
  const operation = operationWith(contract, request.operation);
  if (operation?.body?.whole === undefined) return request;
  const whole = aroundHeld(operation, request.body, makingFor(session, 'around'));
  if (whole.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(whole.prerequisites));
  const { body } = whole;
  if (body?.kind !== 'json' || body.around === undefined) return request;
  const { around } = body;
  const filled = (text: string): string =>
    fillPlaceholders(text, (one) => {
      const named = one.use === 'spare' && one.parameter !== undefined ? request.pathValues[one.parameter] : undefined;
      return named === undefined || placeholdersIn(named).length > 0 ? placeholderText(one) : named;
    });
  return { ...request, body: { ...body, around: { ...around, value: filledValue(around.value, filled, new Map()) } } };
};
