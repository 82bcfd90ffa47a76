import { askedContent } from '../../contract/asked-content.ts';
import type { Contract } from '../../contract/model.ts';
import { formHindrance } from '../../contract/wire/plain-form.ts';
import { askedBody } from '../../generators/request-body.ts';
import { holdsValue, type PlannedRequest } from '../../model/request.ts';
import { NotTried } from '../kit/define.ts';

/**
 * A request whose body is written as its operation asks for it. JSON for an operation that asks for a form is a slip of a check that builds a body by hand: what is meant to be
 * of another media type is planned as a text.
 * @throws {NotTried} where the operation asks for a form, and a form cannot say the value: null, an empty list, a body that is no object. What was sent in
 * its place would be another request than the one that is judged.
 */
export const sayable = ({ operations }: Contract, request: PlannedRequest): PlannedRequest => {
  const { body } = request;
  if (!holdsValue(body) || (body.kind === 'json' && body.mediaType !== undefined)) return request;
  const operation = operations.find(({ key }) => key === request.operation);
  if (operation === undefined || askedContent(operation.body)?.form === undefined) return request;
  const hindrance = formHindrance(body.value);
  if (hindrance !== undefined) throw new NotTried('not-applicable', `The body of ${operation.key} is a form: ${hindrance}`);
  return body.kind === 'form' ? request : { ...request, body: askedBody(operation, body.value) };
};
