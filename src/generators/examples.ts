import type { Contract } from '../contract/model.ts';
import { isObject, referenceTarget, valueAt } from '../contract/pointer.ts';

/** The value of an Example Object, `$ref` followed once; anything else in a list of examples is a value itself. */
const valueOf = (document: Contract['document'], example: unknown): readonly unknown[] => {
  const node = isObject(example) && typeof example['$ref'] === 'string' ? valueAt(document, referenceTarget(example['$ref'])) : example;
  if (!isObject(node)) return [node];
  const printed = ['value', 'dataValue'].find((word) => Object.hasOwn(node, word));
  if (printed !== undefined) return [node[printed]];
  // External examples are not fetched.
  return Object.hasOwn(node, 'externalValue') ? [] : [node];
};

const several = (document: Contract['document'], examples: unknown): readonly unknown[] => {
  if (Array.isArray(examples)) return examples;
  return isObject(examples) ? Object.values(examples).flatMap((one) => valueOf(document, one)) : [];
};

/**
 * Values that a parameter, a media type or a schema prints as examples, in their order: `example`, `examples` (a list in a schema, named
 * Example Objects elsewhere), and the `x-example` and `x-examples` that documents of Swagger 2.0 bring along.
 */
export const examplesOf = (document: Contract['document'], node: unknown): readonly unknown[] => {
  if (!isObject(node)) return [];
  const { example, examples } = node;
  const extra = node['x-example'];
  return [
    ...(example === undefined ? [] : [example]),
    ...several(document, examples),
    ...(extra === undefined ? [] : [extra]),
    ...several(document, node['x-examples']),
  ];
};
