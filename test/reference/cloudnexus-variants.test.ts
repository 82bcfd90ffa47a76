import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/reference/index.ts';
import { creation, creationWithout, idsOf, onTheWire, opened, traversal } from './client.ts';
import type { Ask } from './client.ts';

type Ledger = { readonly requirements: readonly { readonly id: string; readonly level: string }[] };
const ledger = parse(readFileSync(new URL('../../spec/cloudnexus/requirements.yaml', import.meta.url), 'utf8')) as Ledger;
const levels = new Map(ledger.requirements.map(({ id, level }) => [id, level]));

const variants = Object.keys(vendors['cloudnexus']?.variants ?? {});

const post = (ask: Ask, body: unknown) => ask('/instances', { method: 'POST', body });
const restart = (ask: Ask, id: string) => ask(`/instances/${id}/restart`, { method: 'PUT' });

describe.each(variants)('%s', (variant) => {
  test.each([
    ['/instances', 'GET', 200],
    ['/networks', 'GET', 200],
    ['/volumes', 'GET', 200],
    ['/instances?status=running', 'GET', 200],
    ['/instances?limit=100&region=us-east-1', 'GET', 200],
    ['/instances?limit=abc', 'GET', 400],
    ['/no-such-path', 'GET', 404],
    ['/instances/inst_0000000000/restart', 'PUT', 404],
  ] as const)('answers %s as documented', async (target, method, status) => {
    const ask = await opened({ variant });
    const answer = await ask(target, { method });
    expect(answer.status).toBe(status);
    const [limit, remaining] = [answer.headers['x-ratelimit-limit'], answer.headers['x-ratelimit-remaining']];
    expect(Number(limit) - Number(remaining)).toBeOneOf([0, 1]);
    expect(answer.headers['content-type']).toMatch(/^application\/(.+\+)?json\b/);
    if (status >= 400) expect(answer.json.error).toMatchObject({ code: status, message: expect.stringMatching(/./) });
  });

  test('refuses what the document refuses, with its statuses', async () => {
    const ask = await opened({ variant });
    const statuses = [
      await post(ask, '{"name": '),
      await post(ask, ''),
      await post(ask, {}),
      await post(ask, creationWithout('name')),
      await post(ask, creation({ plan: 'no-such-plan' })),
      await ask('/instances', { authorization: null }),
      await ask('/instances', { authorization: 'Bearer unknown' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 400, 422, 401, 401]);
    const refused = await post(ask, creation({ plan: 'no-such-plan' }));
    expect(refused.json.error?.details?.map((fault) => fault['field'])).toEqual(['plan']);
  });

  test('creates an instance under a name once, and lists it', async () => {
    const ask = await opened({ variant });
    expect(String((await post(ask, creation())).status)).toMatch(/^2/);
    expect((await post(ask, creation())).status).toBe(409);
    const named = async () => (await traversal(ask, 'limit=100')).flat().filter((item) => item['name'] === 'new-one');
    await expect.poll(named).toMatchObject([{ region: 'us-east-1', status: expect.stringMatching(/^(provisioning|running)$/) }]);
  });

  test('traversals lose and repeat nothing', async () => {
    const ask = await opened({ variant });
    const whole = idsOf(await traversal(ask, 'limit=100'));
    const pages = await traversal(ask, 'limit=7');
    const ids = idsOf(pages);
    expect(whole.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('variants deviate only from should requirements, each with a reason', () => {
  const all = Object.values(vendors['cloudnexus']?.variants ?? {}).flatMap(({ deviations = {} }) => Object.entries(deviations));
  expect(all.length).toBeGreaterThan(0);
  for (const [id, reason] of all) {
    expect(levels.get(id), id).toBe('should');
    expect(reason).toMatch(/^.{10,120}$/);
  }
});

describe('other-forms', () => {
  test('has UUIDs, fractions of a second, additional members and the newest instance first', async () => {
    const ask = await opened({ variant: 'other-forms' });
    const { json } = await ask('/instances?limit=100');
    const first = json.data?.[0];
    expect(first?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(first?.['created_at']).toMatch(/\.\d{3}Z$/);
    expect(first?.['labels']).toEqual({});
    expect(Object.keys(first ?? {}).indexOf('id')).toBeGreaterThan(Object.keys(first ?? {}).indexOf('created_at'));
    const times = json.data?.map((item) => String(item['created_at'])) ?? [];
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('has a cursor without digits, an empty one on the last page and no ipv4 for instances that are not running', async () => {
    const ask = await opened({ variant: 'other-forms' });
    expect((await ask('/instances')).json.pagination?.next_cursor).toMatch(/^[a-z]+$/);
    const { json } = await ask('/instances?status=stopped&limit=100');
    expect(json.pagination).toEqual({ has_more: false, next_cursor: '' });
    expect(json.data?.some((item) => 'ipv4' in item)).toBe(false);
  });

  test('sends chunks, header names in lower case and no Date', async () => {
    const ask = await opened({ variant: 'other-forms' });
    const text = await onTheWire(ask, '/instances?limit=1');
    expect(text).toContain('\r\nTransfer-Encoding: chunked\r\n');
    expect(text).toContain('\r\nx-ratelimit-limit: 600\r\n');
    expect(text).toContain('\r\ncontent-type: application/json\r\n');
    expect(text).not.toMatch(/\r\nDate:/i);
  });

  test('creates with 204 and with a name that another region uses, and adds a type to errors', async () => {
    const ask = await opened({ variant: 'other-forms' });
    expect(await post(ask, creation())).toMatchObject({ status: 204, text: '' });
    expect((await post(ask, creation({ region: 'eu-west-1' }))).status).toBe(204);
    const unknown = await ask('/no-such-path');
    expect(unknown.headers['content-type']).toBe('application/vnd.cloudnexus.error+json');
    expect(unknown.json.error?.details).toBeNull();
  });

  test('returns an empty list for an unknown status, and lists volumes under another key', async () => {
    const ask = await opened({ variant: 'other-forms' });
    expect(await ask('/instances?status=no-such')).toMatchObject({ status: 200, json: { data: [] } });
    expect((await ask('/volumes')).json['volumes']).toHaveLength(9);
  });
});

describe('strict', () => {
  test('has a clock that is ahead, in Date and X-RateLimit-Reset', async () => {
    const ask = await opened({ variant: 'strict' });
    const { headers } = await ask('/instances');
    const date = Date.parse(String(headers['date'])) / 1000;
    expect(date).toBeGreaterThan(Date.now() / 1000 + 290);
    expect(Math.abs(Number(headers['x-ratelimit-reset']) - date)).toBeLessThanOrEqual(3);
  });

  test.each([
    ['/instances?limit=101', 400],
    ['/instances?limit=1000', 400],
    ['/instances?region=zz-nowhere-1', 400],
    ['/instances?limit=1&unknown=1', 400],
    ['/instances?cursor=%21%21', 422],
  ])('refuses %s with %i', async (target, status) => {
    const ask = await opened({ variant: 'strict' });
    expect((await ask(target)).status).toBe(status);
  });

  test('has other messages, details for a 422 only, and no next_cursor on the last page', async () => {
    const ask = await opened({ variant: 'strict' });
    expect((await post(ask, {})).json).toEqual({ error: { code: 400, message: 'E400' } });
    expect((await post(ask, creation({ name: 7 }))).status).toBe(400);
    expect((await post(ask, [])).status).toBe(422);
    expect((await ask('/instances?status=stopped&limit=100')).json.pagination).toEqual({ has_more: false });
  });

  test('creates with 200, lists networks as an array and refuses to restart a stopped instance with 422', async () => {
    const ask = await opened({ variant: 'strict' });
    expect((await post(ask, creation())).status).toBe(200);
    expect(JSON.parse((await ask('/networks')).text)).toHaveLength(12);
    const stopped = (await ask('/instances?status=stopped')).json.data?.[0]?.id ?? '';
    expect((await restart(ask, stopped)).status).toBe(422);
  });
});

test('empty-account has nothing', async () => {
  const ask = await opened({ variant: 'empty-account' });
  expect((await ask('/instances')).json).toEqual({ data: [], pagination: { next_cursor: null, has_more: false } });
  expect((await ask('/networks')).json).toEqual({ data: [] });
  expect((await ask('/volumes')).json).toEqual({ data: [] });
});

test('small-account has 24 instances, with each status at least twice and several regions', async () => {
  const ask = await opened({ variant: 'small-account' });
  const items = (await traversal(ask, 'limit=100')).flat();
  expect(items).toHaveLength(24);
  for (const status of ['running', 'stopped', 'provisioning']) {
    expect(items.filter((item) => item['status'] === status).length).toBeGreaterThan(1);
  }
  expect(new Set(items.map((item) => item['region'])).size).toBe(5);
});
