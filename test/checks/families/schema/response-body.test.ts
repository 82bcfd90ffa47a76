import { expect, test } from 'vitest';
import { bayContract, bayDocument, does } from '../../../generators/bay-contract.ts';
import { observeValue, responseBody } from '../../../../src/checks/families/schema/response-body.ts';
import type { Fault } from '../../../../src/model/request.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { fault } from '../../../worlds/parcels/service.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { watch } from '../../support/watch.ts';

const after = async (...replies: readonly Reply[]): Promise<Verdict | undefined> => {
  const seen = replies.map((reply) => exchangeOf(readOf('GET /depots'), reply));
  return (await watch(responseBody, seen))['P-FAULT'];
};

const right = fault(400);
const wrong: Reply = { status: 400, json: { fault: 'wrong' } };

test('each answer counts, also one that comes word for word again, and one that comes after another', async () => {
  const once = await after(right);
  expect(once).toMatchObject({ kind: 'pass' });
  const judged = once?.kind === 'pass' ? once.judged : 0;
  expect(await after(right, right)).toMatchObject({ kind: 'pass', judged: 2 * judged });
  const broken = await after(wrong);
  expect(broken).toMatchObject({ kind: 'fail', breaches: 1 });
  const judgedBroken = broken?.kind === 'fail' ? broken.judged : 0;
  expect(await after(right, wrong, wrong, right)).toMatchObject({ kind: 'fail', breaches: 2, judged: 2 * (judged + judgedBroken) });
});

test.each([
  ['Sum of the values of its parcels.', 'unclear'],
  ['What it is worth.', false],
])('an amount above the bound of its schema is a breach, unless it is a sum of such amounts: %s', async (description, expected) => {
  const money = { type: 'object', properties: { amount: { type: 'integer', maximum: 100 } } };
  const contract = await bayContract({
    ...bayDocument({ '/stays': { get: does({}) } }),
    components: {
      schemas: {
        Money: money,
        Stay: { type: 'object', properties: { worth: { allOf: [{ $ref: '#/components/schemas/Money' }], description } } },
      },
    },
  });
  const stay = { operation: null, way: ['#', '#/components/schemas/Stay'] };
  const seen = observeValue(contract, stay, { worth: { amount: 150 } });
  expect(seen.filter(({ holds }) => holds !== true).map(({ holds }) => holds)).toEqual([expected]);
  const wrongType = observeValue(contract, stay, { worth: { amount: 'many' } });
  expect(wrongType.some(({ holds }) => holds === false)).toBe(true);
});

test('an answer to a list where the document has an object may be a list, and one to an object may not', async () => {
  const schema = { type: 'object', properties: { name: { type: 'string' } } };
  const responses = { '200': { description: 'Done', content: { 'application/json': { schema } } } };
  const contract = await bayContract(bayDocument({ '/stays': { post: does({ responses }) } }));
  const taken = (value: unknown, faults: readonly Fault[]) => {
    const exchange = exchangeOf(
      { ...readOf('POST /stays'), operation: 'POST /stays', method: 'POST', path: '/stays', body: { kind: 'json', value }, faults },
      { status: 200, json: [] },
    );
    return responseBody.observe(exchange, contract).filter(({ holds }) => holds === false).length;
  };
  expect(taken([], ['body-wrong-type'])).toBe(0);
  expect(taken({ name: 7 }, ['body-wrong-type'])).toBeGreaterThan(0);
  expect(taken({ name: 'a' }, [])).toBeGreaterThan(0);
});
