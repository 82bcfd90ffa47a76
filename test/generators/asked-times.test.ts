import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const nowMs = Date.parse('2027-03-10T12:00:00Z');
const dayMs = 86_400_000;

/** So many days after a known moment lie the times that a read asks for. */
const asked = async (parameters: readonly object[]): Promise<readonly number[]> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Slots', version: '1' },
      paths: {
        '/slots': {
          get: { parameters: parameters.map((one) => ({ in: 'query', required: true, ...one })), responses: { 200: { description: 'd' } } },
        },
      },
    }),
  );
  const [read] = contract.operations;
  if (!read) throw new Error('no operation');
  const made = validRequest(read, { contract, target: targetOf({}), fresh: (name) => name, now: () => nowMs });
  if (made.kind === 'missing') throw new Error('no request');
  return made.request.query.map(([, value]) => (Date.parse(value) - nowMs) / dayMs);
};

const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };

test.each<readonly [description: string, schema: object, least: number, most: number]>([
  ['From tomorrow to 14 days ahead, otherwise `400`', day, 0.5, 14],
  ['Between today and 30 days from now', day, 0, 30],
  ['At most 3 months ago', moment, -92, 0],
  ['Must not lie in the future', moment, Number.NEGATIVE_INFINITY, 0],
])('a time of a query lies where its text says: %s', async (description, schema, least, most) => {
  for (const example of [{}, { example: '2019-01-01T00:00:00Z'.slice(0, schema === day ? 10 : 20) }]) {
    const [days] = await asked([{ name: 'on', description, schema, ...example }]);
    expect(days).toBeGreaterThan(least);
    expect(days).toBeLessThan(most);
  }
});

test('the end of a time goes with its begin', async () => {
  const [from = 0, to = 0] = await asked([
    { name: 'from', description: 'At most 30 days ahead, and not in the past', schema: moment },
    { name: 'to', schema: moment },
  ]);
  expect(from).toBeGreaterThan(0);
  expect(from).toBeLessThan(30);
  expect(to).toBeGreaterThan(from);
});

test('the example of a time stays where no text moves it', async () => {
  const [days] = await asked([{ name: 'on', description: 'The day', schema: day, example: '2019-01-01' }]);
  expect(days).toBeLessThan(-2000);
});
