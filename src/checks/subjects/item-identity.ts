import type { Collection } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';

/**
 * What distinguishes an item of a list from the others: its id at the documented pointer, else in its member `id`; where that
 * is no text, the whole item, with its members in any order. Numbers may be counted anew for each resource type.
 */
export const identityOf = ({ id = '/id' }: Pick<Collection, 'id'>, item: unknown): string => {
  const own = valueAt(item, id);
  return typeof own === 'string' ? `id ${own}` : JSON.stringify(ordered(item));
};

const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, ordered(value[name])]),
  );
};
