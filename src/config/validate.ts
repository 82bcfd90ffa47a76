import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { compileOwn } from '../model/own-schema.ts';
import { configOptions, ownSchemas, validatorFor } from './config-validators.ts';
import { suggestion } from './nearest.ts';
import { pathOf, pointerOf, type Path } from './location.ts';
import { schemaOfKey, typesOf, type JsonType, type SchemaNode } from './schema-node.ts';

/** A problem at a path, as the second half of a sentence. */
export type Problem = { readonly path: Path; readonly part: 'key' | 'value'; readonly text: string };

const articles: Readonly<Record<JsonType, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

/** `a text or a list`: what a node accepts. */
const wanted = (schema: SchemaNode): string =>
  typesOf(schema)
    .map((type) => articles[type])
    .join(' or ');

const compiled = new Map<SchemaNode, ValidateFunction>();

/** Compiled once: several targets are validated by one schema. */
const validatorOf = (schema: SchemaNode): ValidateFunction => {
  const known = compiled.get(schema);
  if (known) return known;
  const validate =
    schema === ownSchemas.config.schema
      ? validatorFor('config')
      : schema === ownSchemas.target.schema
        ? validatorFor('target')
        : compileOwn({ schema, options: configOptions });
  compiled.set(schema, validate);
  return validate;
};

const keysOf = (error: ErrorObject): string[] => Object.keys(error.parentSchema?.['properties'] ?? {});

/** Values are never quoted, because they may be secrets; only words from a closed list are. */
const describe = (error: ErrorObject, node: SchemaNode): Problem => {
  const path = pathOf(error.instancePath);
  const value = (text: string): Problem => ({ path, part: 'value', text });
  const limit = String(error.params['limit']);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      return { path: [...path, key], part: 'key', text: `"${key}" is not a known key${suggestion(key, keysOf(error))}` };
    }
    case 'type':
      return value(
        `${error.data === null ? 'has no value' : `is ${nameOf(error.data)}`}, must be ${wanted(node)}${quoteHint(error.data, node)}`,
      );
    case 'enum':
      return value(`"${String(error.data)}" is not one of the known words${suggestion(String(error.data), node.enum ?? [])}`);
    case 'minimum':
      return value(`must be at least ${limit}`);
    case 'maximum':
      return value(`must be at most ${limit}`);
    case 'exclusiveMinimum':
      return value(`must be greater than ${limit}`);
    case 'required':
      return value(`lacks "${String(error.params['missingProperty'])}"`);
    case 'minLength':
      return value('must not be empty');
    case 'minItems':
    case 'maxItems':
      return value(node.minItems === node.maxItems ? `must contain exactly ${limit} values` : 'must not be empty');
    case 'uniqueItems':
      return value('contains the same value twice');
    default:
      return value(error.message ?? error.keyword);
  }
};

const nameOf = (data: unknown): string => {
  if (Array.isArray(data)) return articles.array;
  if (typeof data === 'number') return Number.isInteger(data) ? articles.integer : articles.number;
  if (typeof data === 'string') return articles.string;
  return typeof data === 'boolean' ? articles.boolean : articles.object;
};

const quoteHint = (data: unknown, node: SchemaNode): string =>
  (typeof data === 'number' || typeof data === 'boolean') && typesOf(node).includes('string') ? ': put it in quotes' : '';

/** The schema node for a path of the value. */
const nodeAt = (schema: SchemaNode, path: Path): SchemaNode =>
  path.reduce((node, part) => (/^\d+$/.test(part) && node.items ? node.items : (schemaOfKey(node, part) ?? node)), schema);

/** Every problem of a value, in the order of the document. Empty where the value fits the schema. */
export const problemsOf = (schema: SchemaNode, value: unknown): readonly Problem[] => {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const problems = (validate.errors ?? []).map((error) => describe(error, nodeAt(schema, pathOf(error.instancePath))));
  const once = new Map(problems.map((problem) => [`${pointerOf(problem.path)} ${problem.text}`, problem]));
  return [...once.values()];
};
