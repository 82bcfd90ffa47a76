import * as fc from 'fast-check';
import type { Schema } from '../../src/contract/model.ts';

const optional = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arb, { nil: undefined, freq: 3 });

/** An object with some of its members. */
const some = (members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc
    .record(Object.fromEntries(Object.entries(members).map(([name, arb]) => [name, optional(arb)])))
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));

const small = fc.integer({ min: -3, max: 6 });
const count = fc.integer({ min: 0, max: 3 });
const name = fc.constantFrom('a', 'b', 'c', 'd');
const scalar = fc.oneof(small, fc.constantFrom<unknown>('', 'x', 'aba', true, null, 0.5));

const numbers = some({
  minimum: small,
  maximum: small,
  exclusiveMinimum: small,
  exclusiveMaximum: small,
  multipleOf: fc.constantFrom(1, 2, 0.5, 0.1),
}).chain((keywords) => fc.constantFrom('integer', 'number').map((type) => ({ type, ...keywords })));

const texts = some({
  minLength: count,
  maxLength: fc.integer({ min: 1, max: 8 }),
  pattern: fc.constantFrom('^a', 'b$', '^[a-c]*$', '\\d', '^.{2}$'),
  format: fc.constantFrom('date', 'ipv4', 'uuid', 'unheard-of'),
}).map((keywords) => ({ type: 'string', ...keywords }));

/** Schemas of the supported keywords, with little nesting, which may contradict themselves. */
export const randomSchemas: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => {
  const schema = tie('schema');
  // ajv judges `contains` beside `prefixItems` wrongly, so they are never combined.
  const arrays = fc
    .tuple(
      some({ items: schema, minItems: count, maxItems: count, uniqueItems: fc.boolean() }),
      fc.oneof(some({ prefixItems: fc.array(schema, { minLength: 1, maxLength: 2 }) }), some({ contains: schema })),
    )
    .map(([keywords, other]) => ({ type: 'array', ...keywords, ...other }));
  const objects = some({
    properties: fc.dictionary(name, schema, { maxKeys: 3 }),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    additionalProperties: fc.oneof(fc.boolean(), schema),
    patternProperties: fc.record({ '^[cd]': schema }),
    propertyNames: fc.constantFrom({ maxLength: 1 }, { enum: ['a', 'b'] }),
    minProperties: count,
    maxProperties: count,
    dependentRequired: fc.constant({ a: ['b'] }),
  }).map((keywords) => ({ type: 'object', ...keywords }));
  const listed = fc.oneof(
    fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
    scalar.map((value) => ({ const: value })),
  );
  const several = fc.array(schema, { minLength: 1, maxLength: 3 });
  const choices = fc.oneof(
    several.map((allOf) => ({ allOf })),
    several.map((anyOf) => ({ anyOf })),
    several.map((oneOf) => ({ oneOf })),
    fc.tuple(schema, schema, schema).map(([condition, then, otherwise]) => ({ if: condition, then, else: otherwise })),
    schema.map((not) => ({ not })),
  );
  const references = fc.constant<Schema>({ $ref: '#/$defs/shared' });
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'schema' },
      fc.oneof<fc.Arbitrary<Schema>[]>(numbers, texts, listed, fc.boolean(), references),
      arrays,
      objects,
      choices,
      fc.tuple(choices, fc.oneof(numbers, objects)).map(([choice, other]) => ({ ...other, ...choice })),
    ),
  };
}).schema;

/** Schemas in which it matters what has been evaluated, or what is counted; ajv judges some of these wrongly. */
export const countingSchemas: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => {
  const schema = tie('schema');
  const leaf = fc.constantFrom<Schema>({ type: 'integer' }, { type: 'string', maxLength: 2 }, { const: 1 }, true, { enum: ['a', 1, null] });
  const rest = fc.oneof(fc.constant<Schema>(false), leaf);
  const objects = some({
    properties: fc.dictionary(name, leaf, { maxKeys: 2 }),
    patternProperties: fc.record({ '^[cd]': leaf }),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    dependentSchemas: fc.dictionary(name, schema, { maxKeys: 2 }),
    unevaluatedProperties: rest,
  }).map((keywords) => ({ type: 'object', ...keywords }));
  const arrays = some({
    prefixItems: fc.array(leaf, { minLength: 1, maxLength: 2 }),
    contains: leaf,
    minContains: count,
    maxContains: fc.integer({ min: 1, max: 3 }),
    maxItems: fc.integer({ min: 1, max: 5 }),
    unevaluatedItems: rest,
  }).map((keywords) => ({ type: 'array', ...keywords }));
  const several = fc.array(schema, { minLength: 1, maxLength: 2 });
  const choices = fc.oneof(
    several.map((allOf) => ({ allOf })),
    several.map((anyOf) => ({ anyOf })),
    several.map((oneOf) => ({ oneOf })),
    schema.map((not) => ({ not })),
    fc.tuple(schema, schema).map(([condition, then]) => ({ if: condition, then })),
  );
  return {
    schema: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'counting' },
      fc.oneof(objects, arrays),
      fc.tuple(choices, fc.oneof(objects, arrays)).map(([choice, other]) => ({ ...other, ...choice })),
    ),
  };
}).schema;

/** The document that random schemas refer into. */
export const sharedDocument = {
  $defs: {
    shared: { type: ['object', 'string'], maxLength: 4, properties: { b: { $ref: '#/$defs/shared' } }, maxProperties: 2 },
  },
} as const;
