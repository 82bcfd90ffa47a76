import { expect, test } from 'vitest';
import { judgedBy, toldFormulas } from '../../../src/checks/subjects/told-formulas.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const number = { type: 'number' };

/** What is judged of a tank whose level is derived from its litres and its volume. */
const judged = async (description: string, shown: object, bounds: object = {}): Promise<unknown> => {
  const tank = { type: 'object', properties: { litres: number, volume: number, level: { ...number, ...bounds, description } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tanks', version: '1' },
      paths: { '/tank': { get: { responses: { 200: { description: 'It', content: { 'application/json': { schema: tank } } } } } } },
    }),
  );
  const [operation] = contract.operations;
  const [formula] = operation ? toldFormulas(contract, operation) : [];
  const found = formula && judgedBy(formula, { ...shown });
  return typeof found === 'object' ? 'differs' : found;
};

const share = '`litres` in percent of `volume`';

test.each<readonly [string, string, object, object, string]>([
  ['all digits', share, { litres: 1, volume: 3, level: 33.333333333333336 }, {}, 'agrees'],
  ['one digit', share, { litres: 1, volume: 3, level: 33.3 }, {}, 'agrees'],
  ['none, of numbers with some', share, { litres: 1.5, volume: 4.5, level: 33 }, {}, 'agrees'],
  ['one that was cut', share, { litres: 2, volume: 3, level: 66.6 }, {}, 'agrees'],
  ['another number', share, { litres: 1, volume: 3, level: 34.3 }, {}, 'differs'],
  ['a fraction', share, { litres: 1, volume: 3, level: 0.33 }, {}, 'differs'],
  ['the other way round', share, { litres: 1, volume: 4, level: 400 }, {}, 'differs'],
  ['one digit where two are told', `${share}, to two decimals`, { litres: 1, volume: 3, level: 33.3 }, {}, 'differs'],
  ['nothing of nothing', share, { litres: 0, volume: 0, level: 0 }, {}, 'unknown'],
  ['the greatest level', share, { litres: 5, volume: 4, level: 100 }, { maximum: 100 }, 'unknown'],
  ['the greatest level of one that is not full', share, { litres: 3, volume: 4, level: 100 }, { maximum: 100 }, 'differs'],
  ['a level that has no greatest', share, { litres: 5, volume: 4, level: 100 }, {}, 'differs'],
])('a share that shows %s', async (_words, description, shown, bounds, expected) => {
  expect(await judged(description, shown, bounds)).toBe(expected);
});

const whole = { type: 'integer' };

/** What is judged of the figures of tastings, which are liked or disliked once somebody tasted. */
const judgedFigures = async (description: string, shown: object, counts: readonly string[] = ['liked', 'disliked']): Promise<unknown> => {
  const figures = {
    type: 'object',
    properties: { ...Object.fromEntries(counts.map((one) => [one, whole])), percentage: { ...number, description } },
  };
  const verdict = {
    type: 'object',
    properties: { opinion: { type: 'string', enum: ['liked', 'disliked'] }, tastedAt: { type: 'string' } },
  };
  const shows = (schema: object) => ({ get: { responses: { 200: { description: 'It', content: { 'application/json': { schema } } } } } });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tastings', version: '1' },
      paths: {
        '/figures': shows({ type: 'object', properties: { tastings: figures } }),
        '/wine': shows({ type: 'object', properties: { name: { type: 'string' }, verdict } }),
      },
    }),
  );
  const operation = contract.operations.find(({ path }) => path === '/figures');
  const [formula] = operation ? toldFormulas(contract, operation) : [];
  const found = formula && judgedBy(formula, { ...shown });
  return typeof found === 'object' ? 'differs' : found;
};

const ofAll = { liked: 1, disliked: 2, percentage: 3.3 };
const ofThose = { ...ofAll, percentage: 33.3 };

test.each([
  'Liked ones among the tasted, one decimal; `null` without any',
  'Share of liked wines among those that were tasted, to one decimal',
  'Percentage of liked ones of all opinions, one decimal',
  'Liked ones in percent of all verdicts, one decimal',
  'How many of the tasted ones are liked, in percent, one decimal',
])('a share among the counts beside it: "%s"', async (text) => {
  expect([await judgedFigures(text, ofThose), await judgedFigures(text, ofAll)]).toEqual(['agrees', 'differs']);
});

const both = ['liked', 'disliked'];

test.each<readonly [string, readonly string[]]>([
  ['Liked ones among all wines, one decimal', both],
  ['Liked ones among the tasted of the last month, one decimal', both],
  ['Liked ones among the tasted, weighted by price', both],
  ['Cheap ones among the tasted, one decimal', both],
  ['Liked ones among the bought, one decimal', both],
  ['Liked ones among the tasted, one decimal', ['liked', 'disliked', 'unsure']],
  ['Liked ones among the tasted, one decimal', ['liked', 'unsure']],
])('a share of something else is not judged: "%s"', async (text, counts) => {
  expect(await judgedFigures(text, { ...ofAll, unsure: 4 }, counts)).toBeUndefined();
});
