import { describe, expect, test } from 'vitest';
import { request } from 'undici';
import {
  as,
  create,
  creation,
  exchange,
  burst,
  issue,
  keyless,
  list,
  projectId,
  projects,
  started,
  token,
  usage,
} from './cloudplatform-example-client.ts';

const error = (code: string) => ({ error: { code, message: expect.stringMatching(/[a-z]/i) } });

describe("the document's examples", () => {
  test('GET /projects lists the documented projects', async () => {
    const ask = await started();
    const all = await projects(ask);
    expect(all.slice(0, 2)).toEqual([
      { id: 'prj_123', name: 'edge-ingest', region: 'us-east' },
      { id: 'prj_456', name: 'analytics', region: 'eu-central' },
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(24);
    for (const { id } of all) expect(id).toMatch(/^prj_[A-Za-z0-9]+$/);
  });

  test.each([{ 'content-type': 'application/json' }, { accept: 'application/json' }])(
    'GET /projects with %j lists them too',
    async (headers) => {
      const ask = await started();
      const { status, text, headers: received } = await list(ask, { headers });
      expect([status, text]).toEqual([200, (await list(ask)).text]);
      expect(received['content-type']).toMatch(/^application\/json/);
    },
  );

  test('POST /projects creates a project that is listed from then on', async () => {
    const ask = await started();
    const { status, json } = await create(ask, { name: 'edge-ingest', region: 'us-east' });
    expect([status, json]).toEqual([
      201,
      {
        id: expect.stringMatching(/^prj_[A-Za-z0-9]+$/),
        name: 'edge-ingest',
        region: 'us-east',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ]);
    expect(await projects(ask)).toContainEqual({ id: json['id'], name: 'edge-ingest', region: 'us-east' });
  });

  test('a code is exchanged for a token that reads the user and the projects', async () => {
    const ask = await started();
    const { status, json } = await exchange(ask);
    expect([status, json]).toMatchObject([
      200,
      { access_token: expect.stringMatching(/^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\./), token_type: 'Bearer' },
    ]);
    const options = as(json['access_token']);
    for (const path of ['/user', '/projects', '/user']) expect((await ask(path, options)).status, path).toBe(200);
    expect((await ask('/user', { ...options, headers: { 'content-type': 'application/json' } })).json).toEqual({
      id: expect.any(String),
      name: 'Ada Example',
      email: 'ada@example.com',
    });
  });
});

describe('the exchange', () => {
  test.each([
    [{ code: 'nobody-has-granted-this' }, 400, 'invalid_grant'],
    [{ code: undefined }, 400, 'invalid_request'],
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ redirect_uri: 'https://contract-test.invalid/callback' }, 400, 'invalid_grant'],
    [{ grant_type: 'contract_test' }, 400, 'unsupported_grant_type'],
  ])('with %j is refused', async (changes, status, code) => {
    const ask = await started();
    const answer = await exchange(ask, changes);
    expect([answer.status, answer.json.error]).toEqual([status, code]);
    expect((await exchange(ask)).status).toBe(200);
  });

  test('of a used code is refused and revokes the token', async () => {
    const ask = await started();
    const first = await token(ask);
    expect((await exchange(ask)).json.error).toBe('invalid_grant');
    expect((await list(ask, as(first))).status).toBe(401);
    expect((await list(ask, as(await token(ask, 1)))).status).toBe(200);
  });
});

describe('keys', () => {
  test.each([
    ['GET', '/projects'],
    ['POST', '/projects'],
    ['POST', '/keys'],
    ['GET', '/usage'],
    ['GET', '/user'],
  ] as const)('are checked by %s %s before anything else', async (method, target) => {
    const ask = await started();
    const body = method === 'POST' ? { body: {} } : {};
    for (const authorization of [null, 'Bearer ', 'Bearer sk_live_made-up', 'Basic YTpi']) {
      const { status, json, headers } = await ask(target, { method, authorization, ...body });
      expect([status, json]).toEqual([401, error(authorization === 'Bearer sk_live_made-up' ? 'unknown_key' : 'missing_key')]);
      expect(headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  test('that have ended, damaged copies, and other schemes are refused', async () => {
    const ask = await started();
    const key = ask.reference.credentials['key'] ?? '';
    expect(key).toMatch(/^sk_live_[A-Za-z0-9]{21}$/);
    for (const name of ['revoked', 'expired']) expect((await list(ask, { as: name })).status, name).toBe(401);
    const middle = key.slice(0, 14) + (key[14] === 'x' ? 'y' : 'x') + key.slice(15);
    const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    for (const authorization of [`Bearer ${key.slice(0, -2)}`, `Bearer ${middle}`, key, basic]) {
      expect((await list(ask, { authorization })).status).toBe(401);
    }
  });

  test('see only the projects of their own user', async () => {
    const ask = await started();
    expect((await list(ask, { as: 'other' })).json).toEqual({ data: [] });
    await create(ask);
    expect((await list(ask, { as: 'other' })).json).toEqual({ data: [] });
    expect((await projects(ask, { as: 'second' })).some(({ name }) => name === creation.name)).toBe(true);
  });

  test('are issued for a project, a different one each time, and list it', async () => {
    const ask = await started();
    const [first, second] = [await issue(ask), await issue(ask)];
    expect([first.status, first.json]).toMatchObject([201, { project_id: 'prj_123', key: expect.stringMatching(/^sk_live_/) }]);
    expect(second.json['key']).not.toBe(first.json['key']);
    expect((await projects(ask, as(second.json['key']))).map(({ id }) => id)).toContain(projectId(ask));
  });

  test('are not issued for a project of another account, or for an unknown one', async () => {
    const ask = await started();
    for (const id of ['prj_nobody', projectId(ask)]) {
      const answer = await issue(ask, id, { as: 'other' });
      expect([answer.status, answer.json]).toEqual([404, error('unknown_project')]);
    }
    expect((await ask('/keys', { method: 'POST', body: {} })).status).toBe(422);
  });

  test('have no user', async () => {
    const ask = await started();
    expect((await ask('/user')).status).toBe(403);
  });
});

describe('usage', () => {
  test('has the days of the range', async () => {
    const { status, json } = await usage(await started());
    const days = json['metrics'] as readonly { readonly date: string }[];
    expect([status, days.map(({ date }) => date)]).toEqual([200, ['2026-02-03', '2026-02-04', '2026-02-05']]);
  });

  test.each([
    [{ project_id: 'prj_nobody' }, 404],
    [{ start: 'yesterday' }, 400],
    [{ start: '2026-02-06T00:00:00Z' }, 400],
    [{ start: '2020-01-01' }, 400],
  ])('with %j is answered %i', async (changes, status) => {
    expect((await usage(await started(), changes)).status).toBe(status);
  });

  test('without parameters is refused with 400', async () => {
    expect((await (await started())('/usage')).status).toBe(400);
  });
});

describe('creations', () => {
  test.each([
    ['{"name": "x"', 400, 'unparsable_body'],
    ['', 422, 'empty_body'],
    ['[]', 422, 'body_not_object'],
    [{}, 422, 'missing_member'],
    [{ region: 'us-east' }, 422, 'missing_member'],
    [{ name: 'x' }, 422, 'missing_member'],
    [{ name: 7, region: {} }, 422, 'wrong_type'],
    [{ name: null, region: 'us-east' }, 422, 'wrong_type'],
    [{ name: 'x'.repeat(300), region: 'us-east' }, 422, 'unusable_value'],
    [{ name: 'x', region: 'nowhere' }, 422, 'unusable_value'],
  ])('of %j are refused and store nothing', async (body, status, code) => {
    const ask = await started();
    const answer = await create(ask, body);
    expect([answer.status, answer.json]).toEqual([status, error(code)]);
    expect(await projects(ask)).toHaveLength(24);
  });

  test('keep names in every script, and may have one name twice', async () => {
    const ask = await started();
    const name = 'ÀÉ Ł 中文 🚀';
    const [first, second] = [await create(ask, { ...creation, name }), await create(ask, { ...creation, name })];
    expect([first.json['name'], second.json['name'], first.json['id'] === second.json['id']]).toEqual([name, name, false]);
  });
});

test('unknown paths and versions are answered 404, other methods 405', async () => {
  const ask = await started();
  expect(await ask('/no-such-path')).toMatchObject({ status: 404, json: error('unknown_path') });
  expect((await list(ask, { base: ask.reference.url.replace(/v1$/, 'v9') })).status).toBe(404);
  expect((await ask('/projects', { method: 'DELETE' })).status).toBe(405);
});

test('plain HTTP is redirected to HTTPS', async () => {
  const { reference } = await started();
  const { statusCode, headers } = await request(`${reference.urls.plain}/projects`);
  expect([statusCode, headers['location']]).toEqual([301, expect.stringMatching(/^https:\/\/.*\/v1\/projects$/)]);
});

describe('the quota', () => {
  test('is that of each key, is reported on every answer, and ends in 429', async () => {
    const ask = await started({ quota: { limit: 6, windowSeconds: 600 } });
    const answers = await burst(ask);
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 6 }, () => 200), ...Array.from({ length: 5 }, () => 429)]);
    expect(answers.map(({ headers }) => headers['x-ratelimit-remaining']).slice(0, 8)).toEqual(['5', '4', '3', '2', '1', '0', '0', '0']);
    const reset = Number(answers[7]?.headers['x-ratelimit-reset']) - Date.now() / 1000;
    expect(reset).toBeGreaterThan(500);
    expect(reset).toBeLessThan(602);
    expect(answers.at(-1)?.json).toEqual(error('quota_used_up'));
    expect((await list(ask, { as: 'second' })).status).toBe(200);
    expect((await list(ask, keyless)).status).toBe(401);
  });

  test('is available again after Retry-After', async () => {
    const ask = await started({ quota: { limit: 1, windowSeconds: 1 } });
    let refused = await list(ask);
    while (refused.status === 200) refused = await list(ask);
    await new Promise((resolve) => setTimeout(resolve, Number(refused.headers['retry-after']) * 1000));
    expect((await list(ask)).status).toBe(200);
  });
});
