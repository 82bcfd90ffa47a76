import type { Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { isSchema } from '../../contract/schema/keywords.ts';
import { jsonTypes } from './json-value.ts';

type Written = Readonly<Record<string, unknown>>;

/** Keywords that change the meaning of another one beside them. */
const accompanying: Readonly<Record<string, readonly string[]>> = {
  items: ['prefixItems'],
  contains: ['minContains', 'maxContains'],
  additionalProperties: ['properties', 'patternProperties'],
  if: ['then', 'else'],
};
/** They are negated with the keyword that they change. */
const secondary = new Set(['minContains', 'maxContains', 'then', 'else']);

/** Keywords that say nothing about which values match. */
const annotations = new Set(
  (
    '$schema $comment $defs definitions title description default example examples deprecated readOnly writeOnly xml externalDocs ' +
    'discriminator contentMediaType contentSchema'
  ).split(' '),
);

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const schemasIn = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

const beyond =
  (type: string, keyword: string, by = 0) =>
  (given: unknown): Schema[] =>
    typeof given === 'number' ? (given + by < 0 && by < 0 ? [] : [{ type, [keyword]: given + by }]) : [];

/** Ways to break a keyword, each as a schema; where a keyword is not here, only the finished value shows it. */
const broken: Readonly<Record<string, (given: unknown) => readonly Schema[]>> = {
  type: (given) => {
    const names: readonly unknown[] = Array.isArray(given) ? given : [given];
    const others = jsonTypes.filter((type) => !names.includes(type) && !(type === 'number' && names.includes('integer')));
    const fractions = names.includes('integer') && !names.includes('number');
    return [...(others.length > 0 ? [{ type: others }] : []), ...(fractions ? [{ type: 'number', not: { type: 'integer' } }] : [])];
  },
  minimum: beyond('number', 'exclusiveMaximum'),
  maximum: beyond('number', 'exclusiveMinimum'),
  exclusiveMinimum: beyond('number', 'maximum'),
  exclusiveMaximum: beyond('number', 'minimum'),
  minLength: beyond('string', 'maxLength', -1),
  maxLength: beyond('string', 'minLength', 1),
  minItems: beyond('array', 'maxItems', -1),
  maxItems: beyond('array', 'minItems', 1),
  minProperties: beyond('object', 'maxProperties', -1),
  maxProperties: beyond('object', 'minProperties', 1),
  required: (given) => textsIn(given).map((name) => ({ type: 'object', properties: { [name]: false } })),
  dependentRequired: (given) =>
    Object.entries(isObject(given) ? given : {}).flatMap(([name, needed]) =>
      textsIn(needed).map((other) => ({ type: 'object', required: [name], properties: { [other]: false } })),
    ),
  properties: (given) =>
    Object.entries(isObject(given) ? given : {}).flatMap(([name, schema]) =>
      isSchema(schema) && schema !== true ? [{ type: 'object', required: [name], properties: { [name]: { not: schema } } }] : [],
    ),
  not: (given) => (isSchema(given) ? [given] : []),
  allOf: (given) => schemasIn(given).map((not) => ({ not })),
  anyOf: (given) => [{ allOf: schemasIn(given).map((not) => ({ not })) }],
};

const known = new WeakMap<object, readonly Schema[]>();

/**
 * What a value can be like that does not match a schema: it breaks one of the keywords. Every such value matches one of the results, and
 * every result is broken by nothing but itself, so that a finished value must still be judged. The same objects each time.
 */
export const negated = (schema: Schema): readonly Schema[] => {
  if (typeof schema === 'boolean') return schema ? [] : [true];
  const made = known.get(schema) ?? waysToBreak(schema);
  known.set(schema, made);
  return made;
};

const waysToBreak = (schema: Written): Schema[] =>
  Object.keys(schema).flatMap((keyword): Schema[] => {
    if (annotations.has(keyword) || secondary.has(keyword) || keyword.startsWith('x-')) return [];
    const beside = (accompanying[keyword] ?? []).filter((name) => schema[name] !== undefined);
    const ways = broken[keyword]?.(schema[keyword]);
    if (ways) return [...ways];
    return [{ not: Object.fromEntries([keyword, ...beside].map((name) => [name, schema[name]])) }];
  });
