import { describe, expect, test } from 'vitest';
import { edgeValues } from '../../src/generators/edge-values.ts';
import type { Schema } from '../../src/contract/model.ts';

const valuesOf = (name: string, schema: Schema): unknown[] => edgeValues({}, schema, name).map(({ value }) => value);

describe('the values that a document names', () => {
  test.each<readonly [string, string, Schema, readonly unknown[]]>([
    ['listed ones', 'colour', { type: 'string', enum: ['red', 'blue'] }, ['red', 'blue']],
    ['both truth values', 'open', { type: 'boolean' }, [false, true]],
    ['null', 'open', { type: ['boolean', 'null'] }, [false, true, null]],
    ['the limits of a number, and one inside', 'seats', { type: 'integer', minimum: 1, maximum: 9 }, [1, 9, 5]],
    ['a decimal too', 'weight', { type: 'number', minimum: 0, maximum: 10 }, [0, 10, 5, 5.5]],
    ['no limit that is left out', 'weight', { type: 'number', exclusiveMinimum: 0, maximum: 10 }, [10]],
    [
      'the lengths of a text for people, also of letters of two octets and of two units',
      'title',
      { type: 'string', minLength: 2, maxLength: 8 },
      ['Pl', 'Plai', 'PlainLet', 'é'.repeat(8), '𝒮'.repeat(8)],
    ],
    [
      'lengths of plain letters alone, where they count octets',
      'title',
      { type: 'string', maxLength: 8, description: 'At most 8 bytes.' },
      ['Plai', 'PlainLet'],
    ],
    [
      'the lengths of a text that only may not be white space alone',
      'text',
      { type: 'string', maxLength: 4, pattern: '\\S' },
      ['Pl', 'Plai', 'éééé', '𝒮𝒮𝒮𝒮'],
    ],
    [
      'a great number, in a text that a pattern makes a decimal',
      'toll',
      { type: 'string', pattern: '^(0|[1-9][0-9]{0,11})\\.[0-9]{2}$' },
      ['9999999999.99'],
    ],
    ['as great a number as its pattern allows', 'depth', { type: 'string', pattern: '^-?\\d{1,4}(\\.\\d{1,2})?$' }, ['9999.9']],
    ['no great number that belongs to another one', 'least_toll', { type: 'string', pattern: '^\\d{1,9}\\.\\d{2}$' }, []],
    ['no great number in a text that has digits among others', 'berth', { type: 'string', pattern: '^[a-z0-9]{1,9}\\.[0-9]{2}$' }, []],
    ['no length of a text with a form', 'text', { type: 'string', maxLength: 4, pattern: '^[A-Z]' }, []],
    ['the length of a numbered text', 'street2', { type: 'string', maxLength: 4 }, ['Pl', 'Plai', 'éééé', '𝒮𝒮𝒮𝒮']],
    ['the length of a comment', 'body', { type: 'string', maxLength: 4 }, ['Pl', 'Plai', 'éééé', '𝒮𝒮𝒮𝒮']],
    ['the greatest length of a text that is not for people', 'berth', { type: 'string', maxLength: 8 }, ['Plai', 'PlainLet']],
    [
      'the greatest length of a reference of the caller',
      'reference',
      { type: 'string', maxLength: 6, description: 'Unique in the harbour.' },
      ['Pla', 'PlainL'],
    ],
    ['the length of a list', 'tags', { type: 'array', maxItems: 2, items: { type: 'string' } }, [['oa', 'ha'], []]],
    ['several items in no order', 'labels', { type: 'array', items: { type: 'string' } }, [['oa', 'ha', 'va'], []]],
    [
      'listed items, and several of them in no order',
      'days',
      { type: 'array', minItems: 1, items: { type: 'string', enum: ['mo', 'fr', 'tu'] } },
      [['mo'], ['fr'], ['tu'], ['mo', 'tu', 'fr']],
    ],
    ['a multiple of a small step', 'price', { type: 'number', minimum: 0, maximum: 10, multipleOf: 0.01 }, [0, 10, 5, 5.37]],
    ['listed items', 'days', { type: 'array', minItems: 1, items: { type: 'string', enum: ['mo', 'tu'] } }, [['mo'], ['tu']]],
    [
      'those of the members of an object',
      'frame',
      { type: 'object', required: ['wide'], properties: { wide: { type: 'boolean' }, kind: { type: 'string', enum: ['a', 'b'] } } },
      [{ wide: false }, { wide: true }, { wide: false, kind: 'a' }, { wide: false, kind: 'b' }],
    ],
    [
      'those of the members of items',
      'shelves',
      {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['id', 'rows'],
          properties: { id: { type: 'string', readOnly: true }, rows: { type: 'integer', minimum: 1, maximum: 9 } },
        },
      },
      [[{ rows: 1 }]],
    ],
  ])('are %s', (_what, name, schema, expected) => {
    expect(valuesOf(name, schema)).toEqual(expected);
  });

  test.each<readonly [string, string, Schema]>([
    ['texts with a form of their own', 'phone', { type: 'string', maxLength: 20 }],
    ['texts with a pattern', 'title', { type: 'string', maxLength: 20, pattern: '^[a-z]+$' }],
    ['numbers that depend on another', 'minPrice', { type: 'number', minimum: 0, maximum: 100 }],
    ['what reaches somebody', 'notify', { type: 'boolean' }],
    ['the range of a type', 'stamp', { type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 }],
    ['ids', 'ownerId', { type: 'integer', minimum: 1 }],
    [
      'items that name something',
      'lines',
      {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['bookId', 'count'],
          properties: { bookId: { type: 'string' }, count: { type: 'integer', minimum: 1, maximum: 9 } },
        },
      },
    ],
    [
      'items whose limits depend on another member',
      'lines',
      {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          properties: { count: { type: 'integer', minimum: 1, maximum: 9, description: 'Not above `stock`' }, stock: { type: 'string' } },
        },
      },
    ],
    [
      'items in which a member may have to be there',
      'boats',
      {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['kind'],
          properties: {
            kind: { type: 'string', enum: ['canoe', 'yacht'] },
            number: { type: 'string', description: 'Required for all but canoes.' },
          },
        },
      },
    ],
    ['choices', 'colour', { oneOf: [{ type: 'string', enum: ['red'] }, { type: 'integer' }] }],
    ['texts that may name something', 'reference', { type: 'string', maxLength: 8 }],
    ['long texts that are not for people', 'manifest', { type: 'string', maxLength: 4000 }],
    ['very long texts', 'description', { type: 'string', maxLength: 100_000 }],
    ['values that are only answered', 'kind', false],
  ])('are not made of %s', (_what, name, schema) => {
    expect(valuesOf(name, schema)).toEqual([]);
  });

  test('say what is special about them', () => {
    expect(edgeValues({}, { type: 'string', maxLength: 8 }, 'title')).toEqual([
      { value: 'Plai', words: 'a text between its limits' },
      { value: 'PlainLet', words: 'its maximum of 8 characters' },
      { value: 'é'.repeat(8), words: 'its maximum of 8 characters, each of two octets in UTF-8', control: 'éé' },
      { value: '𝒮'.repeat(8), words: 'its maximum of 8 characters, each of two units in UTF-16', control: '𝒮𝒮' },
    ]);
  });
});
