import { wordsOf } from '../contract/infer/words.ts';
import { isObject } from '../contract/pointer.ts';

/** Last words in the names of whole numbers that name something, or are no amounts. */
const naming: ReadonlySet<string> = new Set('id ids key no nr number code position order rank priority level version year'.split(' '));

/** A value whose whole numbers are at least so great, at any depth, but for those that name something. A greater number stays as it is. */
export const withLeast = (value: unknown, least: number): unknown => {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? Math.max(value, least) : value;
  if (Array.isArray(value)) return value.map((one: unknown) => withLeast(one, least));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, naming.has(wordsOf(name).at(-1) ?? '') ? one : withLeast(one, least)]),
  );
};

/** A body in which the whole numbers of some members are at least so great, by the names of those. */
export const withLeastIn = (
  body: Readonly<Record<string, unknown>>,
  leasts: ReadonlyMap<string, number>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(body).map(([name, one]) => {
      const least = leasts.get(name);
      return [name, least === undefined || naming.has(wordsOf(name).at(-1) ?? '') ? one : withLeast(one, least)];
    }),
  );
