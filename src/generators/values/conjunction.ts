import type { Alternative } from './alternatives.ts';
import { anyRules, type AnyRules } from './rules/any-rules.ts';
import { arrayRules, type ArrayRules } from './rules/array-rules.ts';
import { numberRules, type NumberRules } from './rules/number-rules.ts';
import { objectRules, type ObjectRules } from './rules/object-rules.ts';
import { textRules, type TextRules } from './rules/text-rules.ts';

/** All requirements for a value at once, sorted by the type of value that they are about. */
export type Conjunction = {
  readonly parts: Alternative;
  readonly any: AnyRules;
  readonly number: NumberRules;
  readonly text: TextRules;
  readonly array: ArrayRules;
  readonly object: ObjectRules;
  /** Some requirement is not met by construction and is judged on the finished value. */
  readonly residual: boolean;
};

/** Keywords that values are not built from. */
const residualKeywords = [
  'oneOf',
  'not',
  'dependentSchemas',
  'dependentRequired',
  'contains',
  'propertyNames',
  'uniqueItems',
  'unevaluatedProperties',
  'unevaluatedItems',
] as const;

/** Merges schemas that describe one value: bounds intersect, lists of names join, inner schemas are kept side by side. */
export const conjunction = (parts: Alternative): Conjunction => ({
  parts,
  any: anyRules(parts),
  number: numberRules(parts),
  text: textRules(parts),
  array: arrayRules(parts),
  object: objectRules(parts),
  residual: parts.some(({ schema }) => residualKeywords.some((keyword) => schema[keyword] !== undefined)),
});
