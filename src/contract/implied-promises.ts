import { isObject } from './pointer.ts';

type Json = Readonly<Record<string, unknown>>;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * A document that brings no promises of its own, with the ids of those that any OpenAPI document makes beside each
 * operation. Ids that an operation already carries stay.
 */
export const withImpliedPromises = (document: Json, ids: readonly string[]): Json => {
  const { paths } = document;
  if (!isObject(paths)) return document;
  const promised = (item: unknown): unknown =>
    isObject(item)
      ? Object.fromEntries(
          Object.entries(item).map(([method, operation]) => [
            method,
            methods.includes(method) && isObject(operation) && operation['x-requirement'] === undefined
              ? { ...operation, 'x-requirement': ids }
              : operation,
          ]),
        )
      : item;
  return { ...document, paths: Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, promised(item)])) };
};
