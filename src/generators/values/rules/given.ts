import type { FlatPart } from '../flatten.ts';

/** A keyword's value in one of several schemas. */
export type Given<T> = { readonly value: T; readonly part: FlatPart };

const given = <T>(parts: readonly FlatPart[], keyword: string, isOne: (value: unknown) => value is T): Given<T>[] =>
  parts.flatMap((part) => {
    const value = part.schema[keyword];
    return isOne(value) ? [{ value, part }] : [];
  });

export const numbersGiven = (parts: readonly FlatPart[], keyword: string): Given<number>[] =>
  given(parts, keyword, (value): value is number => typeof value === 'number' && Number.isFinite(value));

export const textsGiven = (parts: readonly FlatPart[], keyword: string): Given<string>[] =>
  given(parts, keyword, (value): value is string => typeof value === 'string');

export const listsGiven = (parts: readonly FlatPart[], keyword: string): Given<readonly unknown[]>[] =>
  given(parts, keyword, (value): value is readonly unknown[] => Array.isArray(value));

/** The largest of several lower bounds; undefined where there is none. */
export const largest = (bounds: readonly Given<number>[]): number | undefined =>
  bounds.length === 0 ? undefined : Math.max(...bounds.map(({ value }) => value));

export const smallest = (bounds: readonly Given<number>[]): number | undefined =>
  bounds.length === 0 ? undefined : Math.min(...bounds.map(({ value }) => value));
