import { isObject } from '../../../contract/pointer.ts';
import { foundIn } from './found-in.ts';
import { type Around, listIn, schemaIn } from './keyword.ts';
import type { Schema } from '../../../contract/model.ts';

type Written = Readonly<Record<string, unknown>>;

const objectIn = (value: unknown): Written => (isObject(value) ? value : {});

const ofMembers = (schema: Written, value: Written): string[] => {
  const names = Object.keys(value);
  if (schema['additionalProperties'] !== undefined || schema['unevaluatedProperties'] !== undefined) return names;
  const declared = objectIn(schema['properties']);
  const patterns = Object.keys(objectIn(schema['patternProperties']));
  return names.filter((name) => Object.hasOwn(declared, name) || patterns.some((pattern) => foundIn(name, pattern)));
};

const ofItems = (schema: Written, value: readonly unknown[], { judge }: Around): string[] => {
  const all = value.map((_, index) => String(index));
  if (schema['items'] !== undefined || schema['unevaluatedItems'] !== undefined) return all;
  const { contains } = schema;
  return [
    ...all.slice(0, listIn(schema['prefixItems']).length),
    ...(contains === undefined ? [] : all.filter((_, index) => judge(schemaIn(contains), value[index]))),
  ];
};

/**
 * The members or items of a value that a schema has evaluated: names, or indexes as text (JSON Schema 2020-12, Core section 11). A branch
 * counts only where the value matches it.
 */
export const evaluatedBy = (schema: Schema, value: Written | readonly unknown[], around: Around): ReadonlySet<string> => {
  const found = new Set<string>();
  if (typeof schema === 'boolean') return found;
  const add = (keys: Iterable<string>): void => {
    for (const key of keys) found.add(key);
  };
  const addFrom = (branch: unknown): void => add(evaluatedBy(schemaIn(branch), value, around));
  const { here, resolve } = around;
  add(Array.isArray(value) ? ofItems(schema, value, around) : ofMembers(schema, value as Written));
  const { $ref: ref } = schema;
  if (typeof ref === 'string') addFrom(resolve(ref));
  for (const branch of listIn(schema['allOf'])) addFrom(branch);
  for (const branch of [...listIn(schema['anyOf']), ...listIn(schema['oneOf'])]) if (here(schemaIn(branch))) addFrom(branch);
  if (schema['if'] !== undefined) {
    const holds = here(schemaIn(schema['if']));
    if (holds) addFrom(schema['if']);
    addFrom(holds ? schema['then'] : schema['else']);
  }
  for (const [name, branch] of Object.entries(objectIn(schema['dependentSchemas']))) if (Object.hasOwn(value, name)) addFrom(branch);
  return found;
};
