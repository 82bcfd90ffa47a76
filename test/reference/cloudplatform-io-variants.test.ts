import { readFileSync } from 'node:fs';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/reference/index.ts';
import type { Ask } from './client.ts';
import { onTheWire } from './client.ts';
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
  remove,
  started,
  traversal,
} from './cloudplatform-io-client.ts';
import { until, withSink } from './cloudplatform-io-webhook-symptoms.ts';

type Entry = { readonly id: string; readonly level: string; readonly basis: string };
const ledger = parse(readFileSync(new URL('../../spec/cloudplatform-io/requirements.yaml', import.meta.url), 'utf8')) as {
  readonly requirements: readonly Entry[];
};
const entries = new Map(ledger.requirements.map((entry) => [entry.id, entry]));
const variants = vendors['cloudplatform-io']?.variants ?? {};

/** The ways of paging that a server offers, as its meta and its answers show. */
const offered = async (ask: Ask): Promise<readonly ('numbers' | 'cursors')[]> => {
  const [byNumbers, byLimit] = [await meta(ask, 'per_page=1'), await meta(ask, 'limit=1')];
  const cursors = typeof byLimit.next_cursor === 'string' && byLimit.next_cursor !== '';
  const numbers = 'total' in byNumbers && (await meta(ask, 'page=2&per_page=1')).page === 2;
  return [...(numbers ? (['numbers'] as const) : []), ...(cursors ? (['cursors'] as const) : [])];
};

describe.each(Object.keys(variants))('%s', (variant) => {
  const opened = (): Promise<Ask> => started({ variant, quota: { limit: 5000, windowSeconds: 600 } });

  test('refuses with the documented statuses, as JSON, with the documented names', async () => {
    const ask = await opened();
    const id = await made(ask);
    const unknown = `${id.slice(0, -4)}zzzz`;
    const answers = [
      await list(ask, '', { authorization: null }),
      await list(ask, '', { as: 'revoked' }),
      await create(ask, creation, { as: 'restricted' }),
      await remove(ask, id, { as: 'restricted' }),
      await read(ask, unknown),
      await remove(ask, unknown),
      await ask('/no-such-path'),
      await create(ask, {}),
      await create(ask, { name: null }),
      await create(ask, '{"name": "cut o'),
      await create(ask, '{"name": "a"}}'),
      await create(ask, '{"name": "a"'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 403, 403, 404, 404, 404, 422, 422, 400, 400, 400]);
    for (const { status, headers, text } of answers) {
      expect(headers['content-type']).toMatch(/^application\/(.+\+)?json\b/);
      expect(headers['x-ratelimit-remaining']).toMatch(/^\d+$/);
      expect(typeof JSON.parse(text)).toBe('object');
      if (status === 401) expect(text).toMatch(/"unauthorized"/i);
      if (status === 403) expect(text).toMatch(/"forbidden"/i);
      if (status === 422) expect(text).toMatch(/"errors":\[[^\]]/);
    }
  });

  test('creates, reads, lists and deletes', async () => {
    const ask = await opened();
    const { status, json } = await create(ask, { name: 'Analytics Pipeline 7', region: 'eu-west-1' });
    expect([status, json]).toMatchObject([201, { name: 'Analytics Pipeline 7', region: 'eu-west-1', status: 'provisioning' }]);
    const id = String(json['id']);
    expect(id).toMatch(/^res_./);
    expect(json['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/);
    await expect.poll(async () => (await read(ask, id)).status).toBe(200);
    expect((await read(ask, id)).json).toMatchObject({ id, region: 'eu-west-1', created_at: json['created_at'] });
    await expect.poll(async () => (await items(ask)).map((item) => item['id'])).toContain(id);
    await expect.poll(async () => (await remove(ask, id)).status).toBe(204);
    await expect.poll(async () => (await read(ask, id)).status).toBe(404);
    await expect.poll(async () => (await remove(ask, id)).status).toBe(404);
    expect((await list(ask)).text).not.toContain(`"${id}"`);
  });

  test('returns each resource once in every way that it offers, the newest first', async () => {
    const ask = await opened();
    const { total } = await meta(ask);
    const ways = await offered(ask);
    if (total === 0) return;
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) {
      // What the other client creates shifts the numbers of pages.
      if (variant === 'busy' && way === 'numbers') continue;
      const ids = await traversal(ask, way, 20);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(20);
      expect(itemsOf(await list(ask, way === 'numbers' ? 'per_page=2' : 'limit=2'))).toHaveLength(2);
      expect((await items(ask, way === 'numbers' ? 'per_page=101' : 'limit=101')).length).toBeLessThanOrEqual(100);
    }
    const times = (await items(ask)).map((item) => Date.parse(String(item['created_at'])));
    expect(times).toEqual(times.toSorted((one, other) => other - one));
  });
});

test('variants deviate only from should requirements that no sentence states, each with a reason', () => {
  const all = Object.values(variants).flatMap(({ deviations = {} }) => Object.entries(deviations));
  expect(all.length).toBeGreaterThan(0);
  for (const [id, reason] of all) {
    expect(entries.get(id)?.level, id).toBe('should');
    expect(entries.get(id)?.basis, id).not.toBe('stated');
    expect(reason).toMatch(/^.{10,120}$/);
  }
});

describe('paging', () => {
  test.each([
    ['numbered', ['numbers']],
    ['numbered-decorated', ['numbers']],
    ['cursors', ['cursors']],
    ['cursors-decorated', ['cursors']],
    ['both-apart', ['numbers', 'cursors']],
  ])('of %s is by %j', async (variant, ways) => {
    expect(await offered(await started({ variant }))).toEqual(ways);
  });

  test('of both-apart shows the members of the way that was used', async () => {
    const ask = await started({ variant: 'both-apart' });
    expect(Object.keys(await meta(ask))).toEqual(['page', 'per_page', 'total']);
    expect(Object.keys(await meta(ask, 'limit=2'))).toEqual(['next_cursor']);
    expect(metaOf(await nextPage(ask, 100))).toEqual({ next_cursor: '' });
  });

  test('that is decorated shows members of the other way and ignores its parameters', async () => {
    const numbered = await started({ variant: 'numbered-decorated' });
    expect(await meta(numbered, 'limit=2')).toEqual({ page: 1, per_page: 25, total: 142, next_cursor: null });
    expect((await list(numbered, 'page=99')).status).toBe(404);
    const followed = await started({ variant: 'cursors-decorated' });
    expect(await meta(followed, 'page=2&per_page=1')).toMatchObject({ page: 1, per_page: 25, total: 142 });
    expect(idsOf(await list(followed, 'page=2&per_page=1'))).toEqual(idsOf(await list(followed)));
  });

  test('of only cursors has no counts, and ends without a next_cursor', async () => {
    const ask = await started({ variant: 'cursors' });
    expect(Object.keys(await meta(ask))).toEqual(['next_cursor']);
    expect(metaOf(await nextPage(ask, 100))).toEqual({});
  });
});

test('other-forms sends chunks, header names in lower case, additional members and errors inside of error', async () => {
  const ask = await started({ variant: 'other-forms' });
  const written = await onTheWire(ask, '/resources?limit=1');
  expect(written).toContain('\r\nTransfer-Encoding: chunked\r\n');
  expect(written).toContain('\r\nx-ratelimit-remaining: ');
  expect(written).not.toMatch(/\r\nDate:/i);
  const { json } = await create(ask, { name: 'Alone' });
  expect(json).toMatchObject({ region: null, labels: {}, id: expect.stringMatching(/^res_[a-z]{24}$/) });
  expect((await create(ask, {})).json.error).toMatchObject({ title: 'Unprocessable Entity', errors: [{ path: ['body', 'name'] }] });
  expect(await deletionOnTheWire(ask, String(json['id']))).toMatch(/^HTTP\/1.1 204/);
});

test('strict refuses what it could ignore', async () => {
  const ask = await started({ variant: 'strict' });
  const statuses = [
    await list(ask, 'per_page=101'),
    await list(ask, 'limit=101'),
    await list(ask, 'unknown=1'),
    await list(ask, 'page=99'),
    await create(ask, []),
    await create(ask, { ...creation, color: 'red' }),
    await create(ask, { ...creation, region: 'nowhere-9' }),
    await create(ask, 'name=a', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    await ask('/instances'),
    await read(ask, await made(ask, creation, { as: 'other' })),
  ].map(({ status }) => status);
  expect(statuses).toEqual([400, 400, 400, 404, 400, 422, 422, 415, 404, 403]);
  const id = await made(ask);
  expect((await create(ask)).status).toBe(409);
  expect((await remove(ask, id)).status).toBe(409);
  await expect.poll(async () => (await remove(ask, id)).status).toBe(204);
  const plain = await request(`${ask.reference.urls.plain}/resources`);
  expect([plain.statusCode, await plain.body.json()]).toEqual([403, { error: 'forbidden', message: 'Use HTTPS' }]);
});

test('tolerant ignores what it could refuse', async () => {
  const ask = await started({ variant: 'tolerant' });
  const key = ask.reference.credentials['key'] ?? '';
  for (const authorization of [key, `Bearer ${key.toUpperCase()}`]) expect((await list(ask, '', { authorization })).status).toBe(200);
  for (const query of ['page=0', 'page=-1', 'per_page=0', 'limit=-1', 'limit=']) expect((await list(ask, query)).status, query).toBe(200);
  expect((await list(ask, 'per_page=abc')).status).toBe(400);
  expect((await create(ask, '{"name": "a",}')).json['name']).toBe('a');
  expect((await create(ask, '{name: "b"}')).json['name']).toBe('b');
  expect((await create(ask, { name: 7 })).json['name']).toBe('7');
  expect(await made(ask, { name: 'twice' })).toBe(await made(ask, { name: 'twice' }));
  const next = await list(ask, '', { base: ask.reference.url.replace('v1', 'v2') });
  expect([next.status, next.headers['deprecation']]).toEqual([200, expect.any(String)]);
  expect((await ask(`/resources/${printedId}`, { method: 'PUT' })).status).toBe(404);
});

test('terse omits what is optional', async () => {
  const ask = await started({ variant: 'terse' });
  const written = await onTheWire(ask, '/resources?limit=1');
  expect(written).toContain('\r\nContent-Type: application/json\r\n');
  expect(written).not.toMatch(/\r\nDate:/i);
  const id = await made(ask, { name: 'Alone' });
  const { json } = await read(ask, id);
  expect([json['updated_at'], 'region' in json]).toEqual([null, false]);
  expect(JSON.parse((await create(ask, {})).text)).toEqual({ error: 'UNPROCESSABLE_ENTITY', errors: [expect.stringMatching(/^name: /)] });
});

test('listed-errors sends arrays', async () => {
  const ask = await started({ variant: 'listed-errors' });
  expect(JSON.parse((await ask('/no-such-path')).text)).toEqual([{ status: '404', title: 'Not Found', detail: expect.any(String) }]);
});

test('rolling reports a quota to unauthenticated callers, and Retry-After as a date', async () => {
  const ask = await started({ variant: 'rolling', quota: { limit: 4, windowSeconds: 600 } });
  const statuses: number[] = [];
  for (let sent = 0; sent < 7; sent += 1) statuses.push((await list(ask)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  const { headers } = await list(ask);
  expect(headers['retry-after']).toMatch(/GMT$/);
  expect(headers['ratelimit']).toMatch(/^limit=4, remaining=0, /);
});

test('busy has another client', async () => {
  const ask = await started({ variant: 'busy' });
  const totals = new Set<unknown>();
  for (let sent = 0; sent < 40; sent += 1) totals.add((await meta(ask)).total);
  expect(totals.size).toBeGreaterThan(1);
});

test('one-key accepts the production key in the sandbox and sends two events', async () => {
  const ask = await started({ variant: 'one-key', durations: { 'webhook.retry': 0.01 } });
  const answer = await list(ask, '', { base: ask.reference.urls.sandbox ?? '' });
  expect([answer.status, answer.headers['x-ratelimit-remaining']]).toEqual([200, undefined]);
  await withSink(
    ask,
    (number) => (number <= 2 ? 500 : 200),
    async (sink) => {
      await create(ask);
      expect(await until(sink, 4, 2000)).toBe(true);
      expect(new Set(sink.bodies.map((body) => (JSON.parse(body) as { readonly attempt: number }).attempt))).toEqual(new Set([1, 2]));
    },
  );
});

test('accounts may be empty or small', async () => {
  expect((await list(await started({ variant: 'empty-account' }))).json).toMatchObject({ data: [], meta: { total: 0, next_cursor: null } });
  const small = await started({ variant: 'small-account' });
  expect([(await items(small)).length, (await remove(small, inUseId(small))).status]).toEqual([24, 409]);
});
