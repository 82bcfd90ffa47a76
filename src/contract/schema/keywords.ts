import { isObject } from '../pointer.ts';
import type { Schema } from '../model.ts';

/** Keywords whose meaning depends on the whole node (JSON Schema 2020-12, section 11). */
const needsWhole = ['unevaluatedProperties', 'unevaluatedItems', '$dynamicRef'] as const;

/** Keywords that assert something by themselves and hold no schema (JSON Schema 2020-12, Validation section 6). */
export const plainKeywords = [
  'type',
  'enum',
  'const',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxContains',
  'minContains',
  'maxProperties',
  'minProperties',
  'dependentRequired',
] as const;

/** Keywords that hold one schema (JSON Schema 2020-12, Core sections 10 and 11). */
export const singleSchemaKeywords = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
] as const;

/** Keywords that hold a list of schemas (Core section 10). */
export const schemaListKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const;

/** Keywords that hold schemas by name or pattern (Core section 10). */
export const schemaMapKeywords = ['properties', 'patternProperties', 'dependentSchemas'] as const;

/** Keywords that hold schemas for references; `definitions` is that of older dialects (Core section 8.2.4). */
export const schemaStoreKeywords = ['$defs', 'definitions'] as const;

/** Whether a value has the form of a schema. */
export const isSchema = (value: unknown): value is Schema => typeof value === 'boolean' || isObject(value);

/** Keywords that assert something about a value by themselves. */
const asserting = new Set<string>([...plainKeywords, 'anyOf', 'oneOf', 'not', 'contains', 'propertyNames', 'dependentSchemas']);

/**
 * The keywords for the validator: what a node asserts about a value by itself, without its children. Undefined where it asserts nothing.
 */
export const localSchema = (schema: Schema): Schema | undefined => {
  if (typeof schema === 'boolean') return schema ? undefined : false;
  if (needsWhole.some((keyword) => schema[keyword] !== undefined)) return schema;
  const local: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) if (asserting.has(keyword)) local[keyword] = value;
  // It selects the branch of `oneOf`.
  if (isObject(schema['discriminator']) && schema['oneOf'] !== undefined) local['discriminator'] = schema['discriminator'];
  if (schema['additionalProperties'] === false) {
    // The names beside it decide what counts as additional.
    local['additionalProperties'] = false;
    local['properties'] = Object.fromEntries(Object.keys(objectAt(schema, 'properties')).map((name) => [name, true]));
    local['patternProperties'] = Object.fromEntries(Object.keys(objectAt(schema, 'patternProperties')).map((name) => [name, true]));
  }
  if (schema['items'] === false) {
    local['items'] = false;
    if (Array.isArray(schema['prefixItems'])) local['prefixItems'] = schema['prefixItems'].map(() => true);
  }
  return Object.keys(local).length > 0 ? local : undefined;
};

/** Whether the validator judges the whole node, so that the walk must not go below it. */
export const judgedWhole = (schema: Schema): boolean =>
  typeof schema !== 'boolean' && needsWhole.some((keyword) => schema[keyword] !== undefined);

export const objectAt = (schema: Schema, keyword: string): Readonly<Record<string, unknown>> => {
  const value = typeof schema === 'boolean' ? undefined : schema[keyword];
  return isObject(value) ? value : {};
};

/** The names that a node requires. */
export const requiredNames = (schema: Schema): readonly string[] => {
  const value = typeof schema === 'boolean' ? undefined : schema['required'];
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
};
