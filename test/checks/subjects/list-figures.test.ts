import { describe, expect, test } from 'vitest';
import type { Trait } from '../../../src/checks/subjects/counted-traits.ts';
import { listFigures } from '../../../src/checks/subjects/list-figures.ts';
import { figureOf, forgetfulFigures, ruleIn } from '../../../src/checks/subjects/figure-rules.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const states = ['open', 'active', 'withdrawn', 'cancelled'];
const traits: readonly Trait[] = states.map((state) => ({ state, member: 'status', value: state }));
const known = new Set(['order', 'course', 'enrolment', 'account', 'review']);
const read = (text: string) =>
  ruleIn(text, { numbers: ['cost', 'refund', 'current_grade', 'rating', 'price', 'unit_price', 'quantity'], traits, known });

const without = (state: string) => ({ isOnly: false, traits: [{ state, member: 'status', value: state }] });
const only = (state: string) => ({ isOnly: true, traits: [{ state, member: 'status', value: state }] });

describe('what a text says of a figure over a list', () => {
  test.each([
    ['The sum of all costs less everything that was refunded.', { kind: 'sum', member: 'cost', less: 'refund' }],
    ['What the account has paid, that is the sum of all costs less everything that was refunded.', { less: 'refund' }],
    ['Sum of the costs of all orders minus the refunds, in cents.', { kind: 'sum', member: 'cost', less: 'refund' }],
    ['Total of the costs of all orders, net of refunds.', { kind: 'sum', member: 'cost', less: 'refund' }],
    ['Sum of the costs of all orders that are not cancelled.', { kind: 'sum', member: 'cost', counting: without('cancelled') }],
    ['Sum of the unit prices of active orders.', { kind: 'sum', member: 'unit_price', counting: only('active') }],
    [
      'Plain mean of the current grades of all enrolments that have one, leaving out those that are withdrawn; two decimals, `null` if nobody has a grade.',
      { kind: 'mean', member: 'current_grade', counting: without('withdrawn'), leavesBlanksOut: true, digits: 2 },
    ],
    ['Average rating of all reviews, rounded to one decimal.', { kind: 'mean', member: 'rating', digits: 1 }],
    ['Sum of the quantities of all orders.', { kind: 'sum', member: 'quantity' }],
    ['Average rating of its reviews except cancelled ones.', { kind: 'mean', counting: without('cancelled') }],
    ['All enrolments of the course that are not withdrawn.', { kind: 'count', counting: without('withdrawn') }],
    ['The number of orders without cancelled ones.', { kind: 'count', counting: without('cancelled') }],
    ['How many active enrolments there are.', { kind: 'count', counting: only('active') }],
    [
      "What the account still owes: the sum of `cost` over the account's open orders",
      { kind: 'sum', member: 'cost', counting: only('open') },
    ],
    ['the number of orders that can be changed right away, that is with the status `open`', { kind: 'count', counting: only('open') }],
    ['the number of orders with the status active', { kind: 'count', counting: only('active') }],
  ] as const)('%s', (text, rule) => {
    expect(read(text)).toMatchObject(rule);
  });

  test.each([
    'The sum of all costs of this month.',
    'The sum over all orders.',
    'the number of orders that can be changed, that is with a voucher',
    'What the account owes: the sum of `cost` over the orders of its friends and family',
    'Number of reviews with a rating.',
    'Sum of the open costs of all orders.',
    'Sum of the costs of paid orders.',
    'Sum of the costs less a discount.',
    'The sum of all costs plus shipping.',
    'Weighted mean of the current grades.',
    'Average rating of the last 30 reviews.',
    'The sum of all costs in the last 30 days.',
    'Number of orders ever placed.',
    'Number of different customers.',
    'Estimated sum of all costs.',
    'The cost of the order.',
    'Only for owners, namely the sum of all costs.',
    'Sum of the costs of all orders with a voucher.',
    '',
  ])('is not understood: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

test('a state that a moment shows as well is meant where the text names all others', () => {
  const shown: readonly Trait[] = ['draft', 'sent', 'settled'].map((state) => ({
    state,
    member: 'status',
    value: state,
    ...(state === 'draft' ? {} : { isOpen: true as const }),
  }));
  const ofBills = (text: string) =>
    ruleIn(text, { numbers: ['due'], traits: shown, known: new Set(['bill', 'guest']) })?.counting?.traits.map(({ state }) => state);
  expect(ofBills("Sum of `due` over the guest's sent bills. Drafts and settled bills do not count.")).toEqual(['sent']);
  expect(ofBills("Sum of `due` over the guest's sent bills.")).toBeUndefined();
  expect(ofBills("Sum of `due` over the guest's sent bills. Drafts do not count.")).toBeUndefined();
  expect(ofBills('Sum of `due` over all bills that are not settled.')).toBeUndefined();
  expect(ofBills("Sum of `due` over the guest's draft bills.")).toEqual(['draft']);
});

test.each<readonly [figure: string, text: string, member: string | undefined]>([
  ['totalCost', 'The sum over all orders.', 'cost'],
  ['total_unit_price', 'Sum over all orders', 'unit_price'],
  ['sumOfAll', 'The sum over all orders.', undefined],
  ['totalPaid', 'The sum over all orders.', undefined],
  ['cost', 'The sum over all orders.', undefined],
  ['totalCost', 'The sum over all orders with a voucher.', undefined],
])('what is summed up may be said by the name of the figure: %s, %s', (figure, text, member) => {
  expect(ruleIn(text, { numbers: ['cost', 'unit_price', 'rating'], traits, known, figure })?.member).toBe(member);
});

test.each<readonly [text: string, member: string | undefined]>([
  ['Sum of the open fines', 'amount'],
  ['The total of all fines that are not cancelled.', 'amount'],
  ['Sum of the open fine', undefined],
  ['Sum of the open fines with a voucher', undefined],
])('what things come to is the amount that they show alone: %s', (text, member) => {
  const around = { numbers: ['amount'], traits, known: new Set(['fine']) };
  expect(ruleIn(text, { ...around, alone: { name: 'amount', nouns: ['fine'] } })?.member).toBe(member);
  expect(ruleIn(text, around)).toBeUndefined();
});

test('figures follow from the items', () => {
  const eur = (amount: number) => ({ amount, currency: 'EUR' });
  const orders = [
    { status: 'open', cost: eur(500), refund: null },
    { status: 'cancelled', cost: eur(300), refund: eur(200) },
    { status: 'open', cost: null, refund: null },
  ];
  const spend = read('The sum of all costs less everything that was refunded.');
  expect(spend && [figureOf(spend, orders), forgetfulFigures(spend, orders)]).toEqual([600, [800]]);
  const foreign = [...orders, { status: 'open', cost: { amount: 5, currency: 'USD' }, refund: null }];
  expect(spend && figureOf(spend, foreign)).toBeUndefined();
  const grades = [
    { status: 'active', current_grade: 80 },
    { status: 'withdrawn', current_grade: 20 },
    { status: 'active', current_grade: null },
  ];
  const mean = read('Mean of the current grades of all enrolments that have one, leaving out those that are withdrawn.');
  expect(mean && [figureOf(mean, grades), forgetfulFigures(mean, grades)]).toEqual([80, [50]]);
  // Whether what has no grade counts as nothing is not said here.
  const open = read('Mean of the current grades of all enrolments, leaving out those that are withdrawn.');
  expect(open && figureOf(open, grades)).toBeUndefined();
});

/** What is read of a number that each pier of a list shows beside the list of the passes, which name their pier. */
const ofPiers = async (name: string, description: string, naming = 'pierId', isCreated = false): Promise<readonly unknown[]> => {
  const text = { type: 'string' };
  const array = (properties: object) => ({
    responses: {
      200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: { type: 'object', properties } } } } },
    },
  });
  const pier = { id: text, [name]: { type: 'integer', description } };
  const creation = {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', required: ['title'], properties: { title: text } } } },
    },
    responses: { 201: { description: 'It', content: { 'application/json': { schema: { type: 'object', properties: pier } } } } },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Piers', version: '1' },
      paths: {
        '/piers': { get: array(pier), ...(isCreated ? { post: creation } : {}) },
        ...(isCreated
          ? {
              '/piers/{id}': {
                parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
                get: {
                  responses: {
                    200: { description: 'It', content: { 'application/json': { schema: { type: 'object', properties: pier } } } },
                    404: { description: 'None' },
                  },
                },
              },
            }
          : {}),
        '/passes': { get: array({ id: text, [naming]: text, status: { ...text, enum: ['valid', 'used', 'revoked'] } }) },
      },
    }),
  );
  return listFigures(contract).flatMap(({ within, figures }) =>
    within.kind === 'listed' ? figures.map(({ rule }) => ({ at: within.at, ...rule.counting })) : [],
  );
};

describe('a count that each item of a list shows', () => {
  test.each([
    ['passCount', 'Passes of the pier without the revoked ones', false, ['revoked']],
    ['passes_count', 'Passes that are not revoked', false, ['revoked']],
    ['passCount', 'Valid and used passes', true, ['valid', 'used']],
    ['inUse', 'The number of used passes of the pier', true, ['used']],
    ['load', 'How many passes of this pier are valid', true, ['valid']],
  ])('%s, "%s"', async (name, text, isOnly, named) => {
    expect(await ofPiers(name, text)).toEqual([
      { at: '/pierId', isOnly, traits: named.map((state) => expect.objectContaining({ state })) },
    ]);
  });

  test.each([
    ['passCount', 'Passes of the pier', 'pierId'],
    ['passCount', 'Passes of this year that are not revoked', 'pierId'],
    ['passLimit', 'Passes that are not revoked', 'pierId'],
    ['boatCount', 'Boats that are not revoked', 'pierId'],
    ['passCount', 'Passes without the revoked ones', 'harbourId'],
    ['passCount', 'Passes ever sold, without the revoked ones', 'pierId'],
  ])('%s, "%s", by %s, is not read', async (name, text, naming) => {
    expect(await ofPiers(name, text, naming)).toEqual([]);
  });

  test('of what a run creates belongs to another check', async () => {
    expect(await ofPiers('passCount', 'Passes without the revoked ones', 'pierId', true)).toEqual([]);
  });
});

/** The lists whose items a number of a shed is read to add up, beside what is stored there and what was moved in and out. */
const addedUpIn = async (description: string, more: object = {}, moved = 'movements'): Promise<readonly string[]> => {
  const text = { type: 'string' };
  const json = (schema: object) => ({ responses: { 200: { description: 'It', content: { 'application/json': { schema } } } } });
  const item = { type: 'object', properties: { sku: text, shedId: text, quantity: { type: 'integer' } } };
  const shed = { type: 'object', properties: { id: text, used: { type: 'integer', description }, ...more } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Sheds', version: '1' },
      paths: {
        '/sheds/{shedId}': { parameters: [{ name: 'shedId', in: 'path', required: true, schema: text }], get: json(shed) },
        '/stored-goods': { get: json({ type: 'array', items: item }) },
        [`/${moved}`]: { get: json({ type: 'array', items: item }) },
      },
    }),
  );
  return listFigures(contract).map(({ collection }) => collection.operation.path);
};

describe('a sum of what a resource holds', () => {
  test('is over the only list that has the number, and not over what came in and went out', async () => {
    expect(await addedUpIn('Sum of the quantities in it')).toEqual(['/stored-goods']);
    expect(await addedUpIn('The sum of all quantities in this shed.')).toEqual(['/stored-goods']);
  });

  test.each<readonly [text: string, more: object, moved: string]>([
    ['Sum of the quantities', {}, 'movements'],
    ['Sum of the quantity in it', {}, 'movements'],
    ['Sum of the weights in it', {}, 'movements'],
    ['Sum of the sold quantities in it', {}, 'movements'],
    ['Sum of the quantities in it this year', {}, 'movements'],
    ['Sum of the quantities in it', {}, 'reserved-goods'],
    [
      'Sum of the quantities in it',
      { boxes: { type: 'array', items: { type: 'object', properties: { quantity: { type: 'integer' } } } } },
      'movements',
    ],
  ])('is not read of "%s" %o %s', async (description, more, moved) => {
    expect(await addedUpIn(description, more, moved)).toEqual([]);
  });
});
