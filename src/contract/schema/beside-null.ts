import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../model.ts';
import { isObject } from '../pointer.ts';

const isNull = (schema: unknown): boolean =>
  isObject(schema) && (schema['type'] === 'null' || schema['const'] === null || isDeepStrictEqual(schema['enum'], [null]));

/**
 * The alternative that a schema has beside null, as many frameworks describe a member that may be null: `anyOf: [{ type: string }, { type: 'null' }]` (JSON Schema 2020-12,
 * Core section 10.2.1.2). Undefined for every other schema.
 */
export const besideNull = ({ anyOf, oneOf }: Readonly<Record<string, unknown>>): Schema | undefined => {
  const choices = [anyOf, oneOf].filter((one) => one !== undefined);
  const [choice] = choices;
  if (choices.length !== 1 || !Array.isArray(choice) || choice.length !== 2) return undefined;
  const others: readonly unknown[] = choice.filter((one) => !isNull(one));
  const [only] = others;
  return others.length === 1 && isObject(only) ? only : undefined;
};
