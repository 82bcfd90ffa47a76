import type { FlatPart } from '../flatten.ts';
import { largest, numbersGiven, smallest, textsGiven } from './given.ts';

/** A value written in a schema, with its pointer. */
export type Written = { readonly value: string; readonly pointer: string };

export type TextRules = {
  /** In code points. */
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly Written[];
  /** Names of `format` and `contentEncoding`. */
  readonly formats: readonly Written[];
  readonly pointers: readonly string[];
};

/** JSON Schema 2020-12, Validation sections 6.3, 7 and 8.3. */
export const textRules = (parts: readonly FlatPart[]): TextRules => {
  const least = numbersGiven(parts, 'minLength');
  const most = numbersGiven(parts, 'maxLength');
  const patterns = textsGiven(parts, 'pattern');
  const formats = [...textsGiven(parts, 'format'), ...textsGiven(parts, 'contentEncoding')];
  const written = (all: typeof patterns): Written[] => [
    ...new Map(all.map(({ value, part }) => [value, { value, pointer: part.pointer }])).values(),
  ];
  return {
    minLength: Math.ceil(largest(least) ?? 0),
    maxLength: Math.floor(smallest(most) ?? Infinity),
    patterns: written(patterns),
    formats: written(formats),
    pointers: [...new Set([...least, ...most, ...patterns, ...formats].map(({ part }) => part.pointer))],
  };
};
