import type { Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import type { ValueContext } from '../values/generated.ts';
import { referencedSchema } from '../values/reference.ts';
import { madeUpName, type Step } from './site.ts';

type Written = Readonly<Record<string, unknown>>;

const listIn = (schema: Written, keyword: string): readonly unknown[] => {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
};

const without = (schema: Written, ...keywords: readonly string[]): Written =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));

const withAll = (schema: Written, ...more: readonly unknown[]): Written => ({ ...schema, allOf: [...listIn(schema, 'allOf'), ...more] });

const replaced = (list: readonly unknown[], index: number, by: unknown): unknown[] => list.map((one, at) => (at === index ? by : one));

const withLength = (schema: Written, least: number): Written => ({ ...schema, minItems: Math.max(least, Number(schema['minItems'] ?? 0)) });

const withMember = (schema: Written, name: string, inner: Schema): Written => ({
  ...schema,
  properties: { ...(isObject(schema['properties']) ? schema['properties'] : {}), [name]: inner },
  required: [...new Set([...listIn(schema, 'required'), name])],
});

/**
 * A copy of a schema in which the node at the end of some steps is replaced and always applies: what leads to it is required, references on
 * the way are written out, and of each choice on the way only the branch taken is left.
 */
export const rebuilt = (
  document: ValueContext['document'],
  schema: Schema,
  steps: readonly Step[],
  edit: (schema: Written) => Written,
): Schema => {
  if (typeof schema === 'boolean') return schema;
  const [step, ...rest] = steps;
  if (!step) return edit(schema);
  const inner = (value: unknown): Schema => (isObject(value) || typeof value === 'boolean' ? rebuilt(document, value, rest, edit) : true);
  switch (step.kind) {
    case 'reference': {
      const { $ref: ref } = schema;
      return withAll(without(schema, '$ref'), inner(typeof ref === 'string' ? referencedSchema(document, ref)?.schema : undefined));
    }
    case 'all': {
      const all = listIn(schema, 'allOf');
      return { ...schema, allOf: replaced(all, step.index, inner(all[step.index])) };
    }
    case 'any':
      return withAll(without(schema, 'anyOf'), inner(listIn(schema, 'anyOf')[step.index]));
    case 'one':
      return withAll(without(schema, 'oneOf'), inner(listIn(schema, 'oneOf')[step.index]));
    case 'then':
      return withAll(without(schema, 'if', 'then', 'else'), schema['if'], inner(schema['then']));
    case 'else':
      return withAll(without(schema, 'if', 'then', 'else'), { not: schema['if'] }, inner(schema['else']));
    case 'member': {
      const { properties } = schema;
      return withMember(schema, step.name, inner(isObject(properties) ? properties[step.name] : undefined));
    }
    case 'patterned': {
      const patterns = isObject(schema['patternProperties']) ? schema['patternProperties'] : {};
      const { [step.pattern]: own, ...others } = patterns;
      return withMember({ ...schema, patternProperties: others }, step.name, inner(own));
    }
    case 'additional':
      return withMember(schema, madeUpName, inner(schema['additionalProperties']));
    case 'front': {
      const front = listIn(schema, 'prefixItems');
      return withLength({ ...schema, prefixItems: replaced(front, step.index, inner(front[step.index])) }, step.index + 1);
    }
    case 'item': {
      // One item is enough, so that only it is at fault.
      const front = listIn(schema, 'prefixItems');
      return withLength({ ...schema, prefixItems: [...front, inner(schema['items'])] }, front.length + 1);
    }
    default:
      return step satisfies never;
  }
};
