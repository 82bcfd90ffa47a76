import { describe, expect, test } from 'vitest';
import { creation, idsOf, onTheWire, opened, traversal } from './client.ts';
import type { Answered, Ask } from './client.ts';

const post = (ask: Ask, body: unknown): Promise<Answered> => ask('/instances', { method: 'POST', body });
const list = async (ask: Ask, target: string) => JSON.parse((await ask(target)).text) as unknown;

describe('one-region', () => {
  test('has one region, odd names in order, and ids of letters', async () => {
    const ask = await opened({ variant: 'one-region' });
    const items = (await traversal(ask, 'limit=100')).flat();
    const names = items.map((item) => String(item['name']));
    expect(new Set(items.map((item) => item['region']))).toEqual(new Set(['ap-south-1']));
    expect(items).toHaveLength(130);
    expect(names).toEqual(names.toSorted((one, other) => (one < other ? -1 : 1)));
    expect(new Set(names).size).toBe(130);
    expect(names).toContain('日本語のサーバー');
    expect(items.every(({ id }) => /^inst_[g-z]{22}$/.test(id))).toBe(true);
  });

  test('has microseconds in times, and reports a limit without a key too', async () => {
    const ask = await opened({ variant: 'one-region' });
    expect((await ask('/instances')).json.data?.[0]?.['created_at']).toMatch(/T\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect((await ask('/instances', { authorization: null })).headers['x-ratelimit-limit']).toBe('30');
  });

  test('accepts a cursor with URL characters, also after the last page, where the page is empty', async () => {
    const ask = await opened({ variant: 'one-region' });
    const last = (await ask('/instances?status=stopped&limit=100')).json.pagination;
    expect(last).toEqual({ next_cursor: expect.stringContaining('&cursor=%2B#'), has_more: false });
    const cursor = encodeURIComponent(String(last?.next_cursor));
    expect(await ask(`/instances?status=stopped&limit=100&cursor=${cursor}`)).toMatchObject({ status: 200, json: { data: [] } });
  });

  test.each(['limit=0', 'limit=', 'region=', 'status=&cursor='])('ignores %s', async (query) => {
    const ask = await opened({ variant: 'one-region' });
    expect((await ask(`/instances?${query}`)).json.data).toHaveLength(20);
  });

  test.each([
    ['/networks', 30],
    ['/volumes', 45],
  ])('has pages of %s', async (target, count) => {
    const ask = await opened({ variant: 'one-region' });
    const first = await ask(target);
    expect(first.json.data).toHaveLength(20);
    expect(first.json.pagination?.has_more).toBe(true);
    const ids = new Set<string>();
    for (let cursor = ''; ;) {
      const { json } = await ask(`${target}?limit=7${cursor}`);
      for (const { id } of json.data ?? []) ids.add(id);
      if (json.pagination?.has_more !== true) break;
      cursor = `&cursor=${encodeURIComponent(String(json.pagination.next_cursor))}`;
    }
    expect(ids.size).toBe(count);
  });

  test('has another limit for each type of endpoint; that of the plan for the list of instances', async () => {
    const ask = await opened({ variant: 'one-region' });
    const numbers = [];
    for (const target of ['/instances', '/networks', '/volumes', '/instances']) {
      const { headers } = await ask(target);
      numbers.push([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]);
    }
    expect([ask.reference.plan, numbers]).toEqual([
      'enterprise',
      [
        ['2000', '1999'],
        ['1000', '999'],
        ['1000', '998'],
        ['2000', '1998'],
      ],
    ]);
  });

  test('runs what it creates at once, and ends a visible restart within a second', async () => {
    const ask = await opened({ variant: 'one-region' });
    const { status, json } = await post(ask, creation());
    expect([status, json['status']]).toEqual([200, 'running']);
    expect((await ask(`/instances/${String(json['id'])}/restart`, { method: 'PUT' })).status).toBe(202);
    const statusNow = async () => (await traversal(ask, 'limit=100')).flat().find(({ id }) => id === json['id'])?.['status'];
    expect(await statusNow()).toBe('rebooting');
    await expect.poll(statusNow).toBe('running');
  });
});

describe('terse', () => {
  test('lists networks as strings and volumes as ids, and filters volumes only by location', async () => {
    const ask = await opened({ variant: 'terse' });
    const { vpcId, volumeIds = [] } = ask.reference.fixtures;
    expect(await list(ask, '/networks')).toContain(vpcId);
    expect(await list(ask, `/networks?vpc_id=${String(vpcId)}`)).toHaveLength(3);
    expect(await list(ask, '/networks?environment=no-such')).toEqual([]);
    expect((await ask('/networks?vpc_id=no-such')).status).toBe(404);
    expect(await list(ask, '/volumes?region=no-such')).toContainEqual({ id: volumeIds[0] });
    expect(await list(ask, '/volumes?location=no-such')).toEqual([]);
  });

  test('has details only in errors about values', async () => {
    const ask = await opened({ variant: 'terse' });
    expect((await ask('/instances?limit=abc')).json).toEqual({ error: { code: 400, message: 'No' } });
    const { status, json } = await post(ask, creation({ plan: 'no-such-plan' }));
    expect([status, json.error?.details]).toEqual([422, [{ field: 'plan', message: expect.any(String) }]]);
    expect((await ask('/instances', { authorization: null })).headers['www-authenticate']).toBeUndefined();
    expect((await ask('/instances?cursor=17')).status).toBe(422);
  });

  test('creates without a body, sends no Date, and has a number as a cursor', async () => {
    const ask = await opened({ variant: 'terse' });
    expect(await post(ask, creation())).toMatchObject({ status: 201, text: '' });
    expect(await onTheWire(ask, '/instances')).not.toMatch(/\r\nDate:/i);
    expect((await ask('/instances')).json.pagination?.next_cursor).toMatch(/^\d{20,}$/);
    expect((await ask('/instances?limit=0')).json).toEqual({ data: [], pagination: { has_more: false } });
  });

  test('reports what was left before the call, and nothing on a 429', async () => {
    const ask = await opened({ variant: 'terse', quota: { limit: 2, windowSeconds: 3600 } });
    const answers = [await ask('/volumes'), await ask('/volumes'), await ask('/volumes')];
    expect(answers.map(({ status, headers }) => [status, headers['x-ratelimit-remaining']])).toEqual([
      [200, '2'],
      [200, '1'],
      [429, '0'],
    ]);
  });
});

describe('rolling', () => {
  test('counts the keys of an account together, and those of another account separately', async () => {
    const ask = await opened({ variant: 'rolling' });
    const remaining = [];
    for (const as of ['key', 'second', 'other'] as const) {
      const { headers } = await ask('/instances', { authorization: `Bearer ${String(ask.reference.credentials[as])}` });
      remaining.push(headers['x-ratelimit-remaining']);
    }
    expect(remaining).toEqual(['599', '598', '599']);
  });

  test('has a new cursor each time, and each leads on', async () => {
    const ask = await opened({ variant: 'rolling' });
    const cursors = [await ask('/instances?limit=1'), await ask('/instances?limit=1')].map(({ json }) =>
      String(json.pagination?.next_cursor),
    );
    expect(cursors[0]).not.toBe(cursors[1]);
    const pages = await Promise.all(cursors.map((cursor) => ask(`/instances?limit=1&cursor=${cursor}`)));
    expect(new Set(pages.map(({ json }) => json.data?.[0]?.id)).size).toBe(1);
  });
});

test('rolling lists a new instance a second late', async () => {
  const ask = await opened({ variant: 'rolling' });
  expect((await post(ask, creation())).status).toBe(201);
  const count = async () => (await traversal(ask, 'limit=100')).flat().length;
  expect(await count()).toBe(130);
  expect((await post(ask, creation())).status).toBe(409);
  await expect.poll(count).toBe(131);
});

describe('busy', () => {
  test('closes the connection from time to time', async () => {
    const ask = await opened({ variant: 'busy' });
    const endings = [];
    for (let count = 0; count < 18; count += 1) endings.push((await ask('/volumes')).headers['connection'] === 'close');
    expect(endings.filter(Boolean)).toHaveLength(2);
  });

  test('gets instances from another client, and restarts that another client made', async () => {
    const ask = await opened({ variant: 'busy' });
    const before = idsOf(await traversal(ask, 'limit=100'));
    for (let count = 0; count < 30; count += 1) await ask('/volumes');
    const items = (await traversal(ask, 'limit=100')).flat();
    expect(before).toHaveLength(60);
    expect(items.length).toBeGreaterThan(60);
    expect(items.slice(-60).map(({ id }) => id)).toEqual(before);
    expect(items.some((item) => item['status'] === 'rebooting')).toBe(true);
    expect(items.find(({ id }) => id === ask.reference.fixtures['stoppedInstanceId'])?.['status']).toBe('stopped');
  });

  test('stops creating after a while', async () => {
    const ask = await opened({ variant: 'busy', quota: { limit: 2000, windowSeconds: 60 } });
    for (let count = 0; count < 800; count += 1) await ask('/volumes');
    expect((await traversal(ask, 'limit=100')).flat()).toHaveLength(90);
  });
});
