import type { Schema } from '../model.ts';
import { isObject } from '../pointer.ts';

type Kind = 'number' | 'string' | 'array' | 'object';

/** Keywords that apply to values of one type only (JSON Schema 2020-12, Validation sections 6.2 to 6.5). */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ...['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'].map((keyword) => [keyword, 'number'] as const),
  ...['maxLength', 'minLength', 'pattern'].map((keyword) => [keyword, 'string'] as const),
  ...['maxItems', 'minItems', 'uniqueItems', 'contains', 'maxContains', 'minContains', 'items', 'prefixItems'].map(
    (keyword) => [keyword, 'array'] as const,
  ),
  ...[
    'maxProperties',
    'minProperties',
    'dependentRequired',
    'dependentSchemas',
    'propertyNames',
    'properties',
    'patternProperties',
    'additionalProperties',
  ].map((keyword) => [keyword, 'object'] as const),
]);

const kindOf = (value: unknown): Kind | undefined => {
  if (typeof value === 'number' || typeof value === 'string') return typeof value as Kind;
  if (Array.isArray(value)) return 'array';
  return isObject(value) ? 'object' : undefined;
};

/** Whether a keyword applies to values of this type. */
export const concerns = (keyword: string, value: unknown): boolean => !kinds.has(keyword) || kinds.get(keyword) === kindOf(value);

/** What a node asserts by itself, as far as it decides to which values it applies. */
export type Assertions = {
  /** Keywords for the validator; undefined where there are none. */
  readonly local: Schema | undefined;
  /** Its format is asserted. */
  readonly format: boolean;
  /** It requires members. */
  readonly required: boolean;
};

/**
 * Decides whether a value could break what a node asserts by itself. A pattern does not apply to a number: a value that no keyword applies
 * to is not evidence for the requirement there.
 */
export const subjectOf = ({ local, format, required }: Assertions): ((value: unknown) => boolean) => {
  const keywords = isObject(local) ? Object.keys(local) : [];
  if (typeof local === 'boolean' || keywords.some((keyword) => !kinds.has(keyword))) return () => true;
  const about = new Set<Kind | undefined>(keywords.map((keyword) => kinds.get(keyword)));
  if (format) about.add('string');
  if (required) about.add('object');
  return (value) => about.has(kindOf(value));
};
