import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { ample } from '../../src/generators/ample.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const day = { type: 'string', format: 'date' };
const now = Date.parse('2026-11-22T10:11:12Z');

const amply = async (
  properties: object,
  required: readonly string[],
  value: Readonly<Record<string, unknown>>,
  fromMs: number | undefined,
  { isMuch = true, isLong = false }: { readonly isMuch?: boolean; readonly isLong?: boolean } = {},
) => {
  const schema = { type: 'object', required, properties };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Wares', version: '1' },
      paths: {
        '/wares/{id}/stock-movements': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          post: {
            requestBody: { required: true, content: { 'application/json': { schema } } },
            responses: { 201: { description: 'Done' } },
          },
        },
      },
    }),
  );
  const [operation] = contract.operations;
  return operation && ample(contract, operation, value, { fromMs, isMuch, isLong });
};

test.each<readonly [string, object, readonly string[], Readonly<Record<string, unknown>>, number | undefined, object]>([
  [
    'holds from today on, without end',
    { valid_from: day, valid_to: day },
    ['valid_from'],
    { valid_from: '2031-06-01', valid_to: '2031-06-30' },
    now,
    { valid_from: '2026-11-22' },
  ],
  [
    'begins as it is printed',
    { valid_from: day, valid_to: day },
    ['valid_from'],
    { valid_from: '2031-06-01', valid_to: '2031-06-30' },
    undefined,
    { valid_from: '2031-06-01' },
  ],
  [
    'ends late where it has to end',
    { startsOn: day, endsOn: day },
    ['startsOn', 'endsOn'],
    { startsOn: '2031-06-01', endsOn: '2031-06-30' },
    now,
    { startsOn: '2026-11-22', endsOn: '2028-11-23' },
  ],
  [
    'has a beginning alone',
    { effectiveFrom: { type: 'string', format: 'date-time' } },
    ['effectiveFrom'],
    { effectiveFrom: '2031-06-01T10:00:00Z' },
    now,
    { effectiveFrom: '2026-11-22T00:00:00Z' },
  ],
  [
    'is plenty',
    { quantity: { type: 'integer', minimum: 1 }, ref: { type: 'integer' } },
    ['quantity'],
    { quantity: 3, ref: 3 },
    now,
    { quantity: 1000, ref: 3 },
  ],
  [
    'is no more than is allowed',
    { delta: { type: 'integer', maximum: 250, multipleOf: 100 } },
    ['delta'],
    { delta: -3 },
    now,
    { delta: 200 },
  ],
  ['adds', { kind: { type: 'string', enum: ['sale', 'receipt', 'loss'] } }, ['kind'], { kind: 'sale' }, now, { kind: 'receipt' }],
  ['names a kind of its own', { kind: { type: 'string', enum: ['sale', 'loss'] } }, ['kind'], { kind: 'sale' }, now, { kind: 'sale' }],
])('what is added %s', async (_what, properties, required, value, fromMs, expected) => {
  expect(await amply(properties, required, value, fromMs)).toEqual(expected);
});

test('adds no more than it says, where there may be no room for plenty', async () => {
  const properties = { kind: { type: 'string', enum: ['pick', 'receipt'] }, quantity: { type: 'integer' } };
  expect(await amply(properties, ['kind', 'quantity'], { kind: 'pick', quantity: 10 }, now, { isMuch: false })).toEqual({
    kind: 'receipt',
    quantity: 10,
  });
});

test.each([
  ['behind the day that it is printed with', '2031-06-30', '2033-07-01'],
  ['as late as before where that is over', '2020-06-30', '2028-11-23'],
])('what is to hold long ends %s', async (_what, endsOn, expected) => {
  const value = { startsOn: '2031-06-01', endsOn };
  expect(await amply({ startsOn: day, endsOn: day }, ['startsOn', 'endsOn'], value, now, { isLong: true })).toEqual({
    startsOn: '2026-11-22',
    endsOn: expected,
  });
});
