import { expect, test } from 'vitest';
import { isObject } from '../../src/contract/pointer.ts';
import { resolvedSchema } from '../../src/generators/resolved-schema.ts';

const kite = { $ref: '#/components/schemas/Kite' };

/** What is known of the member `data`, where two parts of one object describe it. */
const dataOf = (first: unknown, second: unknown): unknown => {
  const resolved = resolvedSchema({}, { allOf: [{ properties: { data: first } }, { properties: { data: second } }] });
  return isObject(resolved) && isObject(resolved['properties']) ? resolved['properties']['data'] : undefined;
};

test.each<readonly [string, unknown]>([
  ['array', { type: 'array' }],
  ['array of anything', { type: 'array', items: {} }],
  ['array of objects', { type: 'array', items: { type: 'object' } }],
])('what a page holds is known where the page says no more than that it is an %s', (_what, page) => {
  expect(dataOf(page, { type: 'array', items: kite })).toEqual({ type: 'array', items: kite });
  expect(dataOf({ type: 'array', items: kite }, page)).toEqual({ type: 'array', items: kite });
});

test('a member that the first part only names, or only explains, is the one of the second', () => {
  for (const bare of [true, {}, { description: 'What it is' }]) expect(dataOf(bare, kite)).toBe(kite);
});

test('of two parts that both say something the first one counts', () => {
  expect(dataOf({ type: 'string', maxLength: 3 }, { type: 'string', maxLength: 5 })).toEqual({ type: 'string', maxLength: 3 });
  expect(dataOf({ $ref: '#/components/schemas/Kites' }, { type: 'array', items: kite })).toEqual({ $ref: '#/components/schemas/Kites' });
});
