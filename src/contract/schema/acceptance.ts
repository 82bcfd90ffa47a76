import type { Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { isScalar } from '../../model/json.ts';

/** Whether a value surely matches. False says nothing: then the validator decides. */
export type Acceptance = (value: unknown) => boolean;

const types: ReadonlyMap<unknown, Acceptance> = new Map<string, Acceptance>([
  ['string', (value) => typeof value === 'string'],
  ['number', (value) => typeof value === 'number' && Number.isFinite(value)],
  ['integer', Number.isInteger],
  ['boolean', (value) => typeof value === 'boolean'],
  ['null', (value) => value === null],
  ['array', Array.isArray],
  ['object', isObject],
]);

const ofNumber =
  (holds: (value: number, bound: number) => boolean) =>
  (bound: unknown): Acceptance | undefined =>
    typeof bound === 'number' && Number.isFinite(bound) ? (value) => typeof value !== 'number' || holds(value, bound) : undefined;

/** A code point has one or two units. */
const unitsOfPoint = 2;

const ofText =
  (holds: (length: number, bound: number) => boolean) =>
  (bound: unknown): Acceptance | undefined =>
    isCount(bound) ? (value) => typeof value !== 'string' || holds(value.length, bound) : undefined;

const ofList =
  (holds: (length: number, bound: number) => boolean) =>
  (bound: unknown): Acceptance | undefined =>
    isCount(bound) ? (value) => !Array.isArray(value) || holds(value.length, bound) : undefined;

const isCount = (bound: unknown): bound is number => Number.isSafeInteger(bound) && (bound as number) >= 0;

/** The keywords that are simple enough, each with what accepts a value for it; undefined for a value of the keyword that only the validator reads. */
const keywords: ReadonlyMap<string, (word: unknown) => Acceptance | undefined> = new Map<string, (word: unknown) => Acceptance | undefined>(
  [
    ['type', (word) => (Array.isArray(word) ? anyOf(word.map((one) => types.get(one))) : types.get(word))],
    [
      'enum',
      (word) => (Array.isArray(word) && word.length > 0 && word.every(isScalarOrNull) ? (value) => word.includes(value) : undefined),
    ],
    ['const', (word) => (isScalarOrNull(word) ? (value) => value === word : undefined)],
    ['minimum', ofNumber((value, bound) => value >= bound)],
    ['maximum', ofNumber((value, bound) => value <= bound)],
    ['exclusiveMinimum', ofNumber((value, bound) => value > bound)],
    ['exclusiveMaximum', ofNumber((value, bound) => value < bound)],
    ['minLength', ofText((length, bound) => length >= (bound === 1 ? 1 : bound * unitsOfPoint))],
    ['maxLength', ofText((length, bound) => length <= bound)],
    ['minItems', ofList((length, bound) => length >= bound)],
    ['maxItems', ofList((length, bound) => length <= bound)],
  ],
);

const isScalarOrNull = (value: unknown): boolean => value === null || isScalar(value);

const anyOf = (all: readonly (Acceptance | undefined)[]): Acceptance | undefined => {
  const known = all.filter((one) => one !== undefined);
  return known.length === all.length && known.length > 0 ? (value) => known.some((one) => one(value)) : undefined;
};

/** The names that an object may have where it may have no others; undefined where patterns allow some. */
const onlyNames = ({ additionalProperties, properties, patternProperties }: Readonly<Record<string, unknown>>): Acceptance | undefined => {
  const hasPatterns = !isObject(patternProperties) || Object.keys(patternProperties).length > 0;
  if (additionalProperties !== false || !isObject(properties) || hasPatterns) return undefined;
  const names = new Set(Object.keys(properties));
  return (value) => !isObject(value) || Object.keys(value).every((name) => names.has(name));
};

const ofNames: ReadonlySet<string> = new Set(['additionalProperties', 'properties', 'patternProperties']);

/**
 * Accepts most values that match what a node asserts by itself (see `localSchema`), without the validator, whose call takes several times as long: nearly every
 * value of an answer matches, and most nodes have only a type and a bound. Undefined where a keyword is not simple enough.
 */
export const acceptanceOf = (local: Schema): Acceptance | undefined => {
  if (!isObject(local)) return undefined;
  const own = Object.keys(local);
  const words = own.filter((keyword) => !ofNames.has(keyword));
  const found = words.map((keyword) => keywords.get(keyword)?.(local[keyword]));
  if (words.length < own.length) found.push(onlyNames(local));
  const all = found.filter((one) => one !== undefined);
  const [first, ...others] = all;
  if (first === undefined || all.length < found.length) return undefined;
  return others.length === 0 ? first : (value) => first(value) && others.every((one) => one(value));
};
