import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const set = {
  name: text,
  note: { type: ['string', 'null'], maxLength: 60 },
  lit: { type: 'boolean', default: false },
  since: { type: ['string', 'null'], format: 'date', description: 'Not later than today' },
  // The server has a rule about it that no schema shows.
  depth: { type: ['number', 'null'], minimum: 0, maximum: 5000 },
};
const id = { type: 'string', readOnly: true };
const berthInput = { type: 'object', required: ['name'], properties: set };
const berth = { type: 'object', required: ['id', ...Object.keys(set)], properties: { id, ...set } };
const billInput = {
  type: 'object',
  required: ['berthId', 'amount'],
  properties: { berthId: text, amount: { type: 'integer', minimum: 1 } },
};
const bill = {
  type: 'object',
  required: ['id', 'status'],
  properties: { id, ...billInput.properties, status: { type: 'string', enum: ['open', 'paid'] } },
};
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const refused = { 400: none, 404: none, 409: none, 422: none };
const named = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const page = {
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: { items: { type: 'array', items: berth }, next_cursor: { type: ['string', 'null'] } },
};
const countedPage = {
  ...page,
  properties: { ...page.properties, total: { type: 'integer', description: 'Number of items on all pages' } },
};
const query = [
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50, default: 20 } },
  { name: 'cursor', in: 'query', description: '`next_cursor` of the page before', schema: { type: 'string' } },
];
const key = { type: 'object', required: ['id', 'label'], properties: { id, label: text } };

const words = {
  api: 'Lists come in pages. `next_cursor` is what to send as `cursor` for the page after it; `next_cursor` is `null` on the last page and only there.',
  replace: 'A member left out gets its default, or becomes `null` if it has none, whatever it was before.',
  remove: 'Refused with `409` while a bill of the berth is `open`.',
  unlock: 'Takes a key away.',
};

const removal = { delete: { responses: { 204: none, 404: none } } };

/** @param hasPermanent No operation removes a bill. */
const document = (said: typeof words, hasPermanent: boolean, counts: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Moorings', version: '1', description: said.api },
  paths: {
    '/berths': {
      get: { parameters: query, responses: { 200: shows(counts ? countedPage : page), 400: none } },
      post: { requestBody: takes(berthInput), responses: { 201: shows(berth), ...refused } },
    },
    '/berths/{berthId}': {
      ...named('berthId'),
      get: { responses: { 200: shows(berth), 404: none } },
      put: { description: said.replace, requestBody: takes(berthInput), responses: { 200: shows(berth), ...refused } },
      delete: { description: said.remove, responses: { 204: none, 404: none, 409: none } },
    },
    '/bills': { post: { requestBody: takes(billInput), responses: { 201: shows(bill), ...refused } } },
    '/bills/{billId}': { ...named('billId'), get: { responses: { 200: shows(bill), 404: none } }, ...(hasPermanent ? {} : removal) },
    '/keys': {
      get: { responses: { 200: shows({ type: 'array', items: key }) } },
      post: {
        requestBody: takes({ type: 'object', required: ['label'], properties: { label: text } }),
        responses: { 201: shows(key), ...refused },
      },
    },
    '/keys/{keyId}': { ...named('keyId'), delete: { description: said.unlock, responses: { 204: none, 404: none } } },
  },
});

type Flaw = 'note kept' | 'light kept' | 'removed with a bill' | 'goes on after the last page' | 'unknown key removed';
type Habit = 'full pages lead on' | 'counts its items';

const checks = ['lifecycle/replaced-whole', 'lifecycle/used-is-kept', 'pagination/last-page-as-stated', 'errors/unknown-id-refused'];

const failed = async (
  flaws: readonly (Flaw | Habit)[],
  said: Partial<typeof words> = {},
  only: readonly string[] = checks,
): Promise<readonly string[]> => {
  const has = (one: Flaw | Habit): boolean => flaws.includes(one);
  type Kept = Record<string, unknown> & { readonly id: string };
  const berths = new Map<string, Kept>();
  const bills = new Map<string, Kept>();
  const locks = new Map<string, Kept>();
  let next = 1;
  for (const name of ['North', 'East', 'South']) berths.set(name, { id: name, name, note: null, lit: false, since: null, depth: null });
  const whole = (body: Readonly<Record<string, unknown>>, old?: Kept) => ({
    note: (has('note kept') ? old?.['note'] : undefined) ?? null,
    lit: (has('light kept') ? old?.['lit'] : undefined) ?? false,
    since: null,
    depth: null,
    ...Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(set, name))),
  });
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root, own] = pathname.split('/');
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
    const wrong = (): readonly string[] => [
      ...(typeof body['name'] === 'string' && body['name'] !== '' ? [] : ['name']),
      ...(Number(body['depth'] ?? 0) > 9 ? ['depth'] : []),
      ...(typeof body['since'] === 'string' && Date.parse(body['since']) > Date.now() ? ['since'] : []),
    ];
    if (root === 'berths' && own === undefined && incoming.method === 'GET') {
      const all = [...berths.values()];
      const [from, limit] = [Number(searchParams.get('cursor') ?? 0), Number(searchParams.get('limit') ?? 20)];
      if (Number.isNaN(from) || limit > 50 || !(limit >= 1)) return give(400);
      const items = all.slice(from, from + limit);
      const isFull = has('full pages lead on') && items.length === limit;
      const goesOn = from + limit < all.length || isFull || (has('goes on after the last page') && items.length > 0);
      const total = has('counts its items') ? { total: all.length } : {};
      return give(200, { items, next_cursor: goesOn ? String(from + items.length) : null, ...total });
    }
    if (root === 'berths' && own === undefined) {
      if (wrong().length > 0) return give(422, { errors: wrong().map((one) => ({ pointer: `/${one}` })) });
      const made: Kept = { id: `b${next++}`, ...whole(body) };
      berths.set(made.id, made);
      return give(201, made);
    }
    if (root === 'bills' && own === undefined) {
      if (!berths.has(String(body['berthId']))) return give(422, {});
      const made: Kept = { id: `i${next++}`, berthId: body['berthId'], amount: body['amount'], status: 'open' };
      bills.set(made.id, made);
      return give(201, made);
    }
    if (root === 'keys' && own === undefined) {
      if (incoming.method === 'GET') return give(200, [...locks.values()]);
      const made: Kept = { id: `k${next++}`, label: body['label'] };
      locks.set(made.id, made);
      return give(201, made);
    }
    const kept = root === 'berths' ? berths : root === 'bills' ? bills : root === 'keys' ? locks : new Map<string, Kept>();
    const found = kept.get(own ?? '');
    if (!found && root === 'keys' && incoming.method === 'DELETE' && has('unknown key removed')) return give(204);
    if (!found) return give(404);
    if (incoming.method === 'GET') return give(200, found);
    if (incoming.method === 'PUT') {
      if (wrong().length > 0) return give(422, { errors: wrong().map((one) => ({ pointer: `/${one}` })) });
      const replaced: Kept = { id: found.id, ...whole(body, found) };
      kept.set(found.id, replaced);
      return give(200, replaced);
    }
    const isUsed = root === 'berths' && [...bills.values()].some(({ berthId }) => berthId === own);
    if (isUsed && !has('removed with a bill')) return give(409);
    kept.delete(found.id);
    return give(204);
  });
  const { verdicts } = await judgeForeign(
    writeToolDocument(document({ ...words, ...said }, has('removed with a bill'), has('counts its items'))),
    url,
    {
      allow: ['mutation', 'destructive', 'permanent'],
      maxCreates: 60,
      selection: { only: [...only], skip: [] },
    },
  );
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.code} ${verdict.finding.where}`] : []));
};

test.concurrent.for<readonly [Flaw, string]>([
  ['note kept', 'left-out-kept /note'],
  ['light kept', 'left-out-kept /lit'],
  ['removed with a bill', 'used-removed status'],
  ['goes on after the last page', 'last-page-goes-on query cursor'],
  ['unknown key removed', 'unknown-id-accepted path keyId'],
])(
  'a harbour is told of this: %s',
  besideOthers(async ([flaw, expected]) => {
    expect(await failed([flaw])).toEqual([expected]);
  }),
);

test(
  'a page with all items that it counts and leads on is told',
  besideOthers(async () => {
    expect(await failed(['full pages lead on', 'counts its items'])).toEqual(['whole-page-goes-on query cursor']);
  }),
);

const asSoonAs =
  'Lists come in pages; items are in `items`, and `next_cursor` leads to the following page. It is `null` as soon as nothing follows';

test.concurrent.for<readonly [string, readonly Habit[]]>([
  [`${asSoonAs}.`, ['full pages lead on', 'counts its items']],
  [`${asSoonAs}, also when the last page happens to be full.`, ['full pages lead on']],
  ['`next_cursor` is `null` on the last page, even if that is full.', ['full pages lead on']],
])(
  'a full last page that leads on is told of where it is said: %s',
  besideOthers(async ([api, habits]) => {
    expect(await failed(habits, { api }, ['pagination/last-page-as-stated'])).toEqual(['whole-page-goes-on query cursor']);
    expect(await failed(habits.slice(1), { api }, ['pagination/last-page-as-stated'])).toEqual([]);
  }),
);

test.concurrent.for<readonly [string, readonly (Flaw | Habit)[], Partial<typeof words>]>([
  ['that does all of it', [], {}],
  ['whose full pages lead on, and whose document says nothing of these', ['full pages lead on'], { api: `${asSoonAs}.` }],
  [
    'whose document says of something else that it is null',
    ['full pages lead on', 'counts its items'],
    { api: 'The `next_cursor` is opaque; send it with `limit`. It is `null` as soon as nothing follows.' },
  ],
  ['that counts its items', ['counts its items'], {}],
  ['whose full pages lead on to an empty one', ['full pages lead on'], {}],
  ['whose document says nothing of members that are left out', ['note kept'], { replace: 'Replaces the berth.' }],
  ['whose document lets removals be repeated', ['unknown key removed'], { unlock: 'Takes a key away, whether or not it is there.' }],
  ['whose document says nothing of bills', ['removed with a bill'], { remove: 'Removes it.' }],
  [
    'whose document speaks of bills that have something',
    ['removed with a bill'],
    { remove: 'Refused with `409` while one of the bills of the berth has a reminder.' },
  ],
  ['whose document says nothing of the last page', ['goes on after the last page'], { api: 'Lists come in pages.' }],
])(
  'a harbour is not accused %s',
  besideOthers(async ([_what, flaws, said]) => {
    expect(await failed(flaws, said)).toEqual([]);
  }),
);
