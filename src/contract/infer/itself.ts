import { isObject } from '../pointer.ts';
import { idNames } from './id-names.ts';
import type { InferredResourceType } from '../model.ts';

/** A body may hold a name beside its id; these members are none unless the path calls its id so. */
const plainNames = new Set(['key', 'slug', 'name']);

/** Where a body says of which thing it is: members that hold its id, and the one that wraps it (`data` of JSON:API, the only object of the body). */
export type Itself = { readonly names: readonly string[]; readonly wrapper: string | undefined };

/** @param resource The kind of thing, or the path of its collection where no kind is known. */
export const itselfIn = (
  resourceType: Pick<InferredResourceType, 'name' | 'idParameter'> | string,
  body: Readonly<Record<string, unknown>>,
): Itself => {
  const names = typeof resourceType === 'string' ? idNames({ name: resourceType, idParameter: 'id' }) : idNames(resourceType);
  const parameter = typeof resourceType === 'string' ? undefined : resourceType.idParameter;
  const [only, ...others] = Object.keys(body);
  return {
    names: names.filter((name) => (!plainNames.has(name) || name === parameter) && Object.hasOwn(body, name)),
    wrapper: isObject(body['data']) ? 'data' : others.length === 0 && only !== undefined && isObject(body[only]) ? only : undefined,
  };
};
