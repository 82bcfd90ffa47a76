import { operationWith } from '../../contract/operation.ts';
import type { Operation, Parameter } from '../../contract/model.ts';
import { uuidFor } from '../../generators/fresh-name.ts';
import { isSupplied, parameterValue } from '../../generators/parameter-value.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { isObject } from '../../contract/pointer.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { memoryOf, type Session } from '../kit/session.ts';
import { keyParameterOf } from '../subjects/keyed-creations.ts';
import { makingFor } from './usable-request.ts';

/** How many keys a session has given. */
const given = new WeakMap<object, number>();

/** A key that no other request of any run has, and that the schema of the parameter allows; undefined where none is found. */
const freshKey = (session: Session, { schema }: Parameter): string | undefined => {
  const turn = (given.get(memoryOf(session)) ?? 0) + 1;
  given.set(memoryOf(session), turn);
  const { document } = session.contract;
  const text = uuidFor(session.fresh(`key-${turn}`));
  const resolved = resolvedSchema(document, schema);
  const most = isObject(resolved) && typeof resolved['maxLength'] === 'number' ? resolved['maxLength'] : text.length;
  const least = isObject(resolved) && typeof resolved['minLength'] === 'number' ? resolved['minLength'] : 0;
  const plain = text.replaceAll('-', '');
  const forms = [text, plain, plain.slice(0, most), plain.padEnd(least, '0'), plain.slice(0, most).toUpperCase()];
  return forms.find((one) => mayBeSent(document, schema, one));
};

/** The text that requests of an operation usually have as their key: one that is printed, or made up alike for each of them. */
const usualKey = (session: Session, operation: Operation, parameter: Parameter): unknown => {
  const made = parameterValue(operation, parameter, makingFor(session, 'key'));
  return made.kind === 'value' ? made.value : undefined;
};

/**
 * A request that changes something, with an idempotency key of its own in the place of the one that all requests of its operation would have: a service takes a second
 * request with the same key for a repetition of the first one, or refuses it. A key that a check chose, or the operator gives, stays.
 */
export const withOwnKey = (session: Session, request: PlannedRequest): PlannedRequest => {
  const { contract, target } = session;
  const operation = operationWith(contract, request.operation);
  const parameter = operation && keyParameterOf(operation);
  if (contract.standard.size === 0 || !parameter || request.method === 'GET' || isSupplied(operation, parameter, { contract, target }))
    return request;
  const place = request.headers.findIndex(([name]) => name.toLowerCase() === parameter.name.toLowerCase());
  const sent = request.headers[place]?.[1];
  if (sent === undefined || sent !== usualKey(session, operation, parameter)) return request;
  const key = freshKey(session, parameter);
  return key === undefined ? request : { ...request, headers: request.headers.with(place, [parameter.name, key]) };
};
