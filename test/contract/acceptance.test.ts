import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import { acceptanceOf } from '../../src/contract/schema/acceptance.ts';
import { localSchema } from '../../src/contract/schema/keywords.ts';
import { locate } from '../../src/contract/schema/same-value.ts';
import { validatorOf } from '../../src/contract/schema/validator.ts';

const values: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  1,
  1.5,
  10,
  1e300,
  '',
  'a',
  'ab',
  'red',
  '😀',
  '😀😀',
  'x'.repeat(9),
  [],
  [1],
  [1, 2, 3],
  {},
  { name: 'a' },
  { name: 'a', other: 1 },
];

const schemas: readonly Schema[] = [
  ...['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'].map((type) => ({ type })),
  { type: ['string', 'null'] },
  { type: 'string', enum: ['red', 'a'] },
  { enum: ['red', 1, null, false] },
  { const: 'red' },
  { const: 0 },
  { type: 'integer', minimum: 1, maximum: 10 },
  { exclusiveMinimum: 1, exclusiveMaximum: 10 },
  { type: 'string', minLength: 1 },
  { minLength: 2, maxLength: 2 },
  { type: 'array', minItems: 1, maxItems: 2 },
  { type: 'object', additionalProperties: false, properties: { name: { type: 'string' } } },
  { type: 'object', additionalProperties: false },
  { type: 'object', additionalProperties: false, patternProperties: { '^o': true }, properties: { name: true } },
];

describe('what is accepted without the validator', () => {
  test.each(schemas.map((schema) => [JSON.stringify(schema), schema] as const))('matches %s by the validator too', (_text, schema) => {
    const document = { openapi: '3.1.0', components: { schemas: { Kite: schema } } };
    const own = localSchema(schema) ?? true;
    const validate = validatorOf(document).compile(locate(document, own, '#/components/schemas/Kite'), 'response', new Set(), 'read');
    const accepts = acceptanceOf(own) ?? (() => false);
    for (const value of values) if (accepts(value)) expect(validate(value), JSON.stringify(value)).toEqual({ kind: 'match' });
  });

  test('is most of what matches', () => {
    expect(acceptanceOf({ type: 'string', minLength: 1 })?.('a')).toBe(true);
    expect(
      acceptanceOf({ type: 'object', additionalProperties: false, properties: { name: true }, patternProperties: {} })?.({ name: 1 }),
    ).toBe(true);
  });

  test.each([
    [{ pattern: '^a' }],
    [{ type: 'kite' }],
    [{ type: 'string', maxLength: '5' }],
    [{ enum: [] }],
    [{ enum: [{ a: 1 }] }],
    [{ not: { type: 'string' } }],
    [{ type: 'string', anyOf: [{ minLength: 1 }] }],
  ])('is nothing of %j', (schema) => {
    expect(acceptanceOf(schema)).toBeUndefined();
  });
});
