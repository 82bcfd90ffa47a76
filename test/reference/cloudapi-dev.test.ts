import { describe, expect, test } from 'vitest';
import {
  create,
  delivered,
  deployTo,
  fixture,
  newId,
  opened,
  projects,
  remove,
  rename,
  rollBack,
  streamed,
  traversal,
} from './cloudapi-dev/symptoms.ts';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

describe('projects', () => {
  test('are created as documented', async () => {
    const ask = await opened();
    const { status, json } = await create(ask, { name: 'acme-prod', region: 'us-east-1' });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: expect.stringMatching(/^proj_[0-9a-f]{6}$/),
      name: 'acme-prod',
      region: 'us-east-1',
      created_at: expect.stringMatching(rfc3339),
      status: 'active',
    });
    expect((await ask(`/v1/projects/${String(json['id'])}`)).json).toEqual(json);
    expect((await projects(ask, 'limit=1'))[0]).toEqual(json);
  });

  test('are renamed, and nothing else changes', async () => {
    const ask = await opened();
    const { json } = await create(ask);
    expect(await rename(ask, String(json['id']), 'Prøjekt-日本')).toMatchObject({ status: 200, json: { ...json, name: 'Prøjekt-日本' } });
  });

  test('stay deleted', async () => {
    const ask = await opened();
    const id = await newId(ask);
    expect((await remove(ask, id)).status).toBe(204);
    expect([(await ask(`/v1/projects/${id}`)).status, (await remove(ask, id)).status, (await rename(ask, id, 'x')).status]).toEqual([
      404, 404, 404,
    ]);
    expect((await projects(ask, 'limit=100')).some((item) => item.id === id)).toBe(false);
  });

  test.each([
    ['{"name":"x","region":', 400],
    ['', 400],
    ['[]', 422],
    ['{}', 422],
    ['{"name":12345,"region":"us-east-1"}', 422],
    ['{"name":"x","region":7}', 422],
    ['{"name":null,"region":"us-east-1"}', 422],
    ['{"name":"x","region":"ct-nowhere-9"}', 422],
  ])('are not created from %s', async (body, status) => {
    const ask = await opened();
    const before = await projects(ask, 'limit=100');
    expect((await create(ask, body)).status).toBe(status);
    expect(await projects(ask, 'limit=100')).toEqual(before);
  });

  test('are filtered by status and by the day of their creation', async () => {
    const ask = await opened();
    const id = await newId(ask);
    const today = new Date().toISOString().slice(0, 10);
    expect((await projects(ask, `created_after=${today}`)).some((item) => item.id === id)).toBe(true);
    expect((await projects(ask, 'status=archived')).every((item) => item['status'] === 'archived')).toBe(true);
    expect(await projects(ask, 'status=ct-none')).toEqual([]);
    expect((await ask('/v1/projects?created_after=not-a-date')).status).toBe(400);
  });
});

describe('deployments', () => {
  test('are listed as documented, by project and status', async () => {
    const ask = await opened();
    const { json } = await ask(`/v1/deployments?project_id=${fixture(ask, 'projectId')}&status=succeeded&limit=2`);
    expect(json).toMatchObject({ next_cursor: expect.stringMatching(/^eyJpZCI6/), has_more: true });
    expect(json.data).toHaveLength(2);
    for (const item of json.data ?? []) {
      expect(item).toMatchObject({
        id: expect.stringMatching(/^dep_[0-9a-f]{4}$/),
        project_id: fixture(ask, 'projectId'),
        status: 'succeeded',
        commit: expect.stringMatching(/^[0-9a-f]{7,40}$/),
      });
    }
  });

  test('are created, succeed, and are rolled back to the previous release', async () => {
    const ask = await opened();
    const projectId = await newId(ask);
    const listed = async () => (await ask(`/v1/deployments?project_id=${projectId}`)).json.data ?? [];
    expect((await deployTo(ask, projectId)).json).toMatchObject({ project_id: projectId, status: 'queued', commit: 'a1b2c3d' });
    const second = String((await deployTo(ask, projectId, 'feed123')).json['id']);
    await expect.poll(async () => (await listed()).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(await rollBack(ask, second)).toMatchObject({ status: 202, json: { commit: 'a1b2c3d' } });
    expect((await listed()).map(({ commit }) => commit)).toEqual(['a1b2c3d', 'feed123', 'a1b2c3d']);
    expect((await listed()).find(({ id }) => id === second)).toMatchObject({ status: 'rolled_back' });
  });

  test('require a project and a previous release', async () => {
    const ask = await opened();
    expect((await deployTo(ask, 'proj_00000000dead')).status).toBe(422);
    const first = String((await deployTo(ask, await newId(ask))).json['id']);
    expect([(await rollBack(ask, first)).status, (await rollBack(ask, 'dep_00000000dead')).status]).toEqual([409, 404]);
    expect((await rollBack(ask)).status).toBe(202);
  });
});

describe('lists', () => {
  test.each(['/v1/projects', '/v1/deployments', '/v1/logs'])('%s is traversed without loss, in pages of at most 100', async (path) => {
    const ask = await opened();
    const pages = await traversal(ask, path, 'limit=100');
    expect(pages.map(({ length }) => length)).toEqual([100, { '/v1/projects': 30, '/v1/deployments': 50, '/v1/logs': 20 }[path]]);
    expect((await traversal(ask, path, 'limit=7')).flat()).toEqual(pages.flat());
    expect((await ask(`${path}?limit=1000`)).json.data).toHaveLength(100);
    expect((await ask(`${path}?limit=1`)).json.data).toHaveLength(1);
  });

  test('refuse an invalid limit and an invalid cursor', async () => {
    const ask = await opened();
    const statuses = ['limit=abc', 'limit=-1', 'limit=0', 'cursor=ct-not-a-cursor'].map(
      async (query) => (await ask(`/v1/deployments?${query}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([400, 400, 400, 400]);
  });

  test('continue behind a project that was deleted', async () => {
    const ask = await opened();
    const { json } = await ask('/v1/projects?limit=2');
    await remove(ask, json.data?.[1]?.id ?? '');
    const after = await projects(ask, `limit=1&cursor=${encodeURIComponent(String(json['next_cursor']))}`);
    expect(after[0]?.id).toBe((await projects(ask, 'limit=2'))[1]?.id);
  });
});

describe('logs', () => {
  test('have members, and are queried by a time range and a level', async () => {
    const ask = await opened();
    const all = (await ask('/v1/logs?limit=100')).json.data ?? [];
    expect(Object.keys(all[0] ?? {})).toEqual(['id', 'timestamp', 'level', 'message', 'service', 'project_id']);
    const [to, from] = [String(all[10]?.['timestamp']), String(all[20]?.['timestamp'])];
    const { json } = await ask(`/v1/logs?limit=100&from=${from}&to=${to}&level=info`);
    expect(json.data).toEqual(all.slice(10, 21).filter(({ level }) => level === 'info'));
  });

  test('are streamed as server-sent events, and stay in the log', async () => {
    const ask = await opened({ durations: { 'log.interval': 0.05 } });
    const { type, text, isEnded } = await streamed(ask);
    expect([type, isEnded]).toEqual(['text/event-stream', false]);
    const entry: { readonly id: string } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '');
    expect(text).toContain(`id: ${entry.id}\nevent: log\ndata: `);
    expect((await ask('/v1/logs')).json.data).toContainEqual(entry);
  });
});

describe('calls', () => {
  test('require a valid key of the environment', async () => {
    const ask = await opened();
    for (const target of ['/v1/projects', '/v1/projects/proj_000000', '/v1/deployments', '/v1/logs', '/v1/logs/stream']) {
      for (const options of [{ authorization: null }, { authorization: 'Bearer' }, { as: 'revoked' }, { as: 'expired' }, { as: 'test' }]) {
        const { status, headers } = await ask(target, options);
        expect([status, headers['x-ratelimit-remaining'], headers['x-ratelimit-reset']], target).toEqual([
          401,
          expect.stringMatching(/^\d+$/),
          expect.stringMatching(/^\d+$/),
        ]);
      }
    }
    expect((await create(ask, undefined, { as: 'restricted' })).status).toBe(403);
  });

  test('are counted for each key, and refused above the quota', async () => {
    const ask = await opened({ quota: { limit: 3, windowSeconds: 600 } });
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await ask('/v1/projects'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual(['2', '1', '0', '0']);
    expect(answers.at(-1)?.headers['retry-after']).toMatch(/^\d+$/);
    expect((await ask('/v1/projects', { as: 'second' })).status).toBe(200);
  });

  test('to the sandbox see its own data and have no quota', async () => {
    const ask = await opened({ quota: { limit: 3, windowSeconds: 600 } });
    const options = { base: ask.reference.urls.sandbox ?? '', as: 'test' };
    const id = await newId(ask, undefined, options);
    for (let count = 0; count < 9; count += 1) expect((await ask('/v1/projects', options)).json.data).toHaveLength(7);
    expect((await ask(`/v1/projects/${id}`)).status).toBe(404);
    expect((await ask('/v1/projects', { ...options, as: 'key' })).status).toBe(401);
    expect((await ask('/v1/projects', { base: ask.reference.urls.plain ?? '' })).status).toBe(403);
  });

  test('find 31 regions only under /v2, and nothing at the path of the sample', async () => {
    const ask = await opened();
    expect((await ask('/v2/regions')).json.data).toHaveLength(31);
    expect([(await ask('/v1/regions')).status, (await ask('/v1/resources')).status]).toEqual([404, 404]);
  });
});

test('webhooks are retried until they are delivered', async () => {
  const ask = await opened({ durations: { 'webhook.retry': 0.05, 'webhook.timeout': 1 } });
  const [first, second] = await delivered(ask, 500, 0, true, 600);
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    id: expect.stringMatching(/^evt_/),
    type: 'project.created',
    data: { name: 'acme-prod' },
  });
  expect(second?.body).toBe(first?.body);
});
