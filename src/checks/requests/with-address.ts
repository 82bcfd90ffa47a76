import { bodyMembers } from '../../generators/body-members.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, tokensOf } from '../../contract/pointer.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { requestAsSet } from './request-as-set.ts';
import { usableRequest } from './usable-request.ts';

/** Where a request takes the address of a callback (OpenAPI 3.1, Callback Object, key expression). */
export type AddressPlace = { readonly in: 'body'; readonly pointer: string } | { readonly in: 'query' | 'header'; readonly name: string };

/** The place in an expression such as `{$request.body#/callbackUrl}/done`; undefined where the address is no value of the request. */
export const addressPlaceOf = (expression: string): AddressPlace | undefined => {
  const [, inside = ''] = /^\{([^{}]+)\}/u.exec(expression.trim()) ?? /^(\$request\.[^{}]+)$/u.exec(expression.trim()) ?? [];
  const [, pointer] = /^\$request\.body#(\/.+)$/u.exec(inside) ?? [];
  if (pointer !== undefined) return { in: 'body', pointer };
  const [, place, name] = /^\$request\.(query|header)\.(.+)$/u.exec(inside) ?? [];
  if (name === undefined || (place !== 'query' && place !== 'header')) return undefined;
  return { in: place, name };
};

const withValue = (value: unknown, [token, ...rest]: readonly string[], set: unknown): unknown => {
  if (token === undefined) return set;
  const around = isObject(value) ? value : {};
  return { ...around, [token]: withValue(around[token], rest, set) };
};

/** A usable request with an address in its place. @throws {NotTried} where only the operator can supply a value in it. */
export const withAddress = (session: Session, operation: Operation, place: AddressPlace, url: string, purpose: string): PlannedRequest => {
  if (place.in === 'body') {
    const [member = '', ...rest] = tokensOf(place.pointer);
    const inner = rest.length === 0 ? url : withValue({}, rest, url);
    return requestAsSet(session, { operation: operation.key, settings: [{ member, value: inner }], purpose });
  }
  const request = usableRequest(session, operation, purpose);
  const isOther = ([name]: readonly [string, string]): boolean => name.toLowerCase() !== place.name.toLowerCase();
  return place.in === 'query'
    ? { ...request, query: [...request.query.filter(isOther), [place.name, url]] }
    : { ...request, headers: [...request.headers.filter(isOther), [place.name, url]] };
};

/** A required member of the body beside the address, without which a request ought to be refused. */
export const neededBeside = (contract: Contract, operation: Operation, place: AddressPlace): string | undefined => {
  const [address] = place.in === 'body' ? tokensOf(place.pointer) : [];
  return bodyMembers(contract, operation).find(({ name, required }) => required && name !== address)?.name;
};
