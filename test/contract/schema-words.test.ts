import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contract } from '../../src/contract/model.ts';
import { summarizeSchema } from '../../src/contract/schema/evaluate.ts';
import { upgraded } from '../../src/contract/upgrade.ts';

type Json = Readonly<Record<string, unknown>>;
type Stated = 'holds' | 'breaks' | 'unknown';

/** A document of a version with a schema called Kite, and others. */
const contractOf = (openapi: string, Kite: unknown, more: Json = {}, root: Json = {}): Contract => {
  const document = upgraded({ openapi, ...root, components: { schemas: { Kite, ...more } } });
  return { document } as unknown as Contract;
};

const answerLocation = { operation: null, way: ['#', '#/components/schemas/Kite'] };
const requestLocation = {
  operation: 'POST /kites',
  way: ['#', '#/paths/~1kites', '#/paths/~1kites/post', '#/paths/~1kites/post/requestBody', '#/components/schemas/Kite'],
};

const statedOf = (
  contract: Contract,
  value: unknown,
  location: typeof answerLocation | typeof requestLocation = answerLocation,
): Stated => {
  const { breaches, unknown } = summarizeSchema(contract, location, value);
  return breaches.length > 0 ? 'breaks' : unknown.length > 0 ? 'unknown' : 'holds';
};

const tail = { Tail: { type: 'object', required: ['length'], properties: { length: { type: 'number' } } } };
const tailRef = { $ref: '#/components/schemas/Tail' };

describe('null in OpenAPI 3.0', () => {
  test.for<[what: string, schema: Json]>([
    ['a type', { type: 'string', nullable: true }],
    ['an enum', { type: 'string', enum: ['red'], nullable: true }],
    ['an enum without a type', { enum: ['red'], nullable: true }],
    ['anyOf', { nullable: true, anyOf: [{ type: 'string' }, tailRef] }],
    ['oneOf', { nullable: true, oneOf: [{ type: 'string' }, tailRef] }],
    ['allOf', { nullable: true, allOf: [tailRef] }],
    ['allOf and a type', { type: 'object', nullable: true, allOf: [tailRef] }],
    ['$ref', { $ref: '#/components/schemas/Tail', nullable: true }],
    ['a branch of allOf', { allOf: [tailRef, { nullable: true }] }],
    ['a branch of oneOf', { oneOf: [tailRef, { nullable: true }] }],
    ['not', { nullable: true, not: { type: 'null' } }],
  ])('is allowed where nullable is beside %s, at the top, as a member and inside a choice', ([, schema]) => {
    expect(statedOf(contractOf('3.0.3', schema, tail), null)).toBe('holds');
    expect(statedOf(contractOf('3.0.3', { properties: { tail: schema } }, tail), { tail: null })).toBe('holds');
    expect(
      statedOf(contractOf('3.0.3', { anyOf: [{ type: 'object', required: ['tail'], properties: { tail: schema } }] }, tail), {
        tail: null,
      }),
    ).toBe('holds');
  });

  test('is allowed, and no other value that was not', () => {
    for (const schema of [
      { nullable: true, allOf: [tailRef] },
      { $ref: '#/components/schemas/Tail', nullable: true },
      { oneOf: [tailRef, { nullable: true }] },
    ]) {
      const contract = contractOf('3.0.3', schema, tail);
      expect([{ length: 1 }, { length: 'x' }, {}].map((value) => statedOf(contract, value))).toEqual(['holds', 'breaks', 'breaks']);
    }
    expect(statedOf(contractOf('3.0.3', { type: 'string' }), null)).toBe('breaks');
    expect(statedOf(contractOf('3.0.3', { type: 'string', nullable: false }), null)).toBe('breaks');
    expect(statedOf(contractOf('3.0.3', { allOf: [tailRef] }, tail), null)).toBe('breaks');
  });

  test('is allowed in 3.1 too, where nullable is not a keyword but its meaning is clear', () => {
    expect(statedOf(contractOf('3.1.0', { type: 'string', nullable: true }), null)).toBe('holds');
    expect(statedOf(contractOf('3.1.0', { type: 'string', nullable: true }), 5)).toBe('breaks');
  });
});

describe('data in a document of 3.0', () => {
  test('is never changed, whatever it looks like', () => {
    const data = { type: 'string', nullable: true, exclusiveMinimum: true, $ref: '#/nowhere', description: 'x' };
    const media = {
      schema: { type: 'object', example: data, default: data, enum: [data] },
      example: data,
      examples: { one: { value: data } },
    };
    const document = {
      openapi: '3.0.3',
      paths: { '/kites': { get: { responses: { 200: { description: '', content: { 'a/b': media } } } } } },
      'x-more': data,
    };
    expect(upgraded(document)).toEqual({ ...document, openapi: '3.1.1' });
  });

  test('is distinguished from a property or a path of such a name', () => {
    const properties = { example: { type: 'string', nullable: true }, default: { type: 'string', nullable: true } };
    expect(upgraded({ openapi: '3.0.3', components: { schemas: { example: { properties } } } })).toMatchObject({
      components: {
        schemas: { example: { properties: { example: { type: ['string', 'null'] }, default: { type: ['string', 'null'] } } } },
      },
    });
    const item = { $ref: '#/components/pathItems/k', parameters: [{ name: 'a', in: 'query', schema: { type: 'string', nullable: true } }] };
    expect(upgraded({ openapi: '3.0.3', paths: { '/k': item } })).toMatchObject({
      paths: { '/k': { $ref: item.$ref, parameters: [{ schema: { type: ['string', 'null'] } }] } },
    });
  });
});

describe('members of one direction', () => {
  const schema = {
    type: 'object',
    required: ['name', 'secret', 'id'],
    properties: {
      name: { type: 'string' },
      secret: { allOf: [{ $ref: '#/components/schemas/Secret' }] },
      id: { type: 'integer', readOnly: true },
    },
  };
  const more = { Secret: { type: 'string', writeOnly: true } };

  test.for(['3.0.3', '3.1.0'])('are not required in the other, although `required` lists them (%s)', (version) => {
    const contract = contractOf(version, schema, more);
    expect(statedOf(contract, { name: 'a', id: 1 })).toBe('holds');
    expect(statedOf(contract, { name: 'a', secret: 's' })).toBe('breaks');
    expect(statedOf(contract, { name: 'a', secret: 's' }, requestLocation)).toBe('holds');
    expect(statedOf(contract, { name: 'a', id: 1 }, requestLocation)).toBe('breaks');
  });

  test('are not required inside a choice, nor where another part requires them', () => {
    expect(
      statedOf(contractOf('3.0.3', { anyOf: [{ $ref: '#/components/schemas/Full' }] }, { ...more, Full: schema }), { name: 'a', id: 1 }),
    ).toBe('holds');
    const apart = { allOf: [{ $ref: '#/components/schemas/Full' }, { required: ['secret'] }] };
    expect(statedOf(contractOf('3.0.3', apart, { ...more, Full: schema }), { name: 'a', id: 1 })).toBe('holds');
    expect(statedOf(contractOf('3.0.3', { oneOf: [apart] }, { ...more, Full: schema }), { name: 'a', id: 1 })).toBe('holds');
  });
});

describe('a discriminator', () => {
  const Sled = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' }, dogs: { type: 'integer' } } };
  const Boat = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' }, sails: { type: 'integer' } } };
  const oneOf = [{ $ref: '#/components/schemas/Sled' }, { $ref: '#/components/schemas/Boat' }];

  test.for<[what: string, discriminator: Json]>([
    ['with a mapping', { propertyName: 'kind', mapping: { boat: 'Boat', sled: '#/components/schemas/Sled' } }],
    ['with implicit names', { propertyName: 'kind' }],
    ['of a member that is absent', { propertyName: 'type' }],
  ])('%s selects a branch: another branch may match too', ([, discriminator]) => {
    const contract = contractOf('3.0.3', { oneOf, discriminator }, { Sled, Boat });
    expect([{ kind: 'boat' }, { kind: 'Sled' }, { kind: 'unheard of' }].map((value) => statedOf(contract, value))).toEqual([
      'holds',
      'holds',
      'holds',
    ]);
    expect(statedOf(contract, { kind: 'boat', sails: 'x', dogs: 'x' })).toBe('breaks');
    const inside = contractOf('3.0.3', { anyOf: [{ oneOf, discriminator }] }, { Sled, Boat });
    expect(statedOf(inside, { kind: 'boat' })).toBe('holds');
  });

  test('makes the difference', () => {
    expect(statedOf(contractOf('3.0.3', { oneOf }, { Sled, Boat }), { kind: 'boat' })).toBe('breaks');
  });
});

/** The number as it is read from a document or an answer. */
const beyond: unknown = JSON.parse('18446744073709551615');

describe('words of another version or dialect', () => {
  test.for<[what: string, version: string, schema: unknown, good: unknown, bad: unknown]>([
    ['a boolean bound in 3.1', '3.1.0', { type: 'integer', minimum: 0, exclusiveMinimum: true }, 1, 0],
    ['a boolean bound in 3.0', '3.0.3', { type: 'integer', maximum: 9, exclusiveMaximum: true }, 8, 9],
    ['a list of types in 3.0', '3.0.3', { type: ['string', 'null'] }, null, 5],
    ['const in 3.0', '3.0.3', { const: 'x' }, 'x', 'y'],
    ['examples in 3.0', '3.0.3', { type: 'string', examples: ['a'] }, 'b', 1],
    ['a whole number as 1.0', '3.1.0', { type: 'integer' }, JSON.parse('1.0'), 1.5],
    ['a bound beyond doubles', '3.0.3', { type: 'integer', maximum: beyond }, beyond, 1e30],
    ['a step in cents', '3.1.0', { multipleOf: 0.01 }, 19.99, 0.005],
    ['an older dialect, declared on the schema', '3.1.0', { $schema: 'http://json-schema.org/draft-07/schema#', type: 'string' }, 'a', 1],
    [
      'an anchor that one node bears',
      '3.1.0',
      { $defs: { q: { $dynamicAnchor: 'q', type: 'string' } }, properties: { a: { $dynamicRef: '#q' } } },
      { a: '' },
      { a: 1 },
    ],
    [
      'an $id with $defs',
      '3.1.0',
      { $id: 'https://kites.example/kite', properties: { a: { $ref: '#/$defs/q' } }, $defs: { q: { type: 'string' } } },
      { a: '' },
      { a: 1 },
    ],
    [
      'an $id beside references to the document',
      '3.1.0',
      { $id: 'https://kites.example/kite', properties: { a: tailRef } },
      { a: { length: 1 } },
      { a: 1 },
    ],
  ])('are read with their meaning: %s', ([, version, schema, good, bad]) => {
    const contract = contractOf(version, schema, tail);
    expect([statedOf(contract, good), statedOf(contract, bad)]).toEqual(['holds', 'breaks']);
  });

  test.for<[what: string, schema: unknown, root?: Json]>([
    ['an unknown dialect', { $schema: 'https://kites.example/dialect', type: 'string' }],
    ['an unknown dialect of the document', { type: 'string' }, { jsonSchemaDialect: 'https://kites.example/dialect' }],
    ['a broken reference', { $ref: '#/components/schemas/Nobody' }],
    ['a schema that refers to itself', { $ref: '#/components/schemas/Kite' }],
    ['a choice that refers to itself', { anyOf: [{ $ref: '#/components/schemas/Kite' }, { type: 'string' }] }],
    ['a dynamic reference to nothing', { $dynamicRef: '#x' }],
    ['an unknown type', { type: 'uuid' }],
    ['a pattern of another language', { pattern: '^(?i)a$' }],
    ['names by a pattern of another language', { patternProperties: { '^(?i)a$': false }, additionalProperties: false }],
    ['required in its old form', { anyOf: [{ required: true }] }],
    ['dependencies', { dependencies: { a: ['b'] } }],
  ])('are not judged where they cannot be read, with the reason: %s', ([, schema, root]) => {
    const contract = contractOf('3.1.0', schema, tail, root ?? {});
    const stated = [{ a: 1 }, 'text'].map((value) => statedOf(contract, value));
    expect(stated).toContain('unknown');
    expect(stated).not.toContain('breaks');
  });

  test('leave the rest of the schema judged', () => {
    const choice = contractOf('3.1.0', { anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^(?i)a$' }] });
    expect([5, 'text', {}].map((value) => statedOf(choice, value))).toEqual(['holds', 'unknown', 'breaks']);
    const contract = contractOf('3.1.0', { type: 'string', maxLength: 3, pattern: '^(?i)a$' });
    expect([statedOf(contract, 'abcd'), statedOf(contract, 5), statedOf(contract, 'abc')]).toEqual(['breaks', 'breaks', 'unknown']);
    const { unknown } = summarizeSchema(contract, answerLocation, 'abc');
    expect(unknown[0]?.reason).toContain('#/components/schemas/Kite (pattern)');
  });

  test('any and file allow every value', () => {
    for (const type of ['any', 'file']) expect(statedOf(contractOf('3.0.3', { type }), { a: 1 })).toBe('holds');
  });
});

test('a text that takes too long to match is not judged, but the others are', () => {
  const contract = contractOf('3.1.0', { type: 'array', items: { type: 'string', pattern: '^(b+)+$' } });
  const { breaches, unknown } = summarizeSchema(contract, answerLocation, ['bbb', `${'b'.repeat(50_000)}!`, 'c']);
  expect(breaches.map(({ instancePath }) => instancePath)).toEqual(['/2']);
  expect(unknown.map(({ onlyThisValue, instancePath }) => [onlyThisValue, instancePath])).toEqual([[true, '/1']]);
});

test('a value that is nested too deep is not judged', () => {
  const contract = contractOf('3.1.0', { type: 'array', items: { $ref: '#/components/schemas/Kite' } });
  let deep: unknown = [];
  for (let n = 0; n < 200_000; n++) deep = [deep];
  expect(statedOf(contract, deep)).toBe('unknown');
});

test('no schema makes judging throw, whatever it contains', () => {
  const words = `type enum const multipleOf minimum exclusiveMaximum maxLength pattern required properties patternProperties
    additionalProperties items prefixItems contains minContains allOf anyOf oneOf not if then else $ref $dynamicRef $id $anchor $schema $defs
    nullable discriminator format unevaluatedProperties dependentSchemas dependentRequired propertyNames readOnly example uniqueItems`;
  const keyword = fc.constantFrom(...words.split(/\s+/));
  const { schema } = fc.letrec((tie) => ({
    schema: fc.oneof({ maxDepth: 4 }, fc.boolean(), fc.dictionary(keyword, tie('anything'), { maxKeys: 4 })),
    anything: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>('string', '(', '#', '#/components/schemas/Kite', 0, -1, 1.5, null, true, 'object', '__proto__'),
      tie('schema'),
      fc.array(tie('anything'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', '__proto__', 'constructor', '('), tie('anything'), { maxKeys: 2 }),
    ),
  }));
  const values: readonly unknown[] = [null, 'a', 1, [], ['a'], {}, { a: 1 }, { constructor: { a: null } }];
  fc.assert(
    fc.property(schema, fc.constantFrom('3.0.3', '3.1.0'), (one, version) => {
      const contract = contractOf(version, one);
      for (const value of values) summarizeSchema(contract, answerLocation, value);
    }),
    { numRuns: 2000, seed: 7 },
  );
});
