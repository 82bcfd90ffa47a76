import {
  registerSchema,
  type SchemaObject,
  setShouldValidateFormat,
  unregisterSchema,
  validate,
} from '@hyperjump/json-schema/draft-2020-12';
import type { Schema } from '../../src/contract/model.ts';
import type { Ruling } from './referee.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';
let count = 0;

// Formats are annotations here; ajv judges them.
setShouldValidateFormat(false);

const isObject = (schema: Schema): schema is SchemaObject => typeof schema !== 'boolean';

/** It takes the remainder of doubles, and is wrong about negative multiples of 0.0001. */
const isBeyondIt = (schema: Schema): boolean => /"multipleOf":(\d*\.\d|\d+(\.\d+)?e-)/.test(JSON.stringify(schema));

/**
 * A judge of values that shares no code with ajv: @hyperjump/json-schema. Formats are annotations for it. Undefined where it cannot
 * compile the schema, and for multiples of fractions.
 * @param others Schemas that references may name, by URI.
 */
export const secondReferee = async (
  schema: Schema,
  others: ReadonlyMap<string, Schema> = new Map(),
): Promise<((value: unknown) => Ruling) | undefined> => {
  if (isBeyondIt(schema)) return undefined;
  const uri = isObject(schema) && typeof schema['$id'] === 'string' ? schema['$id'] : `https://referee.example/${(count += 1)}`;
  const registered: string[] = [];
  const register = (one: Schema, name: string): void => {
    registerSchema(structuredClone(one) as SchemaObject, name, dialect);
    registered.push(name);
  };
  try {
    for (const [name, one] of others) if (!name.startsWith('https://json-schema.org/')) register(one, name);
    register(schema, uri);
    const judge = await validate(uri);
    return (value) => {
      try {
        return judge(value as Parameters<typeof judge>[0]).valid ? 'accepted' : 'refused: by the second referee';
      } catch {
        return 'none';
      }
    };
  } catch {
    return undefined;
  } finally {
    for (const name of registered) unregisterSchema(name);
  }
};
