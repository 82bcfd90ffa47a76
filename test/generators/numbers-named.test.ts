import { expect, test } from 'vitest';
import { placeholderText, withNumbersNamed } from '../../src/generators/placeholder.ts';

const whole = placeholderText({ use: 'known', resourceType: '/berths', parameter: 'berthId', otherwise: 7 });
const text = placeholderText({ use: 'known', resourceType: '/berths', parameter: 'berthId', otherwise: 'b7' });
const open = placeholderText({ use: 'known', resourceType: '/berths', parameter: 'berthId' });

test('a reference that is a number is one by its schema, and any other stays a text', () => {
  const body = { berth: whole, name: 'x', boats: [{ berth: whole, count: 2 }], other: text, none: null, left: open };
  expect(withNumbersNamed(body)).toEqual({ berth: 7, name: 'x', boats: [{ berth: 7, count: 2 }], other: text, none: null, left: open });
  expect(withNumbersNamed(`to ${whole}`)).toBe(`to ${whole}`);
});
