import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/reference/index.ts';
import {
  create,
  deployTo,
  newId,
  opened,
  projects,
  read,
  remove,
  rename,
  rollBack,
  streamed,
  unknownProject,
  traversal,
} from './cloudapi-dev/symptoms.ts';
import type { Answered, Ask } from './client.ts';
import { onTheWire } from './client.ts';

type Ledger = { readonly requirements: readonly { readonly id: string; readonly level: string }[] };
const ledger = parse(readFileSync(new URL('../../spec/cloudapi-dev/requirements.yaml', import.meta.url), 'utf8')) as Ledger;
const levels = new Map(ledger.requirements.map(({ id, level }) => [id, level]));
const variants = Object.entries(vendors['cloudapi-dev']?.variants ?? {});
const names = variants.map(([name]) => name);

const good = { name: 'acme-one', region: 'us-east-1' };
const membersOf = (text: string): Readonly<Record<string, unknown>> => JSON.parse(text) as Readonly<Record<string, unknown>>;
/** The items of an answer, as the ledger defines them. */
const itemsIn = ({ text }: Answered): readonly unknown[] | undefined => {
  const body: unknown = JSON.parse(text);
  return (Array.isArray(body) ? body : Object.values(body as object).find(Array.isArray)) as readonly unknown[] | undefined;
};
const listed = async (ask: Ask): Promise<unknown[]> => {
  const found: unknown[] = [];
  let cursor = '';
  for (let page = 0; page < 9; page += 1) {
    const answer = await ask(`/v1/projects?limit=100${cursor}`);
    found.push(...(itemsIn(answer) ?? []));
    if (answer.json['has_more'] !== true) break;
    cursor = `&cursor=${encodeURIComponent(String(answer.json['next_cursor']))}`;
  }
  return found;
};

test('there are at least eight variants, and they deviate only from should requirements, each with a reason', () => {
  expect(variants.length).toBeGreaterThanOrEqual(8);
  for (const [id, reason] of variants.flatMap(([, { deviations = {} }]) => Object.entries(deviations))) {
    expect(levels.get(id), id).toBe('should');
    expect(reason).toMatch(/^.{10,120}$/);
  }
});

describe.each(names)('%s', (variant) => {
  test('answers reads as documented', async () => {
    const ask = await opened({ variant });
    for (const target of ['/v1/projects', '/v1/deployments', '/v1/logs', '/v1/deployments?status=succeeded', '/v1/projects?limit=100']) {
      const answer = await ask(target, { headers: { 'x-api-version': '2026-04-01', 'content-type': 'application/json' } });
      expect([answer.status, Array.isArray(itemsIn(answer))], target).toEqual([200, true]);
      expect(answer.headers['x-ratelimit-remaining'], target).toMatch(/^\d+$/);
      expect(answer.headers['x-ratelimit-reset'], target).toMatch(/./);
    }
    const { json } = await ask('/v1/deployments?limit=1');
    expect([Array.isArray(json.data), typeof json['has_more']]).toEqual([true, 'boolean']);
    const regions = [await ask('/v1/regions'), await ask('/v2/regions')].map(({ status }) => status);
    expect(regions).toContain(200);
  });

  test('refuses what the document refuses', async () => {
    const ask = await opened({ variant });
    const id = await newId(ask, good);
    await expect.poll(async () => (await ask(`/v1/projects/${id}`)).status).toBe(200);
    const statuses = [
      await ask('/v1/projects', { authorization: null }),
      await ask(unknownProject, { authorization: 'Bearer sk_live_unknown' }),
      await ask('/v1/projects', { as: 'test' }),
      await ask('/v1/projects', { as: 'key', base: ask.reference.urls.sandbox ?? '' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 401, 401]);
    const errorStatuses = [
      await ask(unknownProject),
      await create(ask, '{"name":"x","region":'),
      await rename(ask, 'proj_00000000dead', 'x'),
      await ask(`/v1/projects/${id}`, { as: 'other' }),
      await rename(ask, id, 'ct-foreign', { as: 'other' }),
      await create(ask, good, { as: 'restricted' }),
      await deployTo(ask, 'proj_00000000dead'),
      await rollBack(ask, 'dep_00000000dead'),
    ].map(({ status }) => status);
    expect(errorStatuses.filter((status) => status < 400 || status >= 500 || status === 401)).toEqual([]);
  });

  test('creates, renames and deletes a project', async () => {
    const ask = await opened({ variant });
    const created = await create(ask, good);
    expect(created.status).toBe(201);
    const { id, name, region } = membersOf(created.text);
    expect([typeof id, name, region]).toEqual(['string', good.name, good.region]);
    const shown = async () => (await ask(`/v1/projects/${String(id)}`)).status;
    const isListed = async () => (await listed(ask)).some((item) => (item as { readonly id: unknown }).id === id);
    await expect.poll(shown).toBe(200);
    await expect.poll(isListed).toBe(true);
    expect(String((await rename(ask, String(id), 'acme-two')).status)).toMatch(/^2/);
    expect((await read(ask, String(id)))['name']).toBe('acme-two');
    expect(String((await remove(ask, String(id))).status)).toMatch(/^2/);
    await expect.poll(shown).toBe(404);
    await expect.poll(isListed).toBe(false);
  });

  test('deploys a commit and rolls it back', async () => {
    const ask = await opened({ variant });
    const id = await newId(ask, good);
    await expect.poll(async () => (await ask(`/v1/projects/${id}`)).status).toBe(200);
    const done = async () => (await ask(`/v1/deployments?project_id=${id}&status=succeeded`)).json.data ?? [];
    expect(String((await deployTo(ask, id)).status)).toMatch(/^2/);
    await expect.poll(async () => (await done()).length).toBe(1);
    expect(String((await deployTo(ask, id, 'feed123')).status)).toMatch(/^2/);
    await expect.poll(async () => (await done()).length).toBe(2);
    const second = (await done()).find(({ commit }) => commit === 'feed123')?.id ?? '';
    expect(String((await rollBack(ask, second)).status)).toMatch(/^2/);
  });

  test('traversals lose and repeat nothing', async () => {
    const ask = await opened({ variant });
    const whole = (await traversal(ask, '/v1/deployments', 'limit=100')).flat();
    const ids = (await traversal(ask, '/v1/deployments', 'limit=30')).flat();
    expect(whole.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('streams events that stay open', async () => {
    const { type, text, isEnded } = await streamed(await opened({ variant, durations: { 'log.interval': 0.05 } }), 250);
    expect(type).toMatch(/^text\/event-stream/);
    expect([isEnded, /\n\n|\r\n\r\n/.test(text), /^data: /m.test(text)]).toEqual([false, true, true]);
  });
});

describe('where the document is silent', () => {
  test.each([
    ['strict', '/v1/projects?limit=101', 400],
    ['strict', '/v1/projects?ct_unknown=1', 400],
    ['strict', '/v1/projects?cursor=ct-not-a-cursor', 422],
    ['lax', '/v1/projects?limit=abc', 200],
    ['lax', '/v1/projects?cursor=ct-not-a-cursor', 200],
    ['lax', '/v1/projects?created_after=not-a-date', 200],
    ['lax', '/v99/projects', 200],
    ['lax', '/projects', 200],
    ['lax', '/v1/resources', 200],
    ['lax', '/v1/regions', 200],
    ['empty-account', '/v2/regions', 404],
  ])('%s answers %s with %i', async (variant, target, status) => {
    expect((await (await opened({ variant }))(target)).status).toBe(status);
  });

  test('lax accepts numbers as names, keeps deployments without a project, and deletes twice', async () => {
    const ask = await opened({ variant: 'lax' });
    expect((await create(ask, { name: 12345 })).json).toMatchObject({ name: '12345', region: 'us-east-1' });
    const ids = new Set((await ask('/v1/deployments?limit=100')).json.data?.map((item) => item['project_id']));
    const statuses = await Promise.all([...ids].map(async (id) => (await ask(`/v1/projects/${String(id)}`)).status));
    expect(new Set(statuses)).toEqual(new Set([200, 404]));
    const id = await newId(ask);
    expect([(await remove(ask, id)).status, (await remove(ask, id)).status]).toEqual([204, 204]);
  });

  test('strict accepts a name once, in ASCII, and bodies in JSON', async () => {
    const ask = await opened({ variant: 'strict' });
    const statuses = [
      await create(ask, good),
      await create(ask, good),
      await create(ask, { ...good, name: 'Prøjekt' }),
      await create(ask, good, { headers: { 'content-type': 'text/plain' } }),
      await ask('/v1/projects', { headers: { 'x-api-version': 'not-a-date' } }),
      await ask('/v1/projects', { authorization: `bearer ${ask.reference.credentials['key']}` }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([201, 409, 400, 415, 400, 401]);
    await expect(ask('/v1/projects', { base: ask.reference.urls.plain ?? '' })).rejects.toThrow();
  });

  test('other-forms sends chunks, header names in lower case and problem documents', async () => {
    const ask = await opened({ variant: 'other-forms' });
    const wire = await onTheWire(ask, '/v1/projects?limit=1');
    expect(wire).toContain('\r\nTransfer-Encoding: chunked\r\n');
    expect(wire).toMatch(/\r\nx-ratelimit-reset: \d{13}\r\n/);
    expect(wire).not.toMatch(/\r\nDate:/i);
    expect((await ask(unknownProject)).headers['content-type']).toBe('application/problem+json');
  });

  test('terse sends error responses without a body, and logs as an array', async () => {
    const ask = await opened({ variant: 'terse' });
    expect(await ask(unknownProject)).toMatchObject({ status: 404, text: '' });
    expect((await ask('/v1/logs')).text).toMatch(/^\[/);
    expect(Object.keys((await ask('/v1/deployments')).json.data?.[0] ?? {})).toEqual(['id', 'project_id', 'status', 'commit']);
  });

  test('enterprise has log filters with other names, and quota headers in the sandbox', async () => {
    const ask = await opened({ variant: 'enterprise' });
    const entries = (await ask('/v1/logs?limit=100&severity=warn')).json.data ?? [];
    expect(new Set(entries.map(({ severity }) => severity))).toEqual(new Set(['warn']));
    const { headers } = await ask('/v1/projects', { base: ask.reference.urls.sandbox ?? '', as: 'test' });
    expect(headers['x-ratelimit-remaining']).toBe('1000');
  });

  test('peculiar lists projects under another name, and has a cursor after a full page', async () => {
    const ask = await opened({ variant: 'peculiar' });
    expect((await ask('/v1/projects')).json['projects']).toHaveLength(20);
    expect((await ask('/v1/deployments?limit=45')).json['has_more']).toBe(true);
    expect((await ask(unknownProject)).text).toBe('No such project');
  });

  test('the others list everything under data', async () => {
    expect(await projects(await opened({ variant: 'small-account' }), 'limit=100')).toHaveLength(24);
    expect(await projects(await opened({ variant: 'empty-account' }), 'limit=100')).toEqual([]);
  });
});
