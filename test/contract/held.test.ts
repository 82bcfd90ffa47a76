import { describe, expect, test } from 'vitest';
import { itemsOf, objectIn, valuesIn } from '../../src/contract/held.ts';
import { answered } from './support.ts';

const body = '$response.body';

describe('the values of an expression', () => {
  const exchange = answered(200, { a: { name: 'A', list: [1] }, b: { name: 'B' }, c: [{ name: 'C' }], d: 7, 'x/*y': null }, [
    ['X-Next', 'n'],
  ]);

  test('are at most one where every step has a name', () => {
    expect(valuesIn(exchange, `${body}#/a/name`)).toEqual(['A']);
    expect(valuesIn(exchange, `${body}#/c/0/name`)).toEqual(['C']);
    expect(valuesIn(exchange, `${body}#/nothing`)).toEqual([]);
    expect(valuesIn(exchange, '$response.header.x-next')).toEqual(['n']);
    expect(valuesIn(exchange, '$response.header.X-Nothing')).toEqual([]);
    expect(valuesIn(exchange, body)).toHaveLength(1);
  });

  test('are those in every member of an object where a step is *', () => {
    expect(valuesIn(exchange, `${body}#/*/name`)).toEqual(['A', 'B']);
    expect(valuesIn(exchange, `${body}#/*`)).toHaveLength(5);
    expect(valuesIn(exchange, `${body}#/*/*/0`)).toEqual([1]);
    expect(valuesIn(exchange, `${body}#/a/*`)).toEqual(['A', [1]]);
  });

  test('are none in a list, a text or an answer without JSON', () => {
    expect(valuesIn(exchange, `${body}#/c/*/name`)).toEqual([]);
    expect(valuesIn(exchange, `${body}#/a/name/*`)).toEqual([]);
    expect(valuesIn(answered(204, undefined), `${body}#/*`)).toEqual([]);
    expect(valuesIn(answered(204, undefined), body)).toEqual([]);
  });

  test('include null, and a key that contains a star is a name', () => {
    expect(valuesIn(exchange, `${body}#/x~1*y`)).toEqual([null]);
    expect(valuesIn(answered(200, { '*y': 1, z: 2 }), `${body}#/*y`)).toEqual([1]);
  });
});

describe('the items of a list', () => {
  const items = (places: readonly string[], value: unknown): unknown[] | undefined => itemsOf({ items: places }, answered(200, value));

  test('come from the first expression that gives an array', () => {
    expect(items([`${body}#/list`, body], { list: [1] })).toEqual([1]);
    expect(items([`${body}#/list`, body], [2])).toEqual([2]);
    expect(items([`${body}#/list`, `${body}#/other`], { list: {}, other: [3] })).toEqual([3]);
    expect(items([`${body}#/list`], { list: null })).toBeUndefined();
  });

  test('come from the only member that holds an array, whatever its name', () => {
    expect(items([`${body}#/*`], { parcels: [], total: 0, page: {} })).toEqual([]);
    expect(items([body, `${body}#/*`], { parcels: [1] })).toEqual([1]);
  });

  test('are unknown where two members hold an array, and then the next expression counts', () => {
    const two = { parcels: [1], warnings: [2] };
    expect(items([`${body}#/*`], two)).toBeUndefined();
    expect(items([`${body}#/*`, `${body}#/warnings`], two)).toEqual([2]);
    expect(items([`${body}#/parcels`, `${body}#/*`], two)).toEqual([1]);
  });
});

describe('the error object', () => {
  test('comes from the first expression that gives an object', () => {
    const exchange = answered(400, { problem: { text: 'odd' }, status: 400 });
    expect(objectIn(exchange, `${body}#/problem`)).toEqual({ text: 'odd' });
    expect(objectIn(exchange, [`${body}#/status`, `${body}#/problem`, body])).toEqual({ text: 'odd' });
    expect(objectIn(exchange, [`${body}#/fault`, body])).toEqual({ problem: { text: 'odd' }, status: 400 });
    expect(objectIn(exchange, `${body}#/*`)).toEqual({ text: 'odd' });
  });

  test('is undefined for a list, a text or no body', () => {
    expect(objectIn(answered(400, [{}]), body)).toBeUndefined();
    expect(objectIn(answered(400, 'odd'), [body, `${body}#/*`])).toBeUndefined();
    expect(objectIn(answered(400, undefined), body)).toBeUndefined();
  });
});
