import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

/** Values that a schema prints: its constant, its examples, its default. */
export const printedValues = (schema: Schema): readonly unknown[] => {
  if (typeof schema === 'boolean') return [];
  const { examples } = schema;
  const many: readonly unknown[] = Array.isArray(examples) ? examples : [];
  return [...['const', 'default', 'example'].flatMap((keyword) => (keyword in schema ? [schema[keyword]] : [])), ...many];
};

/** Levels of arrays and objects that are examined. */
const deepest = 6;

const hasNumber = (schema: Readonly<Record<string, unknown>>, ...keywords: readonly string[]): boolean =>
  keywords.some((keyword) => typeof schema[keyword] === 'number');

/**
 * Does a schema itself limit its values: it lists them, or bounds them on both sides? A text of any length, a number with an open end and a
 * text with only a format may be anything, and most of those values name nothing that exists.
 */
export const isLimited = (document: Contract['document'], schema: Schema, depth = 0): boolean => {
  const resolved = resolvedSchema(document, schema);
  if (typeof resolved === 'boolean' || depth > deepest) return false;
  if ('const' in resolved || Array.isArray(resolved['enum'])) return true;
  const [type, ...others] = typesOf(resolved).filter((one) => one !== 'null');
  if (others.length > 0) return false;
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return hasNumber(resolved, 'minimum', 'exclusiveMinimum') && hasNumber(resolved, 'maximum', 'exclusiveMaximum');
    case 'string':
      return hasNumber(resolved, 'maxLength') && resolved['format'] === undefined && resolved['contentEncoding'] === undefined;
    case 'array': {
      const { items } = resolved;
      return hasNumber(resolved, 'maxItems') && isObject(items) && isLimited(document, items, depth + 1);
    }
    case 'object': {
      const properties = isObject(resolved['properties']) ? Object.values(resolved['properties']) : [];
      return properties.length > 0 && properties.every((one) => isObject(one) && isLimited(document, one, depth + 1));
    }
    default:
      return false;
  }
};
