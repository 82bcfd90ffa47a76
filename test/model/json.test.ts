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

describe('values without those that came before', () => {
  test('are the same by their JSON texts, and stay where they came first', () => {
    expect(distinct([{ size: 2 }, 'fern', { size: 2 }, 'fern', 1, '1'])).toEqual([{ size: 2 }, 'fern', 1, '1']);
  });

  test('come in one order, whichever came first', () => {
    const shapes = [{ status: 404 }, { status: 400 }, { status: 404 }];
    expect(distinctSorted(shapes)).toEqual([{ status: 400 }, { status: 404 }]);
    expect(distinctSorted(shapes.toReversed())).toEqual(distinctSorted(shapes));
  });

  test('are the first with their key', () => {
    expect(distinctBy(['Text/Plain', 'text/plain', 'text/html'], (type) => type.toLowerCase())).toEqual(['Text/Plain', 'text/html']);
  });
});
