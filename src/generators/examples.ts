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

/** An example with its name under `examples`, where it has one. */
export type NamedExample = { readonly name?: string; readonly value: unknown };

const several = (document: Contract['document'], examples: unknown): readonly NamedExample[] => {
  if (Array.isArray(examples)) return examples.map((value: unknown) => ({ value }));
  return isObject(examples)
    ? Object.entries(examples).flatMap(([name, one]) => valueOf(document, one).map((value) => ({ name, value })))
    : [];
};

/**
 * Values that a parameter, a media type or a schema prints as examples, in their order: `example`, `examples` (a list in a schema, named
 * Example Objects elsewhere), and the `x-example` and `x-examples` that documents of Swagger 2.0 bring along.
 */
export const namedExamplesOf = (document: Contract['document'], node: unknown): readonly NamedExample[] => {
  if (!isObject(node)) return [];
  const { example, examples } = node;
  const extra = node['x-example'];
  return [
    ...(example === undefined ? [] : [{ value: example }]),
    ...several(document, examples),
    ...(extra === undefined ? [] : [{ value: extra }]),
    ...several(document, node['x-examples']),
  ];
};

/** The same without their names. */
export const examplesOf = (document: Contract['document'], node: unknown): readonly unknown[] =>
  namedExamplesOf(document, node).map(({ value }) => value);
