import { isObject } from '../pointer.ts';
import { idNames } from './id-names.ts';
import type { InferredResource } from '../model.ts';

/** A body may hold a name beside its id; these members are none unless the path calls its id so. */
const plainNames = new Set(['key', 'slug', 'name']);

/** Where a body says of which thing it is: members that hold its id, and the one that wraps it (`data` of JSON:API, the only object of the body). */
export type Itself = { readonly names: readonly string[]; readonly wrapper: string | undefined };

/** @param resource The kind of thing, or the path of its collection where no kind is known. */
export const itselfIn = (
  resource: Pick<InferredResource, 'name' | 'idParameter'> | string,
  body: Readonly<Record<string, unknown>>,
): Itself => {
  const names = typeof resource === 'string' ? idNames({ name: resource, idParameter: 'id' }) : idNames(resource);
  const parameter = typeof resource === 'string' ? undefined : resource.idParameter;
  const [only, ...others] = Object.keys(body);
  return {
    names: names.filter((name) => (!plainNames.has(name) || name === parameter) && Object.hasOwn(body, name)),
    wrapper: isObject(body['data']) ? 'data' : others.length === 0 && only !== undefined && isObject(body[only]) ? only : undefined,
  };
};
