import { describe, expect, test } from 'vitest';
import type { Ask, AskOptions } from './client.ts';
import {
  create,
  created,
  instanceIn,
  keyless,
  keyOf,
  listed,
  nobody,
  printed,
  read,
  remove,
  send,
  initial,
  sync,
  unknownKey,
  update,
} from './cloudsync-client.ts';

const statusOf = async (ask: Ask, id: string) => instanceIn(await read(ask, id)).status;
const withName = (name: string) => (one: { readonly name: string }) => one.name === name;

describe('a creation', () => {
  test('is answered as documented', async () => {
    const ask = await sync();
    const { status, json, headers } = await create(ask);
    expect(status).toBe(201);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(json).toEqual({
      instance: {
        id: expect.stringMatching(/^inst_[0-9a-f]{16}$/),
        name: 'web-server-01',
        status: 'new',
        region: { slug: 'ro-buh-1', name: 'Bucharest 1' },
        size: { slug: 'cs-standard-2vcpu-4gb', vcpus: 2, memory_gb: 4, disk_gb: 80 },
        image: { id: 101, name: 'Ubuntu 22.04 LTS', distribution: 'Ubuntu' },
        networks: { v4: [], v6: [] },
        tags: ['production', 'web'],
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    });
    expect(Math.abs(Date.parse(instanceIn({ status, headers, json, text: '' }).created_at) - Date.now())).toBeLessThan(5000);
  });

  test('becomes active and gets addresses', async () => {
    const ask = await sync({ durations: { 'instance.active': 0.2 } });
    const { id } = await created(ask);
    await expect.poll(() => statusOf(ask, id)).toBe('active');
    const { networks } = instanceIn(await read(ask, id));
    expect([networks.v4.length, networks.v6.length]).toEqual([1, 1]);
    expect((await listed(ask)).find((one) => one.id === id)?.status).toBe('active');
  });

  test.each([
    ['broken JSON', '{"name": ', 400],
    ['a bare word', 'hello', 400],
    ['nothing', '', 400],
    ['a list', [], 422],
    ['an empty object', {}, 422],
    ['a number as name', { ...printed, name: 7 }, 422],
    ['a blank name', { ...printed, name: ' ' }, 422],
    ['a name that is too long', { ...printed, name: 'n'.repeat(5000) }, 422],
    ['an unknown region', { ...printed, region: 'zz-nowhere-1' }, 422],
    ['an unknown size', { ...printed, size: 'cs-huge' }, 422],
    ['an unknown image', { ...printed, image: 'beos-5' }, 422],
    ['text as tags', { ...printed, tags: 'web' }, 422],
    ['text as backups', { ...printed, backups: 'no' }, 422],
  ])('with %s is refused', async (_, body, status) => {
    const ask = await sync();
    const answer = await send(ask, body);
    expect([answer.status, answer.json['message']]).toEqual([status, expect.stringMatching(/./)]);
    expect(await listed(ask)).toHaveLength(8);
  });

  test('needs no optional members', async () => {
    const ask = await sync();
    const { name, region, size, image } = printed;
    expect(await send(ask, { name, region, size, image, unknown: 1 })).toMatchObject({ status: 201, json: { instance: { tags: [] } } });
  });
});

describe('an instance', () => {
  test('is read, updated, listed and removed', async () => {
    const ask = await sync();
    const [one, other] = [await created(ask), await created(ask, { name: 'other' })];
    expect(instanceIn(await read(ask, one.id))).toEqual(one);
    expect(instanceIn(await update(ask, one.id, { name: 'renamed' }))).toEqual({ ...one, name: 'renamed' });
    expect(instanceIn(await update(ask, one.id, { tags: ['assay'] })).tags).toEqual(['assay']);
    expect(await listed(ask)).toHaveLength(10);
    expect((await listed(ask)).filter(withName('renamed'))).toMatchObject([{ id: one.id, tags: ['assay'], created_at: one.created_at }]);
    expect((await remove(ask, one.id)).status).toBe(204);
    expect((await read(ask, one.id)).status).toBe(404);
    expect((await remove(ask, one.id)).status).toBe(404);
    expect((await listed(ask)).map(({ id }) => id)).not.toContain(one.id);
    expect((await read(ask, other.id)).status).toBe(200);
  });

  test('is updated by usable members only', async () => {
    const ask = await sync();
    const { id, name } = await initial(ask);
    expect((await update(ask, id, { name: 7 })).status).toBe(422);
    expect((await update(ask, id, '{')).status).toBe(400);
    expect(instanceIn(await update(ask, id, {})).name).toBe(name);
  });

  test('of another account is unknown', async () => {
    const ask = await sync();
    const { id } = await initial(ask);
    const as: AskOptions = { as: 'other' };
    expect([await read(ask, id, as), await update(ask, id, {}, as), await remove(ask, id, as)].map(({ status }) => status)).toEqual([
      404, 404, 404,
    ]);
    expect((await read(ask, id)).status).toBe(200);
  });

  test('that was never created is unknown', async () => {
    const ask = await sync();
    const answers = [await read(ask, nobody), await update(ask, nobody, { name: 'x' }), await remove(ask, nobody)];
    for (const { status, json } of answers) expect([status, json['message']]).toEqual([404, 'The instance does not exist']);
  });

  test('depends on the seed', async () => {
    const [one, same, another] = [await sync(), await sync(), await sync({ seed: 2 })];
    expect(await listed(one)).toEqual(await listed(same));
    expect(await listed(one)).not.toEqual(await listed(another));
    expect(await listed(await sync({ items: 3 }))).toHaveLength(3);
  });
});

describe('a key', () => {
  const calls: readonly (readonly [string, (ask: Ask, options: AskOptions) => Promise<{ readonly status: number }>])[] = [
    ['list', (ask, options) => ask('/instances', options)],
    ['create', (ask, options) => create(ask, {}, options)],
    ['create with a broken body', (ask, options) => send(ask, '{', options)],
    ['read', async (ask, options) => read(ask, (await initial(ask)).id, options)],
    ['read an unknown id', (ask, options) => read(ask, nobody, options)],
    ['update', async (ask, options) => update(ask, (await initial(ask)).id, { name: 'x' }, options)],
    ['remove', async (ask, options) => remove(ask, (await initial(ask)).id, options)],
  ];

  test.each(calls)('that is missing, unknown or revoked does not %s', async (_, call) => {
    const ask = await sync();
    for (const options of [
      keyless,
      unknownKey,
      { as: 'revoked' },
      { authorization: 'Bearer ' },
      { authorization: `Token ${keyOf(ask)}` },
    ]) {
      expect((await call(ask, options)).status, JSON.stringify(options)).toBe(401);
    }
  });

  test('that may only read is forbidden to write', async () => {
    const ask = await sync();
    const { id } = await initial(ask);
    const as: AskOptions = { as: 'restricted' };
    expect((await ask('/instances', as)).status).toBe(200);
    const writes = [await create(ask, {}, as), await update(ask, id, { name: 'x' }, as), await remove(ask, id, as)];
    for (const { status, json } of writes) expect([status, json['message']]).toEqual([403, expect.stringMatching(/write/)]);
  });

  test('has the documented form', async () => {
    const ask = await sync();
    expect(Object.keys(ask.reference.credentials)).toEqual(['key', 'second', 'restricted', 'other', 'revoked']);
    expect(keyOf(ask)).toMatch(/^cs_live_[A-Za-z0-9]{32}$/);
  });
});

describe('the quota', () => {
  test('is reported on every answer', async () => {
    const ask = await sync({}, { limit: 1000, windowSeconds: 60 });
    const answers = [
      await ask('/instances'),
      await ask('/instances', keyless),
      await read(ask, nobody),
      await send(ask, '{'),
      await create(ask, {}, { as: 'restricted' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 400, 403]);
    for (const { headers } of answers) {
      expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['1000', expect.stringMatching(/^99\d$/)]);
      expect(Number(headers['x-ratelimit-reset']) - Date.now() / 1000).toBeLessThanOrEqual(61);
      expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThan(Date.now() / 1000);
    }
  });

  test('accepts a burst, refuses the rest, and is counted for each key', async () => {
    const ask = await sync({}, { limit: 10, windowSeconds: 600 });
    const statuses: number[] = [];
    for (let count = 0; count < 13; count += 1) statuses.push((await ask('/instances')).status);
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 200), 429]);
    const { headers, json } = await ask('/instances');
    expect(headers).toMatchObject({ 'x-ratelimit-remaining': '0', 'retry-after': expect.stringMatching(/^\d+$/) });
    expect(json['message']).toMatch(/limit/);
    expect((await ask('/instances', { as: 'second' })).status).toBe(200);
  });
});

test('calls without encryption are redirected and do nothing', async () => {
  const ask = await sync();
  const base = { base: ask.reference.urls.plain ?? '' };
  const answers = [
    await ask('/instances?probe=1', base),
    await ask('/instances?probe=1', { ...base, ...keyless }),
    await ask('/instances?probe=1', { ...base, method: 'POST', body: printed }),
  ];
  for (const { status, headers } of answers) expect([status, headers['location']]).toEqual([301, 'https://127.0.0.1/v2/instances?probe=1']);
  expect((await remove(ask, (await initial(ask)).id, base)).status).toBe(301);
  expect(await listed(ask)).toHaveLength(8);
});

test('unknown paths and methods are refused with a message', async () => {
  const ask = await sync();
  expect(await ask('/no-such-path')).toMatchObject({ status: 404, json: { message: expect.stringMatching(/./) } });
  const { status, headers } = await ask('/instances/x', { method: 'PUT', body: {} });
  expect([status, headers['allow']]).toEqual([405, expect.stringContaining('PATCH')]);
});
