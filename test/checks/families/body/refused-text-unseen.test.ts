import { expect, test } from 'vitest';
import { refusedTextUnseen } from '../../../../src/checks/families/body/refused-text-unseen.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { Exchange } from '../../../../src/model/exchange.ts';
import { writeDocument } from '../../../contract/support.ts';
import { exchangeOf, readOf } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';

const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const ferry = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, name: { type: 'string' }, state: { type: 'string' } },
};
const body = { required: true, ...json({ type: 'object', required: ['name'], properties: { name: { type: 'string' } } }) };
const one = { responses: { 200: { description: 'It', ...json(ferry) }, 422: { description: 'No' } } };
const many = { responses: { 200: { description: 'All', ...json({ type: 'array', items: ferry }) } } };

const ferries = (): Promise<Contract> =>
  loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Ferries', version: '1' },
      paths: {
        '/ferries': {
          get: many,
          post: { requestBody: body, responses: { 201: { description: 'It', ...json(ferry) }, 422: { description: 'No' } } },
        },
        '/ferries/{ferryId}': {
          parameters: [{ name: 'ferryId', in: 'path', required: true, schema: { type: 'string' } }],
          get: one,
          patch: { ...one, requestBody: body },
        },
        '/refusals': { get: many },
      },
    }),
  );

const text = 'ct-n-evening-ferry';

let turn = 0;

const write = (status: number | 'no answer', name = text, operation = 'POST /ferries'): Exchange =>
  exchangeOf(
    readOf(operation, { body: { kind: 'json', value: { name } }, pathValues: operation.includes('{') ? { ferryId: 'f1' } : {} }),
    status === 'no answer' ? status : { status, json: {} },
    { id: `x${++turn}` },
  );

const see = (items: readonly object[], operation = 'GET /ferries'): Exchange =>
  exchangeOf(readOf(operation), { status: 200, json: operation.includes('{') ? items[0] : items }, { id: `x${++turn}` });

const other = { id: 'f0', name: 'Morning ferry' };
const shown = { id: 'f1', name: text };

const judged = async (exchanges: readonly Exchange[]): Promise<string> => {
  const contract = await ferries();
  const { init, step, merge, conclude } = refusedTextUnseen;
  const part = (some: readonly Exchange[]) => some.reduce((state, seen) => step(state, seen, contract), init());
  const around = { contract, target: targetOf() };
  const whole = conclude(part(exchanges), around);
  // A record of two parts says the same, as long as what belongs together is in one of them.
  expect(conclude(merge(init(), part(exchanges)), around)).toEqual(whole);
  return whole.kind === 'fail' ? `${whole.finding.operation} ${whole.finding.where}` : whole.kind;
};

test.each<readonly [string, () => readonly Exchange[], string]>([
  ['a list shows a refused creation', () => [write(422), see([other, shown])], 'POST /ferries /name of "f1"'],
  ['a read shows a refused creation', () => [write(409), see([shown], 'GET /ferries/{ferryId}')], 'POST /ferries /name'],
  [
    'a read shows a refused change',
    () => [write(412, text, 'PATCH /ferries/{ferryId}'), see([shown], 'GET /ferries/{ferryId}')],
    'PATCH /ferries/{ferryId} /name',
  ],
  [
    'a list shows a change that the caller had no right to',
    () => [write(403, text, 'PATCH /ferries/{ferryId}'), see([shown])],
    'PATCH /ferries/{ferryId} /name of "f1"',
  ],
])('a defect is told: %s', async (_, exchanges, expected) => {
  expect(await judged(exchanges())).toBe(expected);
});

test.each<readonly [string, () => readonly Exchange[]]>([
  ['nothing of it is shown', () => [write(422), see([other])]],
  ['another member has the text', () => [write(422), see([{ ...other, state: text }])]],
  ['it was accepted before', () => [write(201), write(409), write(422, 'ct-n-another'), see([shown])]],
  ['it was accepted afterwards', () => [write(422), write(201), write(422, 'ct-n-another'), see([shown])]],
  ['nothing is known of what became of it', () => [write(422), write('no answer'), write(422, 'ct-n-another'), see([shown])]],
  ['a server error came in between', () => [write(422), write(500), write(422, 'ct-n-another'), see([shown])]],
  ['it is kept as what was declined', () => [write(422), see([{ ...shown, state: 'declined' }])]],
  ['a log of refusals has it', () => [write(422), see([shown], 'GET /refusals'), see([other])]],
])('a conformant server is not accused: %s', async (_, exchanges) => {
  expect(await judged(exchanges())).toBe('pass');
});

test.each<readonly [string, () => readonly Exchange[]]>([
  ['nothing was read afterwards', () => [see([other]), write(422)]],
  ['a payment was refused', () => [write(402), see([shown])]],
  ['the server had no time', () => [write(408), write(425), write(429), see([shown])]],
  ['somebody else may have such a text', () => [write(422, 'Evening ferry'), see([{ ...shown, name: 'Evening ferry' }])]],
])('nothing is said where %s', async (_, exchanges) => {
  expect(await judged(exchanges())).toBe('inconclusive');
});

test('a long run remembers a bounded number of texts, and accuses nobody by what it has not remembered', async () => {
  const contract = await ferries();
  const { init, step, conclude } = refusedTextUnseen;
  const accepted = Array.from({ length: 3500 }, (_, n) => write(201, `ct-n-ferry-${n}`));
  let state = step(init(), write(422), contract);
  for (const exchange of accepted) state = step(state, exchange, contract);
  expect(JSON.stringify(state).length).toBeLessThan(200_000);
  // One of those that are not remembered is refused the second time.
  for (const exchange of [write(409, 'ct-n-ferry-3499'), see([{ id: 'f1', name: 'ct-n-ferry-3499' }])])
    state = step(state, exchange, contract);
  const around = { contract, target: targetOf() };
  expect(conclude(state, around).kind).toBe('pass');
  expect(conclude(step(state, see([shown]), contract), around).kind).toBe('fail');
  // What was refused first is accepted at last.
  for (const exchange of [write(201), see([shown])]) state = step(state, exchange, contract);
  expect(conclude(state, around).kind).toBe('inconclusive');
});
