import { describe, expect, test } from 'vitest';
import { distinct, distinctBy, distinctSorted, isObject, isScalar } from '../../src/model/json.ts';

describe('kinds of JSON values', () => {
  const values = [{}, [], null, '', 0, false, undefined];

  test('an object is neither an array nor null', () => {
    expect(values.filter(isObject)).toEqual([{}]);
  });

  test('texts, numbers and booleans are scalars, also the empty ones', () => {
    expect(values.filter(isScalar)).toEqual(['', 0, false]);
  });
});

describe('values without repetitions', () => {
  test('are compared by their JSON texts, and keep their first position', () => {
    expect(distinct([{ size: 2 }, 'fern', { size: 2 }, 'fern', 1, '1'])).toEqual([{ size: 2 }, 'fern', 1, '1']);
  });

  test('have one order, whatever the original order', () => {
    const shapes = [{ status: 404 }, { status: 400 }, { status: 404 }];
    expect(distinctSorted(shapes)).toEqual([{ status: 400 }, { status: 404 }]);
    expect(distinctSorted(shapes.toReversed())).toEqual(distinctSorted(shapes));
  });

  test('are the first with each key', () => {
    expect(distinctBy(['Text/Plain', 'text/plain', 'text/html'], (type) => type.toLowerCase())).toEqual(['Text/Plain', 'text/html']);
  });
});
