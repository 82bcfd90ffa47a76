import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const takes = (schema: object) => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const none = { description: 'None' };
const inPath = (...names: readonly string[]) => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
});
const named = object({ id: { type: 'string' }, name: text }, ['id', 'name']);
const amountOf = { type: 'integer', minimum: 1, maximum: 1000 };
const price = object({ itemId: { type: 'string' }, amount: amountOf }, ['itemId', 'amount']);

const collection = (noun: string, removing: string) => ({
  [`/${noun}s`]: {
    get: { responses: { 200: json({ type: 'array', items: named }) } },
    post: { ...takes(object({ name: text }, ['name'])), responses: { 201: json(named), 400: none } },
  },
  [`/${noun}s/{${noun}Id}`]: {
    ...inPath(`${noun}Id`),
    get: { responses: { 200: json(named), 404: none } },
    delete: { description: removing, responses: { 204: { description: 'Done' }, 404: none, 409: none } },
  },
});

/** Suppliers with prices of items: a price is set at the path of both. */
const documentOf = (removing: string, listing: string) => ({
  openapi: '3.0.3',
  info: { title: 'Prices', version: '1' },
  paths: {
    ...collection('item', 'Deletes an item.'),
    ...collection('supplier', removing),
    '/suppliers/{supplierId}/prices': {
      ...inPath('supplierId'),
      get: { description: listing, responses: { 200: json({ type: 'array', items: price }), 404: none } },
    },
    '/suppliers/{supplierId}/prices/{itemId}': {
      ...inPath('supplierId', 'itemId'),
      put: {
        ...takes(object({ amount: amountOf }, ['amount'])),
        responses: { 200: json(price), 201: json(price), 400: none, 404: none, 409: none },
      },
    },
  },
});

type Way = 'empties it' | 'empties it late' | 'removes both' | 'keeps it' | 'refuses prices' | 'removes later';

const judged = async (way: Way, removing: string, listing = 'Sorted by item.'): Promise<readonly string[]> => {
  const stores = { items: new Map<string, object>(), suppliers: new Map<string, object>() };
  const prices = new Map<string, object[]>();
  const lateMs = 300;
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, noun = '', id, below, itemId] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (noun !== 'items' && noun !== 'suppliers') return give(404, {});
    const store = stores[noun];
    if (id === undefined) {
      if (incoming.method === 'GET') return give(200, [...store.values()]);
      if (typeof body?.['name'] !== 'string' || body['name'] === '') return give(400, {});
      last += 1;
      store.set(`x${last}`, { id: `x${last}`, name: body['name'] });
      return give(201, store.get(`x${last}`));
    }
    const found = store.get(id);
    if (!found) return give(404, {});
    if (below === undefined && incoming.method === 'DELETE') {
      const clear = (): boolean => prices.delete(id);
      if (way === 'removes later') return give(202);
      if (way === 'empties it late') setTimeout(clear, lateMs);
      else if (way !== 'keeps it') clear();
      if (way === 'removes both' || noun === 'items') store.delete(id);
      return give(204);
    }
    if (below === undefined) return give(200, found);
    if (itemId === undefined) return give(200, prices.get(id) ?? []);
    const amount = body?.['amount'];
    if (!stores.items.has(itemId)) return give(404, {});
    if (way === 'refuses prices') return give(409, {});
    if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1 || amount > 1000) return give(400, {});
    const others = (prices.get(id) ?? []).filter((one) => (one as { readonly itemId?: string }).itemId !== itemId);
    prices.set(id, [...others, { itemId, amount }]);
    return give(201, { itemId, amount });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(removing, listing)), url, {
    allow: ['mutation', 'destructive'],
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/emptied-on-removal'], skip: [] },
  });
  const own = verdicts.filter((one) => one.case.check === 'lifecycle/emptied-on-removal');
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const usual =
  'A supplier with open orders cannot go (`409`). Otherwise the supplier is archived, its price list is emptied, and its orders stay.';

test.concurrent.for<readonly [Way, string, readonly string[], string?]>([
  ['keeps it', usual, ['list-not-emptied']],
  ['keeps it', 'Archives a supplier.', ['list-not-emptied'], 'Prices by item. The list of an archived supplier is empty.'],
  ['empties it', usual, ['pass']],
  ['empties it late', usual, ['pass']],
  ['removes both', usual, ['pass']],
  ['removes later', usual, ['inconclusive']],
  ['refuses prices', usual, ['inconclusive']],
  ['keeps it', 'Archives a supplier.', []],
  ['keeps it', 'Archives a supplier. Its price list may be emptied.', []],
  ['keeps it', 'Archives a supplier, and empties its price list if `purge` was set before.', []],
])(
  'a service that %s after "%s" is judged %s',
  besideOthers(async ([way, removing, expected, listing]) => {
    expect(await judged(way, removing, listing)).toEqual(expected);
  }),
);
