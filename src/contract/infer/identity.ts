import { isObject } from '../pointer.ts';
import { idNames, isTakenBy } from './id-names.ts';
import type { InferredResourceType } from '../model.ts';

/**
 * How a body identifies its resource: the members that hold its id, and the member that wraps it (`data` of JSON:API, or the only object).
 */
export type Identity = { readonly names: readonly string[]; readonly wrapper: string | undefined };

/** @param resourceType The resource type, or the path of its collection where the type is unknown. */
export const identityIn = (
  resourceType: Pick<InferredResourceType, 'name' | 'idParameter'> | string,
  body: Readonly<Record<string, unknown>>,
): Identity => {
  const names = typeof resourceType === 'string' ? idNames({ name: resourceType, idParameter: 'id' }) : idNames(resourceType);
  const parameter = typeof resourceType === 'string' ? 'id' : resourceType.idParameter;
  const [only, ...others] = Object.keys(body);
  return {
    names: names.filter((name) => isTakenBy(parameter, name) && Object.hasOwn(body, name)),
    wrapper: isObject(body['data']) ? 'data' : others.length === 0 && only !== undefined && isObject(body[only]) ? only : undefined,
  };
};
