import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const whole = { type: 'integer' };
const order = {
  type: 'object',
  required: ['id', 'subtotal', 'discount', 'fee', 'total'],
  properties: { id: { type: 'string' }, subtotal: whole, discount: whole, fee: whole, total: whole },
};

const document = (description: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: {
        description,
        responses: { 200: { description: 'all', content: { 'application/json': { schema: { type: 'array', items: order } } } } },
      },
    },
  },
});

const total = '`total` = `subtotal` - `discount` + `fee`.';
const rules = [
  `The booking fee is 2.5 % of what is left after the discount, rounded to the nearest unit (half up), but at least 50; an order with nothing left to pay has no fee. ${total}`,
  `The fee is 2.5 percent of what remains after the discount, rounded half up, at least 50; free orders have no fee. ${total}`,
  `\`fee\` is 2.5 % of the rest after the discount, rounded half up, but never less than 50. Without anything left to pay there is no fee. ${total}`,
];

const orders = (fee: number): readonly object[] => [
  { id: 'a', subtotal: 3450, discount: 517, fee, total: 2933 + fee },
  { id: 'b', subtotal: 1000, discount: 0, fee: 50, total: 1050 },
  { id: 'c', subtotal: 1000, discount: 1000, fee: 0, total: 0 },
];

const told = async (description: string, shown: readonly object[]): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.url?.split('?')[0] === '/orders';
    outgoing.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(isKnown ? shown : {}));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(description)), url, {
    selection: { only: ['schema/sums-agree', 'http/read-is-safe', 'status/documented-call'], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === 'schema/sums-agree')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.where} ${verdict.finding.actual}` : verdict.kind));
};

test.each(rules)('a share of what is left is judged, with its least: %s', async (description) => {
  expect(await told(description, orders(73))).toEqual(['pass']);
  // Of the whole, and no more than the least.
  expect(await told(description, orders(86))).toEqual(['#/*/fee 86']);
  expect(await told(description, orders(50))).toEqual(['#/*/fee 50']);
});

test.each([
  `The cancellation fee is 2.5 % of what is left after the discount. ${total}`,
  `The booking fee is 2.5 % of what is left after the discount. Partners have the fee reduced. ${total}`,
  `The booking fee is 2.5 % of what is left after the discount; for groups the fee is halved. ${total}`,
  `The booking fee is 2.5 % of what is left after the discount. ${total}\n\nA fee for the invoice is added to the booking fee.`,
  `The booking fee is about 2.5 % of what is left after the discount. ${total}`,
])('a share that is not always that is not judged: %s', async (description) => {
  expect(await told(description, orders(86))).toEqual(['pass']);
});
