import { describe, expect, test } from 'vitest';
import { type FormerEnd, formerEndJudged, formerEndOf } from '../../../src/checks/subjects/former-ends.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const object = (properties: object): object => ({ type: 'object', required: Object.keys(properties), properties });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const id = { name: 'ferryId', in: 'path', required: true, schema: text };

const told = async (description: string, time: object = day, more: object = {}): Promise<string | undefined> => {
  const fare = object({ valid_from: time, valid_to: { ...time, type: ['string', 'null'] }, price: text });
  const ferry = object({ id: text, fares: { type: 'array', items: fare } });
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Ferries', version: '1' },
      paths: {
        '/ferries/{ferryId}': { parameters: [id], get: { responses: { 200: { description: 'It', ...json(ferry) } } } },
        '/ferries/{ferryId}/fares': {
          parameters: [id],
          post: {
            description,
            requestBody: { required: true, ...json(object({ valid_from: time, price: text, ...more })) },
            responses: { 201: { description: 'The ferry', ...json(ferry) }, 422: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ method }) => method === 'POST');
  const found = operation && formerEndOf(contract, operation);
  return found && `${found.list} ${found.span.join(' ')} ${found.isDayBefore ? 'day before' : 'with it'}`;
};

describe('when the entry before a new one ends', () => {
  test.each<readonly [description: string, expected: string]>([
    ['`valid_from` lies ahead. The fare that was open until then ends on the day before the new one begins.', 'day before'],
    ['The previous fare ends the day before.', 'day before'],
    ['A new fare closes the former one on the day before.', 'day before'],
    ['The fare before it is closed automatically on the day before its begin.', 'day before'],
    ['The current fare ends when the new one takes effect.', 'with it'],
    ['The last fare ends at the very moment at which the new one begins.', 'with it'],
  ])('is told: %s', async (description, expected) => {
    expect(await told(description)).toBe(`fares valid_from valid_to ${expected}`);
  });

  test.each<readonly [description: string, time: object, more: object]>([
    ['The previous fare may end on the day before.', day, {}],
    ['The previous fare ends on the day before if it was open.', day, {}],
    ['The season ends on the day before the new one begins.', day, {}],
    ['The sale of the previous fare ends on a day before the holidays.', day, {}],
    ['The previous fare ends.', day, {}],
    ['The previous fare ends on the day before.', moment, {}],
    ['The previous fare ends on the day before.', day, { valid_to: day }],
  ])('is not told: %s', async (description, time, more) => {
    expect(await told(description, time, more)).toBeUndefined();
  });

  const rule: FormerEnd = { list: 'fares', span: ['from', 'to'], isDayBefore: true, sentence: '' };
  const judged = (ends: readonly (string | null)[], isDayBefore = true): unknown => {
    const fares = ends.map((to, n) => ({ from: `2031-0${n + 3}-10`, to }));
    const request = { body: { kind: 'json', value: { from: fares.at(-1)?.from } } } as unknown as Exchange['request'];
    const result = formerEndJudged({ ...rule, isDayBefore }, { request }, { fares: fares.toReversed() });
    return typeof result === 'string' ? result : result.expected;
  };

  test.each<readonly [ends: readonly (string | null)[], expected: string, isDayBefore: boolean]>([
    [['2031-04-09', null], 'agrees', true],
    [['2031-04-09', '2031-05-09', null], 'agrees', true],
    [['2031-04-10', null], '2031-04-09', true],
    [[null, null], '2031-04-09', true],
    [['2031-04-10', null], 'agrees', false],
    // It was ended before, or there is none.
    [['2031-03-20', null], 'unknown', true],
    [[null], 'unknown', true],
  ])('is compared with what the answer lists: %j', (ends, expected, isDayBefore) => {
    expect(judged(ends, isDayBefore)).toBe(expected);
  });
});
