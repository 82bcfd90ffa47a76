import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import {
  create,
  creation,
  deletionOnTheWire,
  idsOf,
  inUseId,
  items,
  itemsOf,
  list,
  made,
  meta,
  metaOf,
  nextPage,
  printedId,
  read,
  refusedInBurst,
  remove,
  started,
  unknownId,
  traversal,
} from './cloudplatform-io-client.ts';
import { until, withSink } from './cloudplatform-io-webhook-symptoms.ts';

const keyless = { authorization: null } as const;
const primaryStore = { id: printedId, name: 'Primary Store', status: 'active', created_at: '2026-04-18T09:14:00Z' };
const named = (error: string) => ({ error, message: expect.any(String) });

describe("the document's examples", () => {
  test('GET /resources lists the newest 25 of 142', async () => {
    const ask = await started();
    const answer = await list(ask);
    expect(answer.status).toBe(200);
    expect(itemsOf(answer)[0]).toEqual(primaryStore);
    expect(itemsOf(answer)).toHaveLength(25);
    expect(metaOf(answer)).toEqual({ page: 1, per_page: 25, total: 142, next_cursor: expect.stringMatching(/./) });
  });

  test('GET /resources/{id} reads one', async () => {
    const ask = await started();
    const { status, json } = await read(ask, printedId);
    expect([status, json]).toEqual([200, { ...primaryStore, region: 'us-east-1', updated_at: '2026-04-22T15:30:00Z' }]);
  });

  test('POST /resources creates one that is provisioning, then active', async () => {
    const ask = await started();
    const { status, json } = await create(ask);
    expect([status, json]).toEqual([
      201,
      {
        ...creation,
        id: expect.stringMatching(/^res_[0-9A-Za-z]{6}$/),
        status: 'provisioning',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ]);
    const id = String(json['id']);
    expect(idsOf(await list(ask))[0]).toBe(id);
    await expect.poll(async () => (await read(ask, id)).json['status']).toBe('active');
  });

  test('DELETE /resources/{id} removes it with an empty 204', async () => {
    const ask = await started();
    const written = await deletionOnTheWire(ask, printedId);
    expect(written).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
    expect(written).toMatch(/\r\nX-RateLimit-Remaining: \d+\r\n/);
    expect(written.endsWith('\r\n\r\n')).toBe(true);
    expect((await read(ask, printedId)).status).toBe(404);
    expect(await traversal(ask, 'numbers', 100)).not.toContain(printedId);
    expect((await remove(ask, printedId)).status).toBe(404);
  });
});

describe('pages', () => {
  test('by page and per_page have the requested items', async () => {
    const ask = await started();
    const second = await list(ask, 'page=2&per_page=50');
    expect(itemsOf(second)).toHaveLength(50);
    expect(metaOf(second)).toMatchObject({ page: 2, per_page: 50, total: 142 });
    expect(await items(ask, 'page=9&per_page=50')).toEqual([]);
  });

  test('by cursor and limit follow each other and end', async () => {
    const ask = await started();
    const first = await list(ask, 'limit=100');
    const second = await nextPage(ask, 100);
    expect([itemsOf(first).length, itemsOf(second).length]).toEqual([100, 42]);
    expect(metaOf(second)).toEqual({ next_cursor: null });
  });

  test.each([
    ['numbers', 1],
    ['numbers', 7],
    ['cursors', 3],
    ['cursors', 100],
  ] as const)('by %s of %i return each resource once, the newest first', async (way, size) => {
    const ask = await started();
    const ids = await traversal(ask, way, size);
    expect([ids.length, new Set(ids).size, ids[0]]).toEqual([142, 142, printedId]);
    const times = (await items(ask, 'per_page=100')).map((item) => String(item['created_at']));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test.each([
    ['per_page=100', 100],
    ['per_page=101', 100],
    ['limit=100', 100],
    ['limit=101', 100],
    ['limit=3', 3],
  ])('with %s have %i items', async (query, count) => {
    expect(await items(await started(), query)).toHaveLength(count);
  });

  test.each(['per_page=abc', 'page=abc', 'limit=abc', 'cursor=not-a-cursor', 'page=0', 'per_page=0', 'limit=-1'])(
    'are refused with 400 for %s',
    async (query) => {
      const { status, json } = await list(await started(), query);
      expect([status, json]).toEqual([400, named('bad_request')]);
    },
  );
});

describe('keys', () => {
  test.each([
    ['GET', '/resources'],
    ['GET', `/resources/${unknownId}`],
    ['POST', '/resources'],
    ['DELETE', `/resources/${printedId}`],
    ['GET', '/no-such-path'],
  ] as const)('are checked by %s %s before anything else', async (method, target) => {
    const ask = await started();
    for (const authorization of [null, 'Bearer', 'Bearer sk_live_made-up', 'Basic YTpi']) {
      const { status, json, headers } = await ask(target, { method, authorization });
      expect([status, json]).toEqual([401, named('unauthorized')]);
      expect(headers['x-ratelimit-remaining']).toMatch(/^\d+$/);
    }
  });

  test('that have ended, and damaged copies, are refused', async () => {
    const ask = await started();
    const key = ask.reference.credentials['key'] ?? '';
    expect(key).toMatch(/^sk_live_/);
    for (const as of ['revoked', 'expired', 'test']) expect((await list(ask, '', { as })).status, as).toBe(401);
    for (const copy of [`${key}a`, key.slice(0, -1), key.toUpperCase()]) {
      expect((await list(ask, '', { authorization: `Bearer ${copy}` })).status).toBe(401);
    }
  });

  test('that may only read are refused with 403, which changes nothing', async () => {
    const ask = await started();
    const forbidden = { as: 'restricted' };
    expect((await read(ask, printedId, forbidden)).status).toBe(200);
    const { status, json } = await remove(ask, printedId, forbidden);
    expect([status, json]).toEqual([403, named('forbidden')]);
    expect((await create(ask, creation, forbidden)).status).toBe(403);
    expect((await read(ask, printedId)).status).toBe(200);
    expect((await meta(ask)).total).toBe(142);
  });

  test('see only the resources of their own project', async () => {
    const ask = await started();
    const other = { as: 'other' };
    expect((await list(ask, '', other)).json).toMatchObject({ data: [], meta: { total: 0 } });
    const id = await made(ask, creation, other);
    expect([(await read(ask, id)).status, (await remove(ask, id)).status, (await read(ask, id, other)).status]).toEqual([404, 404, 200]);
    expect(idsOf(await list(ask))).not.toContain(id);
  });
});

describe('creations', () => {
  test('require only a name', async () => {
    const ask = await started();
    expect((await create(ask, { name: 'Alone' })).status).toBe(201);
  });

  test.each([
    [{}, 'name'],
    [{ region: 'us-east-1' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: {} }, 'name'],
    [{ name: [] }, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: true }, 'name'],
    [{ name: 'a', region: 1 }, 'region'],
  ])('of %j are refused with 422 and an errors array, and store nothing', async (body, field) => {
    const ask = await started();
    const { status, json } = await create(ask, body);
    expect([status, json]).toEqual([422, { ...named('unprocessable_entity'), errors: [{ field, message: expect.any(String) }] }]);
    expect((await meta(ask)).total).toBe(142);
  });

  test.each(['{"name": "cut o', '{"name": "a"', '{"name": "a"}}'])('of %j are refused with 400', async (body) => {
    const { status, json } = await create(await started(), body);
    expect([status, json]).toEqual([400, named('bad_request')]);
  });

  test('keep names in every script', async () => {
    const ask = await started();
    const name = 'é Ł データ 🚀';
    expect((await read(ask, await made(ask, { name }))).json['name']).toBe(name);
    expect((await list(ask, '', { headers: { 'content-type': 'application/json' } })).text).toContain(name);
  });
});

test('a resource in use is kept, with 409', async () => {
  const ask = await started();
  const { status, json } = await remove(ask, inUseId(ask));
  expect([status, json]).toEqual([409, named('conflict')]);
  expect((await read(ask, inUseId(ask))).status).toBe(200);
});

test.each([
  ['GET', `/resources/${unknownId}`, 404],
  ['DELETE', `/resources/${unknownId}`, 404],
  ['GET', '/resources/res_%2F%27', 404],
  ['GET', '/resourcez', 404],
  ['PATCH', `/resources/${printedId}`, 405],
] as const)('%s %s is answered %i as JSON', async (method, target, status) => {
  const answer = await (await started())(target, { method });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(answer.json).toEqual(named(status === 404 ? 'not_found' : 'method_not_allowed'));
});

test('no other version is served', async () => {
  const ask = await started();
  for (const version of ['v2', 'v999']) expect((await list(ask, '', { base: ask.reference.url.replace('v1', version) })).status).toBe(404);
});

test('plain HTTP is rejected', async () => {
  const { reference } = await started();
  await expect(request(`${reference.urls.plain}/resources`)).rejects.toThrow();
});

describe('the quota', () => {
  test("is the account's, counts down on every answer and ends in 429", async () => {
    const ask = await started({ quota: { limit: 6, windowSeconds: 600 } });
    const answers = [
      await list(ask),
      await read(ask, unknownId),
      await create(ask, {}),
      await remove(ask, printedId),
      await list(ask, '', { as: 'second' }),
      await list(ask, 'limit=abc'),
      await list(ask),
      await list(ask, '', { as: 'second' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 422, 204, 200, 400, 429, 429]);
    expect(answers.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual(['5', '4', '3', '2', '1', '0', '0', '0']);
    expect(answers.at(-1)?.json).toEqual(named('rate_limited'));
    expect(answers.at(-1)?.headers['retry-after']).toMatch(/^\d+$/);
    expect((await list(ask, '', { as: 'other' })).status).toBe(200);
    expect((await list(ask, '', keyless)).status).toBe(401);
  });

  test('is available again after Retry-After', async () => {
    const ask = await started({ quota: { limit: 2, windowSeconds: 0.5 } });
    const refused = await refusedInBurst(ask);
    expect(refused?.status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, Number(refused?.headers['retry-after']) * 1000));
    expect((await list(ask)).status).toBe(200);
  });

  test('is that of a free account', async () => {
    expect((await started({ quota: undefined })).reference.plan).toBe('free');
  });
});

describe('the sandbox', () => {
  test('has its own data and keys, and counts toward no limit', async () => {
    const ask = await started({ quota: { limit: 3, windowSeconds: 600 } });
    const sandbox = { base: ask.reference.urls.sandbox ?? '', as: 'test' };
    expect((await list(ask, '', { ...sandbox, as: 'key' })).status).toBe(401);
    const id = await made(ask, creation, sandbox);
    for (let sent = 0; sent < 5; sent += 1) {
      const { status, headers } = await read(ask, id, sandbox);
      expect([status, headers['x-ratelimit-remaining']]).toEqual([200, '3']);
    }
    const answer = await read(ask, id);
    expect([answer.status, answer.headers['x-ratelimit-remaining']]).toEqual([404, '2']);
  });

  test('is reset to the data that it has at the start', async () => {
    const ask = await started({ durations: { 'sandbox.reset': 0.4 } });
    const sandbox = { base: ask.reference.urls.sandbox ?? '', as: 'test' };
    const before = idsOf(await list(ask, '', sandbox));
    await made(ask, creation, sandbox);
    await expect.poll(async () => idsOf(await list(ask, '', sandbox))).toEqual(before);
  });
});

describe('webhooks', () => {
  test('are retried after five times as long each time, and end with the fifth failure', async () => {
    const ask = await started({ durations: { 'webhook.retry': 0.01 } });
    await withSink(
      ask,
      () => 500,
      async (sink) => {
        await create(ask);
        expect(await until(sink, 5, 5000)).toBe(true);
        await create(ask, { name: 'Too late' });
        expect(await until(sink, 6, 300)).toBe(false);
        expect(new Set(sink.bodies).size).toBe(1);
        expect(JSON.parse(sink.bodies[0] ?? '')).toMatchObject({ type: 'resource.created', data: creation });
      },
    );
  });

  test('are sent once when they are answered 2xx', async () => {
    const ask = await started({ durations: { 'webhook.retry': 0.01 } });
    await withSink(
      ask,
      () => 204,
      async (sink) => {
        await create(ask);
        expect(await until(sink, 2, 300)).toBe(false);
        expect(sink.bodies).toHaveLength(1);
      },
    );
  });
});
