import { methods } from './document/structure.ts';
import { isObject } from './pointer.ts';

const isMethod = (word: string): boolean => methods.some((method) => method === word);

type Json = Readonly<Record<string, unknown>>;

/**
 * A document without requirements of its own, with the ids of the requirements that apply to any OpenAPI document added to each operation.
 * An operation that has `x-requirement` keeps it.
 */
export const withImpliedRequirements = (document: Json, ids: readonly string[]): Json => {
  const { paths } = document;
  if (!isObject(paths)) return document;
  const withIds = (item: unknown): unknown =>
    isObject(item)
      ? Object.fromEntries(
          Object.entries(item).map(([method, operation]) => [
            method,
            isMethod(method) && isObject(operation) && operation['x-requirement'] === undefined
              ? { ...operation, 'x-requirement': ids }
              : operation,
          ]),
        )
      : item;
  const all = (items: Json): Json => Object.fromEntries(Object.entries(items).map(([name, item]) => [name, withIds(item)]));
  const { components } = document;
  // A path may refer to a path item of the components.
  const items = isObject(components) && isObject(components['pathItems']) ? components['pathItems'] : undefined;
  return {
    ...document,
    paths: all(paths),
    ...(items === undefined ? {} : { components: { ...(isObject(components) ? components : {}), pathItems: all(items) } }),
  };
};
