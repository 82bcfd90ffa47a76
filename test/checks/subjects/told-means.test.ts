import { expect, test } from 'vitest';
import { toldMeans } from '../../../src/checks/subjects/told-means.ts';
import type { Contract, Schema } from '../../../src/contract/model.ts';

const document: Contract['document'] = { openapi: '3.1.0' };
const number = { type: ['number', 'null'] } as Schema;
const tally = (value: string, count: string): Schema => ({
  type: 'array',
  items: { type: 'object', properties: { [value]: { type: 'string' }, [count]: { type: 'integer' } } },
});

type Said = readonly (readonly [member: string, text: string])[];

const wrongIn = (object: Record<string, unknown>, told: Said, schemas: Record<string, Schema>): readonly string[] => {
  const rules = toldMeans(document, new Map(Object.entries(schemas)), told);
  return rules.flatMap(({ member, words, of }) => {
    const right = of(object);
    return right === undefined || right === object[member] ? [] : [`${String(Number(right.toFixed(4)))}: ${words}`];
  });
};

const spread = { mean: number, min: number, max: number };
const both = [
  ['', '`mean`, `min` and `max` for number and scale (`null` if nobody has answered).'],
  ['mean', 'Of the answers that were given, rounded to two decimals'],
] as const;

test.each<readonly [string, Said, Record<string, number | null>, readonly string[]]>([
  ['below the smallest', both, { mean: 7.14, min: 7.5, max: 17.5 }, ['7.5: not below min and not above max']],
  ['above the greatest', both, { mean: 18, min: 7.5, max: 17.5 }, ['17.5: not below min and not above max']],
  ['by the text of the smallest', [['min', 'Smallest answer, as with `mean`']], { mean: 1, min: 3, max: 2 }, ['3: not below min']],
  ['between both', both, { mean: 12.5, min: 7.5, max: 17.5 }, []],
  ['no number', both, { mean: null, min: 1, max: 2 }, []],
  ['rounded', both, { mean: 0.33, min: 0.333, max: 0.333 }, []],
])('a mean is held between the smallest and the greatest: %s', (_, told, object, wrong) => {
  expect(wrongIn(object, told, spread)).toEqual(wrong);
});

test('a mean rounded as far as it shows keeps its bounds', () => {
  expect(wrongIn({ mean: 3, min: 3.4, max: 3.6 }, [['', '`mean`, `min` and `max` of the answers.']], spread)).toEqual([]);
});

test('names around the words count', () => {
  const schemas = { averageDelay: number, minDelay: number, maxPrice: number };
  const told = [['', '`averageDelay` and `minDelay` of the stops.']] as const;
  expect(wrongIn({ averageDelay: 1, minDelay: 4, maxPrice: 0 }, told, schemas)).toEqual(['4: not below minDelay']);
});

test.each<Said>([
  [],
  [
    ['mean', 'Mean of the answers'],
    ['min', 'Smallest answer'],
  ],
  [['', '`min` and `max` are the limits for answers, `mean` what was answered.']],
  [['', '`mean` may lie outside `min` and `max`.']],
  [['', '`mean` is that of the last hour, `min` and `max` those of all time.']],
  [
    ['', '`mean`, `min` and `max` of the answers.'],
    ['min', 'Alarm threshold'],
  ],
  [
    ['', '`mean`, `min` and `max` of the answers.'],
    ['mean', 'Weighted by the size of the team'],
  ],
])('nothing is held to bounds by %j', (...told) => {
  expect(wrongIn({ mean: 1, min: 3, max: 4 }, told, spread)).toEqual([]);
});

const votes = { mean: number, answered: { type: 'integer' } as Schema, counts: tally('value', 'count') };
const counts = (...given: readonly number[]): readonly object[] => given.map((count, n) => ({ value: String(n + 1), count }));

test.each<readonly [string, Record<string, unknown>, readonly string[]]>([
  ['over all', { mean: 2.1, answered: 3, counts: counts(0, 1, 1, 1) }, ['3: the mean of value in counts']],
  ['right', { mean: 3, answered: 3, counts: counts(0, 1, 1, 1) }, []],
  ['rounded', { mean: 1.67, answered: 3, counts: counts(1, 2) }, []],
  ['fewer than are counted', { mean: 2.1, answered: 5, counts: counts(0, 1, 1, 1) }, []],
  ['choices', { mean: 2.1, answered: 1, counts: [{ value: 'Monday', count: 1 }] }, []],
  ['nothing given', { mean: 0, answered: 0, counts: counts(0, 0) }, []],
  ['no list', { mean: 2.1, answered: 3, counts: null }, []],
])('a mean is that of the values beside it: %s', (_, object, wrong) => {
  expect(wrongIn(object, [['mean', 'Mean of the given answers, rounded to two decimals; `null` without answers']], votes)).toEqual(wrong);
});

test.each([
  'Weighted mean of the answers',
  'Mean of the latest answers',
  'Mean of the answers as a percentage',
  'Bayesian average',
  'How it was rated',
  'Mean, outliers excluded',
])('no mean of all values is read in "%s"', (text) => {
  expect(wrongIn({ mean: 2.1, answered: 3, counts: counts(0, 1, 1, 1) }, [['mean', text]], votes)).toEqual([]);
});

test('two such lists, or entries with more, are no tally', () => {
  const told = [['mean', 'Mean of all ratings']] as const;
  const object = { mean: 2.1, answered: 3, counts: counts(0, 1, 1, 1), more: counts(1, 1, 1) };
  expect(wrongIn(object, told, { ...votes, more: tally('value', 'count') })).toEqual([]);
  expect(wrongIn(object, told, { ...votes, counts: tally('value', 'name') })).toEqual([]);
});
