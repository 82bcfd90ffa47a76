import { describe, expect, test } from 'vitest';

import type { Level } from '../../src/model/requirement.ts';
import type { Finding, Verdict } from '../../src/model/verdict.ts';
import { consequencesOf, followersOf } from '../../src/policy/consequences.ts';
import type { JudgedCase } from '../../src/policy/judged-requirements.ts';
import { parcelCase } from '../model/hand-written-run.ts';

type Shape = Partial<Finding> & { readonly level?: Level; readonly breaches?: number; readonly shownIn?: readonly string[] };

/** A failed case; by default with one breach, in exchange x1. */
const failed = (id: string, { level = 'must', breaches = 1, shownIn, ...finding }: Shape): JudgedCase => {
  const verdict: Verdict = {
    kind: 'fail',
    judged: 100,
    breaches,
    finding: {
      code: 'c',
      operation: 'GET /parcels',
      where: '',
      expected: `what ${id} expects`,
      actual: `what ${id} saw`,
      exchanges: ['x1'],
      ...finding,
    },
    ...(shownIn === undefined ? {} : { shownIn }),
  };
  return { case: parcelCase(id, `P-${id}`, { check: id.split('@')[0] ?? id, level }), verdict };
};

const folded = (judged: readonly JudgedCase[], excused: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(consequencesOf(judged, new Map(excused.map((id) => [id, true]))));

const failure = failed('errors/no-failure@#/a', { where: 'status', actual: '500', shownIn: ['x1', 'x4'], breaches: 2 });
const ids = (...all: readonly string[]): string => `${all.length} missing: ${all.join(', ')}`;
const traversal = failed('pagination/walk@#/a/pages', {
  code: 'item-missing',
  where: 'a walk',
  actual: ids('box-0001', 'box-0002', 'box-0003'),
  breaches: 3,
});

describe('a finding follows from another', () => {
  test.each<[string, JudgedCase, JudgedCase]>([
    ['whose answer is a failure', failure, failed('schema/body@#/b', { where: '#/name', exchanges: ['x4'] })],
    ['whose answer is a failure, also as a warning', failure, failed('headers/date@#/b', { where: 'Date', level: 'should' })],
    [
      'that got the same at the same location of the same answers',
      failed('headers/declared@#/a', { where: 'Retry-After', actual: 'no such header', shownIn: ['x1', 'x2', 'x3'], breaches: 3 }),
      failed('rate-limit/wait@#/b', { where: 'retry-after', actual: 'no such header', shownIn: ['x1', 'x3'], breaches: 2 }),
    ],
    [
      'that expected the same there',
      failed('schema/body@#/a', { where: '#', expected: 'type object', actual: '[]', shownIn: ['x1', 'x2'], breaches: 2 }),
      failed('status/plain@#/b', { where: '#', expected: 'type object', actual: '[1]' }),
    ],
    [
      'about the value around its location, if that has another type',
      failed('schema/body@#/a', { code: 'schema-type', where: '#/box', actual: '[]', shownIn: ['x1', 'x2'], breaches: 2 }),
      failed('schema/named@#/b', { where: '#/box/name' }),
    ],
    [
      'whose answers are of another media type than described',
      failed('headers/type@#/a', { code: 'media-type-undeclared', where: 'Content-Type', actual: 'text/html' }),
      failed('schema/body@#/a', { code: 'body-not-json', where: '#' }),
    ],
    [
      'that misses the same resources',
      traversal,
      failed('filtering/all@#/b', { code: 'matching-item-missing', where: 'query', actual: ids('box-0002'), breaches: 9 }),
    ],
    [
      'that breaks the requirement of the same node in the same way',
      traversal,
      failed('properties/walk@#/a/pages', { code: 'item-missing', where: 'a walk', actual: ids('box-0009'), breaches: 5 }),
    ],
  ])('%s', (_name, cause, other) => {
    expect(folded([cause, other])).toEqual({ [other.case.id]: cause.case.id });
    expect(folded([other, cause])).toEqual({ [other.case.id]: cause.case.id });
  });

  test('together with a third one: both follow from the first', () => {
    const header = { where: 'Date', actual: 'no such header' };
    const judged = [failure, failed('headers/a@#/b', header), failed('headers/b@#/c', header)];
    const causes = consequencesOf(judged, new Map());
    expect([...followersOf(causes)]).toEqual([[failure.case.id, ['headers/a@#/b', 'headers/b@#/c']]]);
  });
});

describe('a second cause is never hidden', () => {
  test.each<[string, JudgedCase, JudgedCase]>([
    ['if it shows in another answer too', failure, failed('schema/body@#/b', { where: '#/name', shownIn: ['x1', 'x7'], breaches: 2 })],
    ['if the answers that show it are unknown', failure, failed('schema/body@#/b', { where: '#/name', breaches: 3 })],
    [
      'if the answer is a success of another status',
      failed('status/a@#/a', { where: 'status', actual: '200' }),
      failed('schema/body@#/b', { where: '#/name' }),
    ],
    [
      'at another location of the same answer',
      failed('headers/a@#/a', { where: 'Date', actual: 'none' }),
      failed('headers/b@#/b', { where: 'ETag', actual: 'none' }),
    ],
    [
      'that got something else at the same location',
      failed('headers/a@#/a', { where: 'Date', actual: '"now"' }),
      failed('headers/b@#/b', { where: 'Date', actual: 'none' }),
    ],
    [
      'beside a value of another type',
      failed('schema/a@#/a', { code: 'schema-type', where: '#/box' }),
      failed('schema/b@#/b', { where: '#/boxes/0' }),
    ],
    [
      'inside a value that is wrong in another way',
      failed('schema/a@#/a', { code: 'schema-required', where: '#/box' }),
      failed('schema/b@#/b', { where: '#/box/name' }),
    ],
    [
      'that misses one resource more',
      traversal,
      failed('filtering/all@#/b', { code: 'item-missing', actual: ids('box-0002', 'box-0009') }),
    ],
    [
      'that misses the same resources of another operation',
      traversal,
      failed('filtering/all@#/b', { code: 'item-missing', operation: 'GET /crates', actual: ids('box-0002') }),
    ],
    [
      'that does not name all missing resources',
      traversal,
      failed('filtering/all@#/b', { code: 'item-missing', actual: `${ids('box-0002')} …` }),
    ],
    [
      'at another location, for a requirement of the same node',
      failed('headers/a@#/a', { code: 'header-absent', where: 'Date' }),
      failed('transport/b@#/a', { code: 'header-absent', where: 'ETag', exchanges: ['x2'] }),
    ],
    ['that names no resource at all', traversal, failed('filtering/all@#/b', { code: 'item-missing', actual: '3 missing' })],
    [
      'that has a higher level than its cause would have',
      failed('errors/a@#/a', { where: 'status', actual: '500', level: 'should' }),
      failed('schema/b@#/b', { where: '#/name' }),
    ],
  ])('%s', (_name, one, other) => {
    expect(folded([one, other])).toEqual({});
    expect(folded([other, one])).toEqual({});
  });

  test('if only one of the two is a known failure', () => {
    const other = failed('schema/body@#/b', { where: '#/name' });
    expect(folded([failure, other], [failure.case.id])).toEqual({});
    expect(folded([failure, other], [other.case.id])).toEqual({});
    expect(folded([failure, other], [failure.case.id, other.case.id])).toEqual({ [other.case.id]: failure.case.id });
  });
});
