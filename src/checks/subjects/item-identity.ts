import type { Collection } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { isScalar } from '../../model/json.ts';
import { itemKey } from './collection.ts';

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

/** The members by which an item without an id is known again: texts, whole numbers and flags. Other answers may show more beside them. */
const marksOf = (item: unknown): readonly (readonly [string, unknown])[] =>
  isObject(item)
    ? Object.entries(item).filter(([, value]) => isScalar(value) && (typeof value !== 'number' || Number.isInteger(value)))
    : [];

/** Fewest members that tell one item from another. */
const leastMarks = 2;

/** Tells whether an item that was listed before is among others: by its id, else by all that it showed. Undefined for an item that nothing identifies. */
export const among = (collection: Collection, items: readonly unknown[]) => {
  const keys = new Set(items.flatMap((item) => itemKey(collection, item) ?? []));
  return (item: unknown): boolean | undefined => {
    const key = itemKey(collection, item);
    if (key !== undefined) return keys.has(key);
    const marks = marksOf(item);
    if (marks.length < leastMarks) return undefined;
    return items.some((other) => isObject(other) && marks.every(([name, value]) => other[name] === value));
  };
};

/** An item as a finding names it: by its id, else by the members that identify it. */
export const nameOf = (collection: Collection, item: unknown): string =>
  itemKey(collection, item) ?? JSON.stringify(Object.fromEntries(marksOf(item))).slice(0, 120);
