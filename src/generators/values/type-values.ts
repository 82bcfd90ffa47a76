import { arrayValues } from './array-values.ts';
import type { Conjunction } from './conjunction.ts';
import type { Inside } from './inside.ts';
import type { JsonType } from './json-value.ts';
import { fewValues, firstOrAny, type Made, unsatisfiable } from './made.ts';
import { numberValues } from './number-values.ts';
import { objectValues } from './object-values.ts';
import { textValues } from './text-values.ts';

const ofType = (type: JsonType, { any, number, text, array, object }: Conjunction, inside: Inside): Made => {
  switch (type) {
    case 'null':
      return fewValues([null]);
    case 'boolean':
      return fewValues([false, true]);
    case 'number':
      return numberValues(number, any.whole);
    case 'string':
      return textValues(text);
    case 'array':
      return arrayValues(array, inside);
    case 'object':
      return objectValues(object, inside);
    default:
      return type satisfies never;
  }
};

/**
 * Values of the allowed types. Where no type is written, of the types that other keywords apply to, since those are meant; where nothing
 * indicates a type, mostly texts, numbers and the like, sometimes arrays and objects.
 */
export const typeValues = (together: Conjunction, inside: Inside): Made => {
  const { types, meant, isOpen } = together.any;
  const all = [...types];
  const meantHere = all.filter((type) => meant.has(type));
  const simple = all.filter((type) => inside.depth === 0 || !isOpen || (type !== 'array' && type !== 'object'));
  const make = (some: readonly JsonType[]): Made =>
    firstOrAny(
      some.map((type) => ofType(type, together, inside)),
      inside.minimal,
    );
  if (all.length === 0) return unsatisfiable(together.parts.map(({ pointer }) => pointer));
  const first = make(meantHere.length > 0 ? meantHere : simple);
  return first.kind === 'ok' ? first : make(all);
};
