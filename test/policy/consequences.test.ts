import * as fc from 'fast-check';
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

describe('the causes of many findings', () => {
  /** The ways in which one finding follows from another, as they are said: each pair is compared. */
  const follows = (a: JudgedCase, b: JudgedCase): boolean => {
    if (a.verdict.kind !== 'fail' || b.verdict.kind !== 'fail') return false;
    const [one, other] = [a.verdict.finding, b.verdict.finding];
    const shown = ({ verdict }: JudgedCase): readonly string[] | undefined => {
      if (verdict.kind !== 'fail') return undefined;
      return verdict.shownIn ?? (verdict.breaches === 1 ? verdict.finding.exchanges.slice(0, 1) : undefined);
    };
    const [within, around] = [shown(b), shown(a)];
    const isWithin = within !== undefined && around !== undefined && within.every((id) => around.includes(id));
    const node = ({ case: { id, check } }: JudgedCase): string => id.slice(check.length + 1);
    const isStep = (long: string, short: string): boolean =>
      !long.startsWith('#') && !short.startsWith('#') && long.startsWith(`${short} `);
    const isSameStep = one.where === other.where || isStep(one.where, other.where) || isStep(other.where, one.where);
    const lost = (text: string): readonly string[] => text.match(/box-\d+/gu) ?? [];
    const isCut = `${one.actual}${other.actual}`.includes('…');
    const isLoss = one.code === 'item-missing' && other.code === 'item-missing' && one.operation === other.operation;
    return (
      (isWithin && one.where !== '' && one.where === other.where && (one.actual === other.actual || one.expected === other.expected)) ||
      (isWithin && one.where === 'status' && one.actual === '500') ||
      (isWithin &&
        ['schema-type', 'body-not-json'].includes(one.code) &&
        one.where.startsWith('#') &&
        other.where.startsWith(`${one.where}/`)) ||
      (isWithin && one.code === 'media-type-undeclared' && other.code === 'body-not-json') ||
      (isSameStep && node(a) === node(b) && one.code === other.code && one.operation === other.operation) ||
      (isLoss &&
        lost(other.actual).length > 0 &&
        (isCut ? one.actual === other.actual : lost(other.actual).every((id) => lost(one.actual).includes(id))))
    );
  };

  /** With cases in the order of their rank. */
  const byPairs = (sorted: readonly JudgedCase[]): Record<string, string> => {
    const causes: Record<string, string> = {};
    for (const [at, one] of sorted.entries()) {
      const cause = sorted.slice(0, at).find((other) => causes[other.case.id] === undefined && follows(other, one));
      if (cause !== undefined) causes[one.case.id] = cause.case.id;
    }
    return causes;
  };

  const exchanges = fc.uniqueArray(fc.constantFrom('x1', 'x2', 'x3', 'x4'), { maxLength: 3 });
  const shape = fc.record({
    node: fc.constantFrom('#/a', '#/b', '#/c'),
    code: fc.constantFrom('c', 'item-missing', 'schema-type', 'body-not-json', 'media-type-undeclared'),
    operation: fc.constantFrom('GET /parcels', 'GET /crates'),
    where: fc.constantFrom('', 'status', 'Date', '#', '#/box', '#/box/name', 'a walk', 'a walk of 5 pages'),
    expected: fc.constantFrom('e1', 'e2', 'e3'),
    actual: fc.constantFrom('500', '200', 'box-0001', 'box-0001, box-0002', 'box-0002, box-0001 …'),
    breaches: fc.constantFrom(1, 2),
    exchanges: fc.constantFrom(['x1'], ['x2'], ['x3', 'x1']),
    shownIn: fc.option(exchanges, { nil: undefined }),
  });

  test('are those that a comparison of every pair finds', () => {
    fc.assert(
      fc.property(fc.array(shape, { maxLength: 25 }), (shapes) => {
        const judged = shapes.map(({ node, shownIn, ...finding }, at) =>
          failed(`family/check-${at}@${node}`, { ...finding, ...(shownIn === undefined ? {} : { shownIn }) }),
        );
        // Of one level and one family, so that the rank is that of whole answers, then the number of exchanges, then the order here.
        const size = ({ verdict }: JudgedCase): number =>
          verdict.kind === 'fail'
            ? (verdict.shownIn?.length ?? (verdict.breaches === 1 ? verdict.finding.exchanges.slice(0, 1).length : 0))
            : 0;
        const isWhole = ({ verdict }: JudgedCase): number => (verdict.kind === 'fail' && verdict.finding.where === 'status' ? 1 : 0);
        const sorted = judged.toSorted((a, b) => isWhole(b) - isWhole(a) || size(b) - size(a));
        expect(folded(judged)).toEqual(byPairs(sorted));
      }),
      { numRuns: 500 },
    );
  });
});
