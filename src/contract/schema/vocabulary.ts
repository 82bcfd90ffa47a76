import type { Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { readPattern } from '../pattern/pattern.ts';
import { isSchema, schemaListKeywords, schemaMapKeywords, singleSchemaKeywords } from './keywords.ts';

/** A keyword of a schema by which nothing can be judged, and why. The rest of the schema is judged. */
export type Unsupported = { readonly pointer: string; readonly keyword: string; readonly reason: string };

/** Checks the value of a keyword: undefined where it has the right form, else what is wrong. */
type Form = (value: unknown) => string | undefined;

const expects =
  (what: string, holds: (value: unknown) => boolean): Form =>
  (value) =>
    holds(value) ? undefined : `it must be ${what}, it is ${JSON.stringify(value)?.slice(0, 60) ?? 'nothing'}`;
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

const number = expects('a number', (value) => typeof value === 'number' && Number.isFinite(value));
const count = expects('a whole number that is not negative', (value) => Number.isInteger(value) && (value as number) >= 0);
const schema = expects('a schema', isSchema);
const schemas = expects('a list of schemas', (value) => Array.isArray(value) && value.length > 0 && value.every(isSchema));
const schemaMap = expects('schemas by name', (value) => isObject(value) && Object.values(value).every(isSchema));

const types = new Set<unknown>(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);

const pattern: Form = (value) => {
  if (typeof value !== 'string') return 'it must be a text';
  const read = readPattern(value);
  return read.kind === 'unread' ? read.reason : undefined;
};

/** The form of every keyword that asserts or applies something (JSON Schema 2020-12, Core section 10 and Validation section 6). */
const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    'type',
    expects('a type of JSON Schema', (value) =>
      Array.isArray(value) ? value.length > 0 && value.every((one) => types.has(one)) : types.has(value),
    ),
  ],
  ['enum', expects('a list of values', (value) => Array.isArray(value) && value.length > 0)],
  ['multipleOf', expects('a number above 0', (value) => typeof value === 'number' && Number.isFinite(value) && value > 0)],
  ...['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'].map((keyword) => [keyword, number] as const),
  ...['maxLength', 'minLength', 'maxItems', 'minItems', 'maxContains', 'minContains', 'maxProperties', 'minProperties'].map(
    (keyword) => [keyword, count] as const,
  ),
  ['pattern', pattern],
  ['uniqueItems', expects('true or false', (value) => typeof value === 'boolean')],
  ['required', expects('a list of names', areTexts)],
  ['dependentRequired', expects('lists of names by name', (value) => isObject(value) && Object.values(value).every(areTexts))],
  ...singleSchemaKeywords.map((keyword) => [keyword, schema] as const),
  ...schemaListKeywords.map((keyword) => [keyword, schemas] as const),
  ...schemaMapKeywords.map((keyword) => [keyword, schemaMap] as const),
  ['patternProperties', (value) => schemaMap(value) ?? Object.keys(value as object).flatMap((one) => pattern(one) ?? [])[0]],
  // 2019-09 removed it, but its author means it.
  ['dependencies', () => 'it is a keyword of older dialects, now dependentRequired and dependentSchemas'],
  ['$ref', expects('a text', (value) => typeof value === 'string')],
  ['$dynamicRef', expects('a text', (value) => typeof value === 'string')],
]);

/** Dialects whose keywords are those of JSON Schema 2020-12 (OpenAPI 3.1, section 4.8.24.5). */
const present = /^https?:\/\/(?:json-schema\.org\/draft\/2020-12\/schema|spec\.openapis\.org\/oas\/3\.)/;

/** Older dialects, whose keywords mostly mean the same; in these, siblings of a `$ref` are ignored. */
const lone = /^https?:\/\/json-schema\.org\/(?:draft-0[4-7]\/)?schema/;
const older = /^https?:\/\/json-schema\.org\/draft\/2019-09\/schema/;

/** Keywords of older dialects that 2020-12 replaced; not read. */
const gone = ['additionalItems', '$recursiveRef'] as const;

/** A schema as far as it could be read. */
export type Reading = {
  /** The schema without the unsupported keywords; a boolean schema unchanged. */
  readonly schema: Schema;
  readonly unsupported: readonly Unsupported[];
};

/**
 * Reads one schema object, without the schemas inside it. Keywords whose value does not have the form that JSON Schema requires are left
 * out and reported.
 * @param dialect The value of `$schema` or `jsonSchemaDialect` that applies; undefined where there is none.
 */
export const readVocabulary = (value: unknown, pointer: string, dialect: string | undefined): Reading => {
  if (!isObject(value)) return { schema: typeof value === 'boolean' ? value : true, unsupported: [] };
  const isOlder = dialect !== undefined && (lone.test(dialect) || older.test(dialect));
  if (dialect !== undefined && !isOlder && !present.test(dialect)) {
    return { schema: true, unsupported: [{ pointer, keyword: '$schema', reason: `the dialect ${dialect} is not supported` }] };
  }
  if (dialect !== undefined && lone.test(dialect) && typeof value['$ref'] === 'string') {
    return { schema: { $ref: value['$ref'] }, unsupported: [] };
  }
  const unsupported: Unsupported[] = [];
  const wrong: string[] = [];
  for (const [keyword, given] of Object.entries(value)) {
    const reason =
      isOlder && gone.some((one) => one === keyword)
        ? `of the dialect ${dialect} only what 2020-12 has too is read`
        : forms.get(keyword)?.(given);
    if (reason === undefined) continue;
    unsupported.push({ pointer, keyword, reason });
    wrong.push(keyword);
  }
  // Without the names beside it, it is unknown what counts as additional.
  if (wrong.includes('patternProperties') || wrong.includes('properties')) wrong.push('additionalProperties', 'unevaluatedProperties');
  if (wrong.includes('prefixItems')) wrong.push('items', 'unevaluatedItems');
  if (wrong.includes('contains')) wrong.push('unevaluatedItems');
  if (wrong.includes('if')) wrong.push('then', 'else');
  if (wrong.some((keyword) => keyword === 'minContains' || keyword === 'maxContains')) wrong.push('contains');
  if (wrong.length === 0) return { schema: value, unsupported };
  return { schema: Object.fromEntries(Object.entries(value).filter(([keyword]) => !wrong.includes(keyword))), unsupported };
};
