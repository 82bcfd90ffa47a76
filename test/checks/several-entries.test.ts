import { expect, test } from 'vitest';
import { factorsBeside, severalEntries } from '../../src/checks/scenarios/lifecycle/round-trip/several-entries.ts';
import type { BodyMember } from '../../src/generators/body-members.ts';
import { bodyMembers } from '../../src/generators/body-members.ts';
import { operationOf } from '../../src/contract/operation.ts';
import { bayContract, bayDocument, does } from '../generators/bay-contract.ts';

const text = { type: 'string' };
const money = { type: 'string', pattern: '^(0|[1-9][0-9]*)\\.[0-9]{2}$' };
const key = 'POST /bills';

const sentFor = async (item: object, base: object, maxItems = 20, derivedFrom = new Set<string>()): Promise<unknown> => {
  const rounds = { type: 'integer', minimum: 0, maximum: 9 };
  const schema = { type: 'object', properties: { lines: { type: 'array', maxItems, items: item }, title: text, rounds } };
  const contract = await bayContract(
    bayDocument({ '/bills': { post: does({ requestBody: { content: { 'application/json': { schema } } } }) } }),
  );
  const members: readonly BodyMember[] = bodyMembers(contract, operationOf(contract, key));
  const { document } = contract;
  return {
    ...severalEntries(document, members, { title: 'Rope', ...base }, derivedFrom),
    ...factorsBeside(document, members, derivedFrom),
  };
};

const line = {
  type: 'object',
  properties: { name: text, quantity: { type: 'integer', maximum: 9 }, price: money, vatPercent: { type: 'integer', enum: [0, 7, 19] } },
};

test('several entries have two kinds of numbers that the schema allows', async () => {
  const [first, second] = [
    { name: 'hook', quantity: 3, price: '10.05', vatPercent: 19 },
    { name: 'hook', quantity: 7, price: '3.33', vatPercent: 7 },
  ];
  const base = { lines: [{ name: 'hook', quantity: 1, price: '1.00' }] };
  expect(await sentFor(line, base)).toEqual({ lines: [first, second, first, second, first, second] });
  expect(await sentFor(line, base, 2)).toEqual({ lines: [first, second] });
});

test.each<readonly [why: string, item: object, base: object, maxItems: number]>([
  ['one entry is the most', line, { lines: [{ name: 'hook', quantity: 1, price: '1.00' }] }, 1],
  ['an entry names something', line, { lines: [{ articleId: 4, quantity: 1, price: '1.00' }] }, 20],
  [
    'an entry has one number alone',
    { type: 'object', properties: { name: text, quantity: { type: 'integer' } } },
    { lines: [{ name: 'a', quantity: 1 }] },
    20,
  ],
  ['the usual body has none', line, {}, 20],
])('nothing is sent where %s', async (_why, item, base, maxItems) => {
  expect(await sentFor(item, base, maxItems)).toEqual({});
});

test('one number in an entry is enough where another one is derived from them, behind the usual first entry', async () => {
  const pause = { type: 'object', properties: { pause: { type: 'integer', minimum: 0, maximum: 120 } } };
  const derivedFrom = new Set(['lines', 'rounds', 'title']);
  expect(await sentFor(pause, { lines: [{ pause: 0 }] }, 20, derivedFrom)).toEqual({
    lines: [{ pause: 0 }, { pause: 7 }, { pause: 3 }],
    rounds: 2,
  });
});

test('what only answers have is not sent in an entry', async () => {
  const net = { type: 'integer', readOnly: true };
  const entries = await sentFor(
    { ...line, properties: { ...line.properties, netCents: net } },
    { lines: [{ name: 'hook', quantity: 1, price: '1.00' }] },
    2,
  );
  expect(JSON.stringify(entries)).not.toContain('netCents');
});
