import { expect, test } from 'vitest';
import { isType, membersOf } from '../../src/contract/infer/schema-parts.ts';
import { resolvedSchema } from '../../src/generators/resolved-schema.ts';

const nothing = { type: 'null' };
const document = {
  openapi: '3.1.0',
  components: { schemas: { Kind: { enum: ['a', 'b'] }, Two: { anyOf: [{ type: 'string' }, { type: 'integer' }] } } },
};

test.each<readonly [object, object]>([
  [
    { anyOf: [{ type: 'string', maxLength: 5 }, nothing], title: 'T' },
    { type: ['string', 'null'], maxLength: 5, title: 'T' },
  ],
  [{ oneOf: [nothing, { type: ['string', 'integer'] }] }, { type: ['string', 'integer', 'null'] }],
  [
    { anyOf: [{ $ref: '#/components/schemas/Kind' }, { enum: [null] }], default: null },
    { enum: ['a', 'b', null], default: null },
  ],
  [{ anyOf: [{ const: 'a' }, { const: null }] }, { enum: ['a', null] }],
  [
    { allOf: [{ anyOf: [{ type: 'string' }, nothing] }], description: 'd' },
    { type: ['string', 'null'], description: 'd' },
  ],
])('%o is read as one schema', (schema, expected) => {
  expect(resolvedSchema(document, { ...schema })).toEqual(expected);
});

test.each<Readonly<Record<string, unknown>>>([
  { anyOf: [{ type: 'string' }, { type: 'integer' }] },
  { anyOf: [{ type: 'string' }, { type: 'integer' }, nothing] },
  { anyOf: [nothing, nothing] },
  { anyOf: [{ $ref: '#/components/schemas/Two' }, nothing] },
  { anyOf: [{ not: { type: 'string' } }, nothing] },
  { anyOf: [{ type: 'string' }, nothing], oneOf: [{ minLength: 2 }, nothing] },
])('%o stays a choice', (schema) => {
  expect(resolvedSchema(document, schema)).toEqual(schema);
});

test('in OpenAPI 3.0, which knows no type null, it stays a choice', () => {
  const schema = { anyOf: [{ type: 'string' }, nothing] };
  expect(resolvedSchema({ openapi: '3.0.3' }, schema)).toEqual(schema);
});

test('its type and its members are those of what it allows beside null', () => {
  const schema = { anyOf: [{ type: 'object', properties: { id: { type: 'string' } } }, nothing] };
  expect(isType(document, schema, 'object')).toBe(true);
  expect([...membersOf(document, schema).keys()]).toEqual(['id']);
});
