import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };

type Told = { readonly introduction?: string; readonly removal?: string; readonly member?: string; readonly id?: string };

const documentOf = ({ introduction, removal, member, id }: Told) => {
  const said = (description: string | undefined) => (description === undefined ? {} : { description });
  const bill = {
    type: 'object',
    required: ['id', 'number', 'title'],
    properties: { id: { type: 'string', ...said(id) }, number: { type: 'integer', ...said(member) }, title: text },
  };
  const none = { 404: { description: 'None' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Bills', version: '1', ...said(introduction) },
    paths: {
      '/bills': {
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) },
          responses: { 201: { description: 'd', ...json(bill) }, 422: { description: 'Wrong' } },
        },
      },
      '/bills/{billId}': {
        parameters: [{ name: 'billId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'd', ...json(bill) }, ...none } },
        delete: { ...said(removal), responses: { 204: { description: 'Gone' }, ...none } },
      },
    },
  };
};

/** Which number, and id, a new bill gets. */
type Habit = 'from a counter' | 'one more than there are' | 'at random';

const judged = async (told: Told, habit: Habit) => {
  const bills = new Map<string, { id: string; number: number; title: unknown }>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const [, root, id] = new URL(incoming.url ?? '/', 'http://bills').pathname.split('/');
      if (root !== 'bills') return give(404);
      if (id !== undefined) {
        if (!bills.has(id)) return give(404);
        return incoming.method === 'DELETE' ? give(bills.delete(id) ? 204 : 404) : give(200, bills.get(id));
      }
      if (typeof body?.['title'] !== 'string' || body['title'] === '') return give(422);
      last += 1;
      const number = { 'from a counter': last, 'one more than there are': bills.size + 1, 'at random': Math.floor(Math.random() * 1e9) }[
        habit
      ];
      const made = { id: `bill-${number}`, number, title: body['title'] };
      bills.set(made.id, made);
      return give(201, made);
    });
  });
  const check = 'lifecycle/number-not-given-again';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 12,
    selection: { only: [check], skip: [] },
  });
  expect(bills.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

const again = ['number-given-again /number'];

type Ways = {
  /** How the life of a voucher ends. */
  readonly end: 'cancel' | 'state' | 'cancel or removal' | 'none';
  /** What is said of the number, or of another member that no creation takes. */
  readonly said: string;
  readonly member?: string;
  /** Each voucher is one of a shop. */
  readonly ofShop?: boolean;
};

type Numbering =
  | 'a counter'
  | 'a counter of the shop'
  | 'how many are open'
  | 'how many there are'
  | 'at random'
  | 'the shop'
  | 'downwards';

const vouchers = ({ end, said, member = 'number', ofShop = false }: Ways) => {
  const state = { type: 'string', enum: ['open', 'cancelled'] };
  const own = { title: text, ...(ofShop ? { shopId: text } : {}) };
  const voucher = {
    type: 'object',
    required: ['id', member, ...Object.keys(own)],
    properties: { id: { type: 'string' }, [member]: { type: 'integer', description: said }, state, ...own },
  };
  const shop = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: text } };
  const none = { 404: { description: 'None' }, 409: { description: 'Not in this state' }, 422: { description: 'Wrong' } };
  const made = (one: object, properties: object) => ({
    requestBody: { required: true, ...json({ type: 'object', required: Object.keys(properties), properties }) },
    responses: { 201: { description: 'd', ...json(one) }, ...none },
  });
  const named = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
  const answered = { responses: { 200: { description: 'd', ...json(voucher) }, ...none } };
  return {
    openapi: '3.1.0',
    info: { title: 'Vouchers', version: '1' },
    paths: {
      '/vouchers': {
        get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: voucher }) } } },
        post: made(voucher, own),
      },
      '/vouchers/{voucherId}': {
        ...named('voucherId'),
        get: answered,
        ...(end === 'state' ? { patch: { requestBody: json({ type: 'object', properties: { state } }), ...answered } } : {}),
        ...(end === 'cancel or removal' ? { delete: { responses: { 204: { description: 'Gone' }, ...none } } } : {}),
      },
      ...(end.startsWith('cancel') ? { '/vouchers/{voucherId}/cancel': { ...named('voucherId'), post: answered } } : {}),
      ...(ofShop
        ? {
            '/shops': { post: made(shop, { name: text }) },
            '/shops/{shopId}': {
              ...named('shopId'),
              get: { responses: { 200: { description: 'd', ...json(shop) }, ...none } },
              delete: { responses: { 204: { description: 'Gone' }, ...none } },
            },
          }
        : {}),
    },
  };
};

const judgedVouchers = async (ways: Ways, numbering: Numbering, only: readonly string[], seed: readonly Record<string, unknown>[] = []) => {
  const kept = new Map<string, Record<string, unknown>>(seed.map((one) => [String(one['id']), one]));
  const shops = new Set<string>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body = {}) => {
      const [, root, id = '', action] = new URL(incoming.url ?? '/', 'http://vouchers').pathname.split('/');
      const { method } = incoming;
      if (root !== 'vouchers' && root !== 'shops') return give(404);
      if (root === 'shops') {
        if (id !== '')
          return method === 'DELETE' ? give(shops.delete(id) ? 204 : 404) : give(shops.has(id) ? 200 : 404, { id, name: 'It' });
        const shop = `shop-${(last += 1)}`;
        shops.add(shop);
        return give(201, { id: shop, name: body['name'] });
      }
      if (id === '' && method === 'GET') return give(200, [...kept.values()]);
      if (id === '') {
        if (typeof body['title'] !== 'string' || body['title'] === '' || (ways.ofShop && !shops.has(String(body['shopId']))))
          return give(422);
        last += 1;
        const all = [...kept.values()];
        const ofShop = all.filter((one) => one['shopId'] === body['shopId']);
        const number = {
          'a counter': last,
          'a counter of the shop': ofShop.length + 1,
          'how many are open': all.filter((one) => one['state'] === 'open').length + 1,
          'how many there are': all.length + 1,
          'at random': Math.floor(Math.random() * 1e9),
          'the shop': 7,
          downwards: 1000 - last,
        }[numbering];
        const made = { id: `v-${last}`, [ways.member ?? 'number']: number, state: 'open', title: body['title'], shopId: body['shopId'] };
        kept.set(made.id, made);
        return give(201, made);
      }
      const found = kept.get(id);
      if (!found) return give(404);
      if (method === 'GET') return give(200, found);
      if (method === 'DELETE') return give(kept.delete(id) ? 204 : 404);
      if (found['state'] === 'cancelled') return give(409);
      if (action === 'cancel' || body['state'] === 'cancelled') found['state'] = 'cancelled';
      return give(200, found);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(vouchers(ways)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 30,
    selection: { only: [...only], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === only[0])
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

const never = 'Never used twice.';

/** Tests of numbers that are given once. */
export const testNumbersForGood = (): void => {
  describe.concurrent('a number that is given once, of what is cancelled', () => {
    test.for<readonly [Ways, Numbering, readonly string[]]>([
      [{ end: 'cancel', said: never }, 'a counter', ['pass']],
      [{ end: 'cancel', said: never }, 'at random', ['pass']],
      [{ end: 'cancel', said: never }, 'how many are open', again],
      [{ end: 'state', said: never }, 'how many are open', again],
      [{ end: 'state', said: never }, 'a counter', ['pass']],
      [{ end: 'cancel or removal', said: never }, 'how many are open', again],
      [{ end: 'cancel or removal', said: never }, 'how many there are', again],
      [{ end: 'cancel or removal', said: never }, 'a counter', ['pass']],
      [{ end: 'cancel', said: 'Goes up with every voucher.' }, 'how many are open', ['number-not-larger /number']],
      [{ end: 'none', said: 'Counts up with each new voucher.' }, 'downwards', ['number-not-larger /number']],
      [{ end: 'none', said: 'Counts up with each new voucher.' }, 'a counter', ['pass']],
      [{ end: 'cancel or removal', said: 'Goes up with every voucher.' }, 'how many there are', ['pass']],
      [
        { end: 'cancel', said: 'Goes up with every voucher of the shop, never used twice there.', ofShop: true },
        'a counter of the shop',
        ['pass'],
      ],
      [{ end: 'cancel', said: 'Goes up with every change of the voucher.' }, 'how many are open', []],
      [{ end: 'cancel', said: 'Goes up with every voucher.', member: 'voucherCount' }, 'how many are open', []],
      [{ end: 'cancel', said: 'Never reused.', member: 'shopNumber', ofShop: true }, 'the shop', []],
      [{ end: 'cancel', said: 'Unique visitors.' }, 'the shop', []],
      // A place in a queue, and a fee, go up with each and come down again.
      [{ end: 'cancel', said: 'Place in the queue, goes up with every voucher.', member: 'place' }, 'how many are open', []],
      [{ end: 'cancel', said: 'Minutes to wait; grows with every voucher.', member: 'waitMinutes' }, 'how many are open', []],
      [{ end: 'cancel', said: 'The number of vouchers before it, goes up with every voucher.' }, 'how many are open', []],
      [{ end: 'cancel', said: 'Goes up with every voucher.', member: 'voucherNo' }, 'how many are open', ['number-not-larger /voucherNo']],
      [
        { end: 'cancel', said: 'The running number, goes up with every voucher.', member: 'mark' },
        'how many are open',
        ['number-not-larger /mark'],
      ],
      // A seat is free again after the end of what had it.
      [
        { end: 'cancel', said: 'The seat. No seat is given twice, never assigned to another guest.', member: 'seat' },
        'how many are open',
        [],
      ],
      [{ end: 'cancel', said: 'Never used twice.', member: 'lockerNumber' }, 'how many are open', []],
      [
        { end: 'cancel', said: 'Never reused, not even after a cancellation.', member: 'seat' },
        'how many are open',
        ['number-given-again /seat'],
      ],
      [{ end: 'cancel', said: 'The number of the voucher.' }, 'how many are open', []],
    ])(
      'told by %j is judged of a service that takes it from %s',
      besideOthers(async ([ways, numbering, expected]) => {
        expect(await judgedVouchers(ways, numbering, ['lifecycle/number-not-given-again'])).toEqual(expected);
      }),
    );
  });

  describe.concurrent('a number that two in a list have', () => {
    const both = ['one', 'other'].map((id) => ({ id, title: id, number: 7, seatNumber: 7, shopNumber: 7, shopId: 'shop', state: 'open' }));
    test.for<readonly [Ways, readonly string[]]>([
      [{ end: 'cancel', said: never }, ['value-given-twice /number in the list']],
      [{ end: 'cancel', said: 'No two vouchers have the same number.' }, ['value-given-twice /number in the list']],
      [{ end: 'cancel', said: 'Never used twice within a shop.' }, []],
      [{ end: 'cancel', said: never, member: 'shopNumber', ofShop: true }, []],
      [{ end: 'cancel', said: 'Unique visitors.' }, []],
      [{ end: 'cancel', said: 'The seat stays reserved.' }, []],
      [{ end: 'cancel', said: never, member: 'seatNumber' }, []],
    ])(
      'is judged by %j',
      besideOthers(async ([ways, expected]) => {
        expect(await judgedVouchers(ways, 'a counter', ['lifecycle/values-given-once', 'status/documented-call'], both)).toEqual(expected);
      }),
    );
  });

  describe.concurrent('a number that is given once', () => {
    test.for<readonly [Told, Habit, readonly string[]]>([
      [{ member: 'Never reused.' }, 'from a counter', ['pass']],
      [{ member: 'Never reused.' }, 'at random', ['pass']],
      [{ member: 'Never reused.' }, 'one more than there are', again],
      [{ member: 'Is not given out again, not even after a deletion.' }, 'one more than there are', again],
      [{ introduction: 'The number of a bill is never used again.' }, 'one more than there are', again],
      [{ removal: 'The number stays used up.' }, 'one more than there are', again],
      [{ introduction: 'Bill numbers are not recycled.' }, 'one more than there are', again],
      [{ id: 'Ids are never reused.' }, 'one more than there are', ['number-given-again /id']],
      [{ introduction: 'Idempotency keys are never reused.' }, 'one more than there are', []],
      [{ introduction: 'Ids of requests are never reused.' }, 'one more than there are', []],
      [{ introduction: 'The number of an offer is never used again.' }, 'one more than there are', []],
      [{ removal: 'The number is not given again for 30 days.' }, 'one more than there are', []],
      [{}, 'one more than there are', []],
    ])(
      'told by %j is judged of a service that takes it %s',
      besideOthers(async ([told, habit, expected]) => {
        expect(await judged(told, habit)).toEqual(expected);
      }),
    );
  });
};
