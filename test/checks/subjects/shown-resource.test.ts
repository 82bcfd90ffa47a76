import { describe, expect, test } from 'vitest';
import type { ResourceType } from '../../../src/contract/model.ts';
import { createdId, heldWith, mentions, shownResource, stateIn } from '../../../src/checks/subjects/shown-resource.ts';
import { isSame, isSameValue } from '../../../src/checks/subjects/same-value.ts';
import { placeholdersIn, placeholderText, fillPlaceholders } from '../../../src/generators/placeholder.ts';
import { exchangeOf, readOf, type Reply } from '../support/exchange.ts';

const resourceOf = (convention: Partial<ResourceType['convention']> = {}): ResourceType => ({
  name: 'crate',
  convention: { remove: 'drop', id: '/nr', name: '/label', state: '/phase', ...convention },
  location: { operation: null, way: ['#'] },
  create: undefined,
  read: undefined,
  update: undefined,
  collection: undefined,
  remove: undefined,
  unique: [],
});

const answer = (json: unknown, reply: Partial<Exclude<Reply, string>> = {}) =>
  exchangeOf(readOf('GET /crates'), { status: 200, json, ...reply });

describe('the id of a created resource', () => {
  test.each<[string, unknown, string | undefined]>([
    ['is in the body itself', { nr: 'c1', label: 'ours' }, 'c1'],
    ['is in an envelope, also as a number', { data: { crate: { nr: 7, label: 'ours' } } }, '7'],
    ['is that of the resource with our name, not of the job around it', { nr: 'job', crate: { nr: 'c1', label: 'ours' } }, 'c1'],
    ['is that of the shallowest where no name is shown', { crate: { nr: 'c1', zone: { nr: 'z' } } }, 'c1'],
    ['is not that of a resource with another name', { nr: 'c9', label: 'theirs' }, undefined],
    ['is undefined for an empty body', {}, undefined],
  ])('%s', (_, body, id) => {
    expect(createdId(resourceOf(), answer(body), ['ours'])).toBe(id);
  });

  test('is taken from the documented pointer with any name', () => {
    const resource = resourceOf({ shown: { create: '$response.body#/crate' } });
    expect(createdId(resource, answer({ nr: 'job', crate: { nr: 'c1', label: 'OURS' } }), ['ours'])).toBe('c1');
  });

  test('is the last segment of Location where the body has none', () => {
    const reported = answer(undefined, { status: 201, headers: [['Location', 'https://crates.example/v1/crates/c%201/?x=1']] });
    expect(createdId(resourceOf(), reported, ['ours'])).toBe('c 1');
  });

  test('is not taken from an error response', () => {
    expect(createdId(resourceOf(), answer({ nr: 'c1', label: 'ours' }, { status: 422 }), ['ours'])).toBeUndefined();
  });
});

describe('a resource in an answer', () => {
  test('is the shallowest object with its id, or the value of the member named by its id', () => {
    expect(heldWith(resourceOf(), { a: { b: { nr: 'c1', deep: true } }, list: [{ nr: 'c1' }] }, 'c1')?.at).toBe('/a/b');
    expect(heldWith(resourceOf(), { c1: { label: 'x' } }, 'c1')).toMatchObject({ at: '/c1', resource: { label: 'x' } });
    expect(heldWith(resourceOf(), ['c1'], 'c1')).toBeUndefined();
    expect(mentions(['c1'], 'c1')).toBe(true);
  });

  test('is at the documented pointer, unless another one is there', () => {
    const resource = resourceOf({ shown: { read: '$response.body#/crate' } });
    expect(shownResource(resource, 'read', answer({ crate: { label: 'no id' } }), 'c1')).toEqual({ label: 'no id' });
    expect(shownResource(resource, 'read', answer({ crate: { nr: 'c2' }, also: { nr: 'c1' } }), 'c1')).toEqual({ nr: 'c1' });
  });

  test('has its state in itself, else it is the only one in the body', () => {
    expect(stateIn(resourceOf(), { phase: 'outer' }, { phase: 'inner' })).toBe('inner');
    expect(stateIn(resourceOf(), { data: { phase: 'outer' } }, { nr: 'c1' })).toBe('outer');
    expect(stateIn(resourceOf(), [{ phase: 'one' }, { phase: 'two' }], undefined)).toBeUndefined();
  });
});

test('values are the same whatever the order of members and elements, and moments to within a second', () => {
  expect(isSame({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(isSame(['x', 'y'], ['y', 'x'])).toBe(true);
  expect(isSame(['x'], ['x', 'x'])).toBe(false);
  expect(isSameValue('2026-01-01T10:00:00.4Z', '2026-01-01T10:00:00Z')).toBe(true);
  expect(isSameValue('2026-01-01T10:00:00Z', '2026-01-01T12:00:00+02:00')).toBe(true);
  expect(isSameValue('2026-01-01T10:00:00Z', '2026-01-01')).toBe(false);
  expect(isSameValue('north', 'south')).toBe(false);
});

test('a placeholder stands for the id of a resource until the request is sent', () => {
  const crate = { use: 'known', resourceType: 'crate' } as const;
  const text = `a ${placeholderText(crate)} b ${placeholderText({ use: 'spare', resourceType: 'lid' })}`;
  expect(placeholdersIn(text)).toEqual([crate, { use: 'spare', resourceType: 'lid' }]);
  expect(fillPlaceholders(text, ({ use, resourceType }) => `${use}-${resourceType}-1`)).toBe('a known-crate-1 b spare-lid-1');
  expect(placeholdersIn('crate')).toEqual([]);
});
