import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import { referee } from './referee.ts';
import { secondReferee } from './second-referee.ts';
import { textFormats } from '../../src/generators/values/formats/formats.ts';
import { valid } from '../../src/generators/values/valid.ts';
import { keepsTheLaws, made, shrunkPath } from './laws.ts';

/** Schemas by their special feature. */
const families: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  'any value': { true: true, 'an empty schema': {}, 'a list of types': { type: ['string', 'integer', 'null'] } },
  'listed values': {
    'an enum': { enum: ['a', 'bb', 3, null, { a: [1] }] },
    'a const': { const: { a: [1, { b: null }] } },
    'an enum narrowed by its neighbours': { enum: [1, 'two', 3, 4], type: 'integer', maximum: 3 },
    'enums that overlap': { allOf: [{ enum: [1, 2, 3] }, { enum: [2, 3, 4] }] },
    'a nullable enum': { type: ['string', 'null'], enum: ['a', 'b', null] },
  },
  numbers: {
    'any number': { type: 'number' },
    'any integer': { type: 'integer' },
    'a range': { type: 'integer', minimum: -3, maximum: 200 },
    'excluded bounds': { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 2 },
    'bounds with a fraction': { type: 'integer', minimum: 0.5, maximum: 3.5 },
    'a step': { type: 'integer', multipleOf: 7, minimum: 1 },
    'a step with a fraction': { type: 'number', multipleOf: 0.01, minimum: 0, maximum: 1 },
    'a step in a narrow range': { type: 'number', multipleOf: 0.07, minimum: 0.2, maximum: 0.3 },
    'two steps': { allOf: [{ type: 'integer', multipleOf: 4 }, { multipleOf: 6 }] },
    'a step of an integer that has a fraction': { type: 'integer', multipleOf: 1.5 },
    'a narrow range': { type: 'number', minimum: 0.1, maximum: 0.1001 },
    'an open narrow range': { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 1.000001 },
    'one number': { type: 'number', minimum: 2.5, maximum: 2.5 },
    'negative numbers': { type: 'number', exclusiveMaximum: 0 },
    'beyond 2^53': { type: 'integer', minimum: 2 ** 60 },
    'a 32-bit integer': { type: 'integer', format: 'int32' },
    'a large number': { type: 'number', minimum: 1e300 },
    'a bound without a type': { minimum: 5 },
  },
  texts: {
    'any text': { type: 'string' },
    'no more than': { type: 'string', maxLength: 3 },
    exactly: { type: 'string', minLength: 5, maxLength: 5 },
    long: { type: 'string', minLength: 300, maxLength: 400 },
    'an empty text': { type: 'string', maxLength: 0 },
    'lengths written as decimals': { type: 'string', minLength: 2.0, maxLength: 3.0 },
    'a pattern': { type: 'string', pattern: '^[a-z]{3}-\\d{4}$' },
    'a pattern anywhere': { type: 'string', pattern: 'ab+c' },
    'a pattern with a length': { type: 'string', pattern: '^[a-z0-9-]+$', minLength: 3, maxLength: 20 },
    'two patterns': { allOf: [{ type: 'string', pattern: '^a' }, { pattern: 'z$' }] },
    'an astral character': { type: 'string', pattern: '^.$', minLength: 1, maxLength: 1 },
    'a pattern that looks ahead': {
      type: 'string',
      pattern: '^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)(?=.*[@$!%*?&])[A-Za-z\\d@$!%*?&]{8,}$',
      maxLength: 20,
    },
    'a pattern that looks ahead for what must not be': { type: 'string', pattern: '^(?!admin)[a-z]{3,12}(?<!root)$' },
    'a pattern inside a longer text': { type: 'string', pattern: 'a{3}', minLength: 200 },
    'a property of characters': { type: 'string', pattern: '^\\p{Lu}\\p{Ll}+$' },
    'date-time': { type: 'string', format: 'date-time' },
    date: { type: 'string', format: 'date' },
    email: { type: 'string', format: 'email' },
    ipv4: { type: 'string', format: 'ipv4' },
    uri: { type: 'string', format: 'uri' },
    uuid: { type: 'string', format: 'uuid' },
    base64: { type: 'string', contentEncoding: 'base64' },
    'a format of a length': { type: 'string', format: 'email', maxLength: 16 },
    'a format and a pattern': { type: 'string', format: 'date-time', pattern: 'Z$' },
    'an unknown format': { type: 'string', format: 'spaceship' },
  },
  arrays: {
    'of anything': { type: 'array' },
    'of integers': { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 5 },
    'of exactly so many': { type: 'array', items: { type: 'boolean' }, minItems: 3, maxItems: 3 },
    'of many': { type: 'array', items: { const: 0 }, maxItems: 40 },
    'of different items': { type: 'array', items: { type: 'integer', minimum: 1, maximum: 4 }, uniqueItems: true, minItems: 4 },
    'of different texts': { type: 'array', items: { type: 'string', maxLength: 2 }, uniqueItems: true, minItems: 3 },
    'of different listed items': { type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true },
    'with a prefix': { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: { type: 'boolean' }, minItems: 1 },
    'with nothing after the prefix': { type: 'array', prefixItems: [{ type: 'string' }], items: false },
    'with something in it': { type: 'array', items: { type: 'integer' }, contains: { minimum: 100 }, minContains: 2 },
    'with something at a position': { type: 'array', prefixItems: [{ type: 'string' }, {}], contains: { type: 'integer' }, items: false },
    'with at most so many of a kind': { type: 'array', contains: { type: 'integer' }, minContains: 0, maxContains: 1, minItems: 3 },
    'with two kinds in it': { type: 'array', allOf: [{ contains: { const: 'a' } }, { contains: { const: 'b' } }] },
    'of what is evaluated': { type: 'array', prefixItems: [{ type: 'string' }], contains: { type: 'integer' }, unevaluatedItems: false },
    empty: { type: 'array', items: false },
    'of arrays': { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
  },
  objects: {
    'of anything': { type: 'object' },
    'with required members': { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'integer' }, c: {} } },
    'with a required member that is not described': { type: 'object', required: ['a'] },
    closed: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, additionalProperties: false },
    'with a member that cannot be': { type: 'object', properties: { a: { type: 'integer' }, b: false } },
    'a map': { type: 'object', additionalProperties: { type: 'integer' } },
    'a map with names': { type: 'object', additionalProperties: { type: 'integer' }, propertyNames: { pattern: '^[a-f]{2,4}$' } },
    'with patterns': { type: 'object', patternProperties: { '^x-': { type: 'integer' } }, additionalProperties: false, minProperties: 2 },
    'with at least so many': { type: 'object', properties: { a: { type: 'null' }, b: { type: 'null' } }, minProperties: 3 },
    'with at most so many': { type: 'object', properties: { a: {}, b: {}, c: {}, d: {} }, maxProperties: 2 },
    'of what is evaluated': {
      type: 'object',
      required: ['a', 'b'],
      anyOf: [
        { properties: { a: { type: 'integer' } }, required: ['a'] },
        { properties: { b: { type: 'integer' } }, required: ['b'] },
      ],
      unevaluatedProperties: false,
    },
    'with members that require others': { type: 'object', properties: { a: {}, b: {}, c: {} }, dependentRequired: { a: ['b'], b: ['c'] } },
    'with a name of every object': {
      type: 'object',
      required: ['__proto__', 'constructor'],
      properties: { constructor: { type: 'string' } },
    },
    'with a schema that depends on a member': {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      dependentSchemas: { a: { required: ['b'] } },
    },
  },
  choices: {
    'any of': {
      anyOf: [
        { type: 'string', maxLength: 2 },
        { type: 'integer', minimum: 5 },
      ],
    },
    'one of': {
      oneOf: [
        { type: 'integer', multipleOf: 2 },
        { type: 'integer', multipleOf: 3 },
      ],
    },
    'one of, beside other keywords': {
      type: 'object',
      required: ['kind'],
      properties: { kind: { enum: ['a', 'b'] } },
      oneOf: [
        { properties: { kind: { const: 'a' }, x: { type: 'integer' } }, required: ['x'] },
        { properties: { kind: { const: 'b' }, y: { type: 'string' } }, required: ['y'] },
      ],
    },
    'all of': {
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { minimum: 1 } } },
        { properties: { a: { type: 'integer', maximum: 9 } } },
      ],
    },
    'a nullable reference': { anyOf: [{ $ref: '#/$defs/id' }, { type: 'null' }], $defs: { id: { type: 'string', pattern: '^id_' } } },
    not: { type: 'integer', minimum: 0, maximum: 20, not: { multipleOf: 3 } },
    'if and then': {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { enum: [1, 2] }, b: { type: 'integer' } },
      if: { properties: { a: { const: 1 } } },
      then: { properties: { b: { maximum: 0 } } },
      else: { properties: { b: { minimum: 1 } } },
    },
    'a choice inside a choice': { anyOf: [{ oneOf: [{ const: 'a' }, { const: 'b' }] }, { anyOf: [{ type: 'boolean' }, false] }] },
  },
  references: {
    'a tree': {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
        },
      },
    },
    'a list that ends in null': {
      $ref: '#/$defs/list',
      $defs: {
        list: { type: 'object', required: ['next'], properties: { next: { anyOf: [{ $ref: '#/$defs/list' }, { type: 'null' }] } } },
      },
    },
    'a finite way among infinite ones': {
      $ref: '#/$defs/a',
      $defs: {
        a: {
          type: 'object',
          required: ['b'],
          properties: { b: { oneOf: [{ $ref: '#/$defs/a' }, { type: 'array', minItems: 1, items: { $ref: '#/$defs/c' } }] } },
        },
        c: { type: 'object', required: ['d'], properties: { d: { anyOf: [{ $ref: '#/$defs/c' }, { const: 'end' }] } } },
      },
    },
    'a name inside a schema with a URI': {
      $id: 'https://crates.example/crate',
      $ref: 'size#height',
      $defs: { size: { $id: 'size', $defs: { height: { $anchor: 'height', type: 'integer', maximum: 9 } } } },
    },
    'an anchor': { $ref: '#here', $defs: { x: { $anchor: 'here', type: 'integer', minimum: 7 } } },
    'siblings of a reference': { $ref: '#/$defs/a', maximum: 5, $defs: { a: { type: 'integer', minimum: 4 } } },
  },
  'printed values': {
    'an example': { type: 'string', examples: ['web-01'], maxLength: 8 },
    'a default that does not match': { type: 'integer', default: 'none' },
    'an example of what we cannot make': {
      type: 'string',
      pattern: '^(?=.*[a-m])(?=.*[n-z])(?=.*\\d)[a-z\\d]{64}$',
      examples: ['an1'.padEnd(64, 'b')],
    },
  },
};

describe.each(Object.entries(families))('%s keep the laws', (_, schemas) => {
  test.each(Object.entries(schemas))('%s', (_name, schema) => {
    keepsTheLaws(schema);
  });
});

test('a dynamic reference leads to the outermost node of its name', async () => {
  const schema = {
    $id: 'https://crates.example/shelf',
    $ref: 'list',
    $defs: {
      item: { $dynamicAnchor: 'item', type: 'integer' },
      list: { $id: 'list', type: 'array', minItems: 1, items: { $dynamicRef: '#item' }, $defs: { any: { $dynamicAnchor: 'item' } } },
    },
  };
  const judge = await secondReferee(schema);
  for (const value of fc.sample(made(schema), { seed: 1, numRuns: 50 })) {
    expect(value).toEqual(expect.arrayContaining([expect.any(Number)]));
    expect(judge?.(value)).toBe('accepted');
  }
});

test('a schema that is brought along is found by its URI, and nothing else is', () => {
  const schema = { type: 'array', minItems: 1, items: { $ref: 'https://crates.example/size' } };
  const size = { $id: 'https://crates.example/size', enum: ['small', 'large'] };
  const context = { document: schema, schemas: new Map([['https://crates.example/size', size]]) };
  const sizes = fc.sample(made(schema, context), { seed: 1, numRuns: 20 }).flat();
  expect(new Set(sizes)).toEqual(new Set(size.enum));
  expect(valid(schema, { document: schema })).toMatchObject({ kind: 'unsupported', keyword: '$ref', pointer: '#/items' });
});

describe('what must be large is made with bounded work', () => {
  test.each<[string, Schema, (value: unknown) => number]>([
    ['a long text', { type: 'string', minLength: 1e6 }, (value) => String(value).length],
    ['a long list', { type: 'array', minItems: 1e5, items: { type: 'integer' } }, (value) => (Array.isArray(value) ? value.length : 0)],
    [
      'a large object',
      { type: 'object', minProperties: 1000, additionalProperties: { const: 1 } },
      (value) => Object.keys(value as object).length,
    ],
    ['a long enum', { enum: Array.from({ length: 50_000 }, (_, n) => n) }, Number],
  ])('%s', (_, schema, sizeOf) => {
    const values = fc.sample(made(schema), { seed: 1, numRuns: 3 });
    expect(Math.max(...values.map(sizeOf))).toBeGreaterThanOrEqual(1000);
  });

  test('a deep schema', () => {
    const deep = Array.from({ length: 200 }).reduce<Schema>((inner) => ({ type: 'object', required: ['a'], properties: { a: inner } }), {
      const: 1,
    });
    expect(JSON.stringify(fc.sample(made(deep), { seed: 1, numRuns: 1 }))).toContain('{"a":1}');
  });
});

describe('a format', () => {
  test.each(textFormats.map((format) => [format.name, format] as const))(
    '%s is made as validators know it, and its near misses are none',
    (name, format) => {
      const judge = referee({ type: 'string', format: name });
      for (const text of fc.sample(format.arb, { seed: 2, numRuns: 200 })) {
        expect(format.accepts(text), text).toBe(true);
        expect(judge?.(text), text).toBe('accepted');
      }
      for (const text of format.nearMisses) {
        expect(format.accepts(text), text).toBe(false);
        expect(judge?.(text), text).toMatch(/^refused/);
      }
    },
  );
});

describe('an unsatisfiable schema is reported as such', () => {
  const impossible: Readonly<Record<string, Schema>> = {
    false: false,
    'a minimum above the maximum': { type: 'number', minimum: 5, maximum: 4 },
    'no integer between the bounds': { type: 'integer', minimum: 1.2, maximum: 1.8 },
    'a range that excludes its only number': { type: 'number', minimum: 1, exclusiveMaximum: 1 },
    'no multiple between the bounds': { type: 'number', multipleOf: 10, minimum: 11, maximum: 19 },
    'lengths the wrong way round': { type: 'string', minLength: 3, maxLength: 2 },
    'types that exclude each other': { allOf: [{ type: 'string' }, { type: 'integer' }] },
    'enums that share nothing': { allOf: [{ enum: [1] }, { enum: [2] }] },
    'an enum of another type': { type: 'string', enum: [1, 2] },
    'three different booleans': { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 },
    'more items than may be': { type: 'array', items: false, minItems: 1 },
    'a required member that is forbidden': { type: 'object', required: ['a'], properties: { a: false } },
    'a required member of a closed object': { type: 'object', required: ['a'], additionalProperties: false },
    'more members than there are names': { type: 'object', properties: { a: {} }, additionalProperties: false, minProperties: 2 },
    'a value that contains itself': {
      $ref: '#/$defs/a',
      $defs: { a: { type: 'object', required: ['a'], properties: { a: { $ref: '#/$defs/a' } } } },
    },
    'two that need each other': {
      $ref: '#/$defs/a',
      $defs: {
        a: { type: 'object', required: ['b'], properties: { b: { $ref: '#/$defs/b' } } },
        b: { type: 'array', minItems: 1, items: { $ref: '#/$defs/a' } },
      },
    },
    'not anything': { not: {} },
    'no branch that can be met': { type: 'string', anyOf: [{ type: 'integer' }, false] },
  };
  test.each(Object.entries(impossible))('%s', (_, schema) => {
    const generated = valid(schema, { document: typeof schema === 'boolean' ? {} : schema });
    expect(generated).toMatchObject({ kind: 'unsatisfiable' });
    if (generated.kind === 'unsatisfiable') expect(generated.why.length).toBeGreaterThan(0);
  });
});

describe('an unsupported keyword is named', () => {
  const unsupported: readonly (readonly [string, Schema, pointer: string, keyword: string])[] = [
    ['a dynamic reference', { properties: { a: { $dynamicRef: '#x' } } }, '#/properties/a', '$dynamicRef'],
    ['a reference to elsewhere', { items: { $ref: 'https://example.com/x' } }, '#/items', '$ref'],
    ['a reference to nothing', { $ref: '#/$defs/none' }, '#', '$ref'],
    ['a relative reference to nothing', { $id: 'https://example.com/a', items: { $ref: 'b' } }, '#/items', '$ref'],
    ['a text that is too long', { type: 'string', minLength: 1e9 }, '#', 'minLength'],
    ['a list that is too long', { type: 'array', minItems: 1e9 }, '#', 'minItems'],
    ['an object that is too large', { type: 'object', minProperties: 1e9 }, '#', 'minProperties'],
    ['an invalid pattern', { pattern: '(' }, '#', 'pattern'],
    ['a schema that is itself', { allOf: [{ $ref: '#' }] }, '#', '$ref'],
    ['a pattern that nothing matches', { type: 'string', pattern: '^(?=[a-m]*$)(?=[n-z]*$).{40}$' }, '#', 'pattern'],
    ['what is hardly ever met', { type: 'string', not: { pattern: '^.*$' } }, '#', 'not'],
    ['another dialect', { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1 }, '#', '$schema'],
  ];
  test.each(unsupported)('%s', (_, schema, pointer, keyword) => {
    const generated = valid(schema, { document: schema as Record<string, unknown> });
    expect(generated).toMatchObject({ kind: 'unsupported', pointer, keyword });
  });

  test('in an optional member it is left out, with a note', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'string', pattern: '^(?=[a-m]*$)(?=[n-z]*$).{40}$' } },
    };
    const generated = valid(schema, { document: schema });
    if (generated.kind !== 'ok') throw new Error(JSON.stringify(generated));
    expect(generated.notes).toEqual([{ pointer: '#/properties/b', note: expect.stringContaining('"b" is left out') as string }]);
    for (const value of fc.sample(generated.arb, { seed: 1, numRuns: 50 })) expect(value).not.toHaveProperty('b');
  });
});

describe('directions', () => {
  const schema = {
    type: 'object',
    required: ['id', 'name', 'secret'],
    properties: { id: { $ref: '#/$defs/id' }, name: { type: 'string' }, secret: { type: 'string', writeOnly: true } },
    $defs: { id: { type: 'integer', readOnly: true } },
    examples: [{ id: 1, name: 'a', secret: 'b' }],
  };
  const membersIn = (direction?: 'request' | 'response'): string[] => {
    const values = fc.sample(made(schema, direction ? { direction } : {}), { seed: 1, numRuns: 30 }) as object[];
    return [...new Set(values.flatMap((value) => Object.keys(value)))].sort();
  };

  test('a request leaves out what is read only', () => expect(membersIn('request')).toEqual(['name', 'secret']));
  test('a response leaves out what is write only', () => expect(membersIn('response')).toEqual(['id', 'name']));
  test('without a direction everything is there', () => expect(membersIn()).toEqual(['id', 'name', 'secret']));
});

describe('what the document prints', () => {
  test('comes first and often', () => {
    const values = fc.sample(made({ type: 'string', examples: ['one', 'two'], default: 'three' }), { seed: 1, numRuns: 100 });
    expect(values).toEqual(expect.arrayContaining(['one', 'two', 'three']));
  });

  test('is noted where it does not match, and never made', () => {
    const schema = { type: 'object', properties: { a: { type: 'integer', example: 'x', default: 3 } } };
    const generated = valid(schema, { document: schema });
    if (generated.kind !== 'ok') throw new Error(JSON.stringify(generated));
    expect(generated.notes.map(({ pointer }) => pointer)).toEqual(['#/properties/a/example']);
    expect(fc.sample(generated.arb, { seed: 1, numRuns: 100 })).not.toContainEqual({ a: 'x' });
  });

  test('is enough where nothing else can be made', () => {
    const schema = { type: 'string', pattern: '^(?=.*m$)(?=n{20}).{40}$', examples: ['m'.padStart(40, 'n')] };
    expect(new Set(fc.sample(made(schema), { seed: 1, numRuns: 20 }))).toEqual(new Set(schema.examples));
  });
});

describe('coverage', () => {
  const seen = (schema: Schema, numRuns = 300): Set<unknown> => new Set(fc.sample(made(schema), { seed: 5, numRuns }));

  test('every branch is taken', () => {
    const kinds = new Set(
      [...seen({ anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }, { const: [] }] })].map((value) =>
        Array.isArray(value) ? 'array' : typeof value,
      ),
    );
    expect(kinds).toEqual(new Set(['string', 'number', 'object', 'array']));
  });

  test('the bounds of a range are met', () => {
    const values = seen({ type: 'integer', minimum: 3, maximum: 5000 });
    expect(values).toContain(3);
    expect(values).toContain(5000);
  });

  test('the greatest length is met', () => {
    const lengths = new Set([...seen({ type: 'string', maxLength: 63 })].map((text) => String(text).length));
    expect(lengths).toContain(0);
    expect(lengths).toContain(63);
  });

  test('optional members are sometimes present', () => {
    const values = [...seen({ type: 'object', properties: { a: { const: 1 }, b: { const: 2 } } })].map((value) => JSON.stringify(value));
    expect(new Set(values)).toEqual(new Set(['{}', '{"a":1}', '{"b":2}', '{"a":1,"b":2}']));
  });
});

describe('shrinking', () => {
  test('leads to the smallest number that still breaks', () => {
    const path = shrunkPath(made({ type: 'integer', multipleOf: 5, minimum: 0 }), 3, (value) => Number(value) >= 1000);
    expect(path.at(-1)).toBe(1000);
  });

  test('drops irrelevant members', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string', minLength: 1 }, b: { type: 'integer' }, c: { type: 'array', items: { type: 'string' } } },
    };
    const path = shrunkPath(made(schema), 4, () => true);
    expect(path.at(-1)).toEqual({ a: 'a' });
  });

  test('stays with the branch that breaks', () => {
    const path = shrunkPath(
      made({ oneOf: [{ type: 'integer' }, { type: 'string', minLength: 3 }] }),
      2,
      (value) => typeof value === 'string',
    );
    expect(path.at(-1)).toBe('aaa');
  });
});
