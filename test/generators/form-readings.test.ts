import { expect, test } from 'vitest';
import { isBreachInForm } from '../../src/generators/breaches/wire/form-readings.ts';
import { mayBeSent } from '../../src/generators/request-match.ts';

const schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 10 },
    label: { type: 'string', minLength: 1 },
    guests: { type: 'integer', minimum: 1, maximum: 8 },
    open: { type: 'boolean' },
    colour: { type: 'string', enum: ['red', 'blue'] },
    notes: { type: 'object', additionalProperties: { type: 'string', maxLength: 5 } },
    tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
  },
};
const form = { notes: { style: { style: 'deepObject', explode: true, allowReserved: false } } } as const;
const isBreach = (value: unknown): boolean => isBreachInForm(value, form, (one) => mayBeSent({}, schema, one));

test.for<readonly [what: string, value: object]>([
  ['a word for a number', { name: 'a', guests: 'abc' }],
  ['a fraction for a whole number', { name: 'a', guests: 1.5 }],
  ['a number beyond its limit', { name: 'a', guests: 9 }],
  ['a word for true or false', { name: 'a', open: 'abc' }],
  ['a value that is not listed', { name: 'a', colour: 'green' }],
  ['a text that is too long', { name: 'abcdefghijk' }],
  ['a required text that is empty', { name: '' }],
  ['a missing member', { guests: 2 }],
  ['a text inside that is too long', { name: 'a', notes: { k: 'abcdef' } }],
  ['an item that is not listed', { name: 'a', tags: ['c'] }],
])('%s is a breach in a form', ([, value]) => {
  expect(isBreach(value)).toBe(true);
});

test.for<readonly [what: string, value: unknown]>([
  ['a number for a text', { name: 7 }],
  ['true for a text', { name: true }],
  ['yes for true', { name: 'a', open: 'yes' }],
  ['a text with the digits of a number', { name: 'a', guests: '7' }],
  ['an optional text that is empty', { name: 'a', label: '' }],
  ['null', { name: 'a', guests: null }],
  ['an empty list', { name: 'a', tags: [] }],
  ['no object', []],
  ['a plain text for what is written with brackets', { name: 'a', notes: 'abc' }],
  ['an object inside an object', { name: 'a', notes: { k: { a: 1 } } }],
  ['an object for a text', { name: { a: 1 } }],
])('%s is no breach in a form', ([, value]) => {
  expect(isBreach(value)).toBe(false);
});
