import { expect, test } from 'vitest';
import { endJudged, toldEnds } from '../../../src/checks/subjects/told-ends.ts';
import { listedOperands } from '../../../src/checks/scenarios/lifecycle/round-trip/listed-operands.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const moment = { type: 'string', format: 'date-time' };
const shows = (schema: Json): Json => ({ description: 'It', content: { 'application/json': { schema } } });

const contractOf = (description: string) => {
  const minutes = { type: 'integer', enum: [20, 40, 80] };
  const properties = {
    id: { type: 'string' },
    leaves_at: moment,
    back_at: { ...moment, description },
    begins_at: moment,
    ends_at: { ...moment, description },
    crossing_minutes: minutes,
    rest_hours: { type: 'number' },
  };
  const schema = { type: 'object', required: ['crossing_minutes'], properties };
  return bayContract(
    bayDocument({
      '/ferries': {
        post: does({
          requestBody: { required: true, content: { 'application/json': { schema } } },
          responses: { 201: shows(schema) },
        }),
      },
    }),
  );
};

const toldBy = async (description: string, member: string) => {
  const contract = await contractOf(description);
  const [create] = contract.operations;
  return create ? toldEnds(contract, create).find((one) => one.member === member) : undefined;
};

const begin = { leaves_at: '2030-05-06T08:00:00Z', begins_at: '2030-05-06T08:00:00+00:00', crossing_minutes: 40, rest_hours: 2 };

test.each<readonly [string, string, string]>([
  ['`leaves_at` plus `crossing_minutes`', 'back_at', '2030-05-06T08:40:00Z'],
  ['`leaves_at` + `crossing_minutes`', 'back_at', '2030-05-06T10:40:00+02:00'],
  ['`crossing_minutes` after `leaves_at`', 'back_at', '2030-05-06T08:40:00.000Z'],
  ['Computed from `leaves_at` and `crossing_minutes`.', 'back_at', '2030-05-06T08:40:00Z'],
  ['Set by the service: leaves_at plus rest_hours', 'back_at', '2030-05-06T10:00:00Z'],
  ['The start plus `crossing_minutes`, read only', 'ends_at', '2030-05-06T08:40:00Z'],
])('"%s" says when it is', async (description, member, right) => {
  const told = await toldBy(description, member);
  expect(told && endJudged(told, { ...begin, [member]: right })).toBe('agrees');
  expect(told && endJudged(told, { ...begin, [member]: '2030-05-06T08:20:00Z' })).toHaveProperty('expected');
  expect(told && endJudged(told, { ...begin, [member]: null })).toBe('unknown');
});

test.each([
  'Not later than `leaves_at` plus `crossing_minutes`',
  '`leaves_at` plus `crossing_minutes` and `rest_hours`',
  '`leaves_at` plus `crossing_minutes`, rounded to the hour',
  'After `leaves_at`',
  '`leaves_at` plus `crossing_minutes` if the sea is calm',
  'Shown with `leaves_at` and `crossing_minutes`',
  'About `crossing_minutes` after `leaves_at`',
  'At least `crossing_minutes` after `leaves_at`',
  '`leaves_at` plus `rest_hours` for crews',
])('nothing is derived by "%s"', async (description) => {
  expect(await toldBy(description, 'back_at')).toBeUndefined();
});

test('each listed length is one to create with', async () => {
  const contract = await contractOf('`leaves_at` plus `crossing_minutes`');
  const [create] = contract.operations;
  expect(create && listedOperands(contract, create).map(({ value }) => value)).toEqual([20, 40, 80]);
  const silent = await contractOf('When it is back');
  expect(silent.operations.flatMap((one) => listedOperands(silent, one))).toEqual([]);
});
