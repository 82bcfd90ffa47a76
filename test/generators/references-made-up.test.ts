import { expect, test } from 'vitest';
import { placeholderText, withReferencesMadeUp } from '../../src/generators/placeholder.ts';

const whole = placeholderText({ use: 'known', resourceType: '/berths', parameter: 'berthId', otherwise: 7 });
const text = placeholderText({ use: 'known', resourceType: '/berths', parameter: 'berthId', otherwise: 'b7' });
const open = placeholderText({ use: 'known', resourceType: '/berths', parameter: 'berthId' });

test('a reference is what its schema asks for, where that is known, and a text around it stays', () => {
  const body = { berth: whole, name: 'x', boats: [{ berth: whole, count: 2 }], other: text, none: null, left: open };
  expect(withReferencesMadeUp(body)).toEqual({
    berth: 7,
    name: 'x',
    boats: [{ berth: 7, count: 2 }],
    other: 'b7',
    none: null,
    left: open,
  });
  expect(withReferencesMadeUp(`to ${whole}`)).toBe(`to ${whole}`);
});
