import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import { below, tokensOf, valueAt } from '../../src/contract/pointer.ts';
import type { Breach, BreachContext } from '../../src/generators/breaches/breach.ts';
import { breaches } from '../../src/generators/breaches/breaches.ts';
import { frozen, shrunkPath } from './laws.ts';
import { randomSchemas } from './random-schemas.ts';
import { referee } from './referee.ts';
import { secondReferee } from './second-referee.ts';

/** The schema without one keyword of one node. */
const without = (schema: Schema, { pointer, keyword }: Breach): Schema => {
  const copy = structuredClone(schema);
  const node = valueAt(copy, pointer);
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, keyword))
    throw new Error(`${below(pointer, keyword)} is not there`);
  Reflect.deleteProperty(node, keyword);
  return copy;
};

const reported = (schema: unknown, { pointer, keyword }: Breach, value: unknown): string =>
  `${keyword} at ${pointer} of ${JSON.stringify(schema)}: ${JSON.stringify(value)}`;

/**
 * What must hold for every breach: an independent judge refuses each value, and accepts it without the one keyword of its node;
 * the same seed gives the same values, and values that shrink stay breaches of that keyword.
 */
const keepTheLaws = async (written: Schema, context: Partial<BreachContext> = {}): Promise<readonly Breach[]> => {
  const schema = frozen(written);
  const document = typeof schema === 'boolean' ? {} : schema;
  const found = breaches(schema, { document, ...context });
  const asked = referee(schema, { formats: context.formats === 'asserted' });
  // For the second validator formats are annotations.
  const asksBoth = context.formats !== 'asserted';
  const askedToo = asksBoth ? await secondReferee(schema) : undefined;
  for (const breach of found) {
    const otherwise = referee(without(written, breach));
    const otherwiseToo = asksBoth ? await secondReferee(without(written, breach)) : undefined;
    if (!asked || !otherwise) continue;
    const values = fc.sample(breach.arb, { seed: 1, numRuns: 20 });
    const path = shrunkPath(breach.arb, 2, () => true);
    for (const value of [...values, ...path]) {
      expect(asked(value), reported(schema, breach, value)).toMatch(/^refused|^none/);
      expect(otherwise(value), reported(schema, breach, value)).toMatch(/^accepted|^none/);
      if (askedToo) expect(askedToo(value), reported(schema, breach, value)).toMatch(/^refused|^none/);
      if (otherwiseToo) expect(otherwiseToo(value), reported(schema, breach, value)).toMatch(/^accepted|^none/);
      expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    }
  }
  const again = breaches(structuredClone(written), { document, ...context });
  expect(again.map(({ arb }) => fc.sample(arb, { seed: 3, numRuns: 5 }))).toEqual(
    found.map(({ arb }) => fc.sample(arb, { seed: 3, numRuns: 5 })),
  );
  return found;
};

const named = (found: readonly Breach[]): string[] =>
  found.map(({ pointer, instancePath, keyword }) => `${keyword} at ${pointer} for ${instancePath}`);

const instance = {
  type: 'object',
  required: ['name', 'size'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 9, pattern: '^[a-z-]+$' },
    size: { $ref: '#/$defs/size' },
    count: { type: 'integer', minimum: 1, maximum: 100, multipleOf: 5 },
    tags: { type: 'array', items: { type: 'string', maxLength: 4 }, minItems: 1, maxItems: 3, uniqueItems: true },
    note: { type: ['string', 'null'], maxLength: 5 },
    since: { type: 'string', format: 'date' },
    ratio: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
  },
  $defs: { size: { enum: ['small', 'large'] } },
} as const satisfies Schema;

describe('the breaches of a schema', () => {
  test('are one per keyword and node, each at its location in the value', async () => {
    expect(named(await keepTheLaws(instance))).toEqual([
      'type at # for ',
      'required at # for /name',
      'required at # for /size',
      'additionalProperties at # for /ct-extra',
      'type at #/properties/name for /name',
      'minLength at #/properties/name for /name',
      'maxLength at #/properties/name for /name',
      'pattern at #/properties/name for /name',
      'enum at #/$defs/size for /size',
      'type at #/properties/count for /count',
      'minimum at #/properties/count for /count',
      'maximum at #/properties/count for /count',
      'multipleOf at #/properties/count for /count',
      'type at #/properties/tags for /tags',
      'minItems at #/properties/tags for /tags',
      'maxItems at #/properties/tags for /tags',
      'uniqueItems at #/properties/tags for /tags',
      'type at #/properties/tags/items for /tags/0',
      'maxLength at #/properties/tags/items for /tags/0',
      'type at #/properties/note for /note',
      'maxLength at #/properties/note for /note',
      'type at #/properties/since for /since',
      'type at #/properties/ratio for /ratio',
      'exclusiveMinimum at #/properties/ratio for /ratio',
      'exclusiveMaximum at #/properties/ratio for /ratio',
    ]);
  });

  test('include those of a format only where formats are asserted', async () => {
    expect(named(await keepTheLaws(instance, { formats: 'asserted' }))).toContain('format at #/properties/since for /since');
  });

  test('leave out what cannot be broken alone', async () => {
    expect(named(await keepTheLaws({ type: 'string', minLength: 1, enum: ['a', 'b'] }))).toEqual(
      ['type at # for ', 'enum at # for '].slice(1),
    );
    expect((await keepTheLaws({ type: 'object', minProperties: 0 })).map(({ keyword }) => keyword)).toEqual(['type']);
    expect(await keepTheLaws({})).toEqual([]);
    expect(breaches({ $dynamicRef: '#x' }, { document: {} })).toEqual([]);
  });

  test.each<[string, Schema]>([
    [
      'a choice',
      {
        oneOf: [
          { type: 'integer', multipleOf: 2 },
          { type: 'integer', multipleOf: 3 },
        ],
      },
    ],
    ['any of several', { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'integer' }] }],
    ['a nullable reference', { anyOf: [{ $ref: '#/$defs/a' }, { type: 'null' }], $defs: { a: { type: 'string', minLength: 2 } } }],
    ['all of several', { allOf: [{ type: 'object', required: ['a'] }, { properties: { a: { type: 'integer', minimum: 4 } } }] }],
    [
      'a condition',
      {
        type: 'object',
        required: ['a', 'b'],
        properties: { a: { type: 'boolean' } },
        if: { properties: { a: { const: true } } },
        then: { properties: { b: { type: 'integer' } } },
      },
    ],
    ['names that require others', { type: 'object', dependentRequired: { a: ['b', 'c'] } }],
    ['rules for names', { type: 'object', propertyNames: { pattern: '^[a-z]+$' } }],
    ['a list that contains', { type: 'array', items: { type: 'integer' }, contains: { minimum: 5 }, maxContains: 2 }],
    ['a prefix of a list', { type: 'array', prefixItems: [{ type: 'string' }, { const: 1 }], minItems: 2 }],
    ['not', { type: 'integer', not: { multipleOf: 3 } }],
    ['a map', { type: 'object', additionalProperties: { type: 'integer', maximum: 9 } }],
    [
      'a tree',
      {
        $ref: '#/$defs/n',
        $defs: { n: { type: 'object', required: ['v'], properties: { v: { type: 'integer' }, next: { $ref: '#/$defs/n' } } } },
      },
    ],
    [
      'members that nothing has evaluated',
      { type: 'object', allOf: [{ properties: { a: { type: 'integer' } } }], unevaluatedProperties: false },
    ],
    ['items that nothing has evaluated', { type: 'array', prefixItems: [{ type: 'integer' }], unevaluatedItems: false }],
    ['items behind the last one', { type: 'array', prefixItems: [{ type: 'integer' }], items: false }],
    [
      'a schema that depends on a member',
      { type: 'object', properties: { b: { type: 'integer' } }, dependentSchemas: { a: { required: ['b'] } } },
    ],
    ['members by pattern', { type: 'object', patternProperties: { '^x-': { type: 'integer', minimum: 3 } } }],
  ])('of %s keep the laws', async (_, schema) => {
    expect((await keepTheLaws(schema)).length).toBeGreaterThan(0);
  });

  test('of random schemas keep the laws', async () => {
    let count = 0;
    for (const schema of fc.sample(randomSchemas, { seed: 77, numRuns: 30 })) {
      if (JSON.stringify(schema).includes('$ref')) continue;
      count += (await keepTheLaws(schema)).length;
    }
    expect(count).toBeGreaterThan(25);
  });

  test('of a node that is named by its URI are located where it is written', () => {
    const schema = {
      $id: 'https://crates.example/crate',
      type: 'object',
      required: ['size'],
      properties: { size: { $ref: 'size#height' } },
      $defs: { size: { $id: 'size', $defs: { height: { $anchor: 'height', type: 'integer', maximum: 9 } } } },
    };
    const found = breaches(schema, { document: schema });
    expect(named(found)).toContain('maximum at #/$defs/size/$defs/height for /size');
  });

  test('name a location inside the value', () => {
    for (const { instancePath, keyword, arb } of breaches(instance, { document: instance })) {
      const around = `/${tokensOf(instancePath).slice(0, -1).join('/')}`.replace(/^\/$/, '');
      for (const value of fc.sample(arb, { seed: 9, numRuns: 10 })) {
        if (keyword === 'required') expect(valueAt(value, instancePath)).toBeUndefined();
        expect(valueAt(value, keyword === 'required' ? around : instancePath)).toBeDefined();
      }
    }
  });

  test('of a request ignore read-only members', () => {
    const schema = {
      type: 'object',
      required: ['id', 'name'],
      properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' } },
    };
    const found = breaches(schema, { document: schema, direction: 'request' });
    expect(named(found)).toEqual(['type at # for ', 'required at # for /name', 'type at #/properties/name for /name']);
  });
});
