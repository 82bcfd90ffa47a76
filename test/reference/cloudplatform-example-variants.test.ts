import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/reference/index.ts';
import { onTheWire } from './client.ts';
import {
  as,
  create,
  creation,
  burst,
  issue,
  keyless,
  list,
  projects,
  projectsOf,
  started,
  token,
  usage,
} from './cloudplatform-example-client.ts';

type Entry = { readonly id: string; readonly level: string; readonly basis: string };
const ledger = parse(readFileSync(new URL('../../spec/cloudplatform-example/requirements.yaml', import.meta.url), 'utf8')) as {
  readonly requirements: readonly Entry[];
};
const entries = new Map(ledger.requirements.map((entry) => [entry.id, entry]));
const variants = Object.entries(vendors['cloudplatform-example']?.variants ?? {});

test('variants deviate from inferred readings only', () => {
  const deviating = variants.flatMap(([, { deviations = {} }]) => Object.keys(deviations));
  for (const id of deviating) expect(entries.get(id), id).toMatchObject({ level: 'should', basis: 'inferred' });
});

describe.each(variants)('the variant %s', (variant) => {
  test('lists projects and creates one', async () => {
    const ask = await started({ variant });
    for (const project of await projects(ask)) {
      expect(project).toMatchObject({
        id: expect.stringMatching(/^prj_[A-Za-z0-9]+$/),
        name: expect.any(String),
        region: expect.any(String),
      });
    }
    const { status, json, headers } = await create(ask);
    expect([Math.floor(status / 100), json]).toMatchObject([2, { ...creation, id: expect.stringMatching(/^prj_[A-Za-z0-9]+$/) }]);
    expect(json['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(headers['content-type']).toMatch(/^application\/json/);
    if (variant === 'paged') return;
    await expect
      .poll(async () => (await projects(ask)).some(({ id, region }) => id === json['id'] && region === creation.region))
      .toBe(true);
  });

  test('refuses unauthenticated callers and unusable bodies with an error object', async () => {
    const ask = await started({ variant });
    const answers = [await list(ask, keyless), await list(ask, as('sk_live_made-up')), await create(ask, '{"name": "x"')];
    for (const { status, json } of answers) {
      expect([400, 401, 403, 415, 422]).toContain(status);
      expect(JSON.stringify(json)).toMatch(/"(code|type|error)":/);
      expect(JSON.stringify(json)).toMatch(/"(message|detail)":"[^"]*[a-z]/i);
    }
  });

  test('reads the user of a token', async () => {
    const ask = await started({ variant });
    const options = as(await token(ask));
    expect((await ask('/user', options)).json).toMatchObject({ name: 'Ada Example' });
    expect((await list(ask, options)).status).toBe(200);
  });

  test('reports its quota and applies it', async () => {
    const ask = await started({ variant, quota: { limit: 8, windowSeconds: 600 } });
    const answers = await burst(ask);
    expect(answers.slice(0, 8).every(({ status }) => status === 200)).toBe(true);
    expect([403, 429]).toContain(answers.at(-1)?.status);
    const reported = Object.keys(answers[0]?.headers ?? {}).filter((name) => /ratelimit|quota/.test(name));
    expect(reported.length).toBeGreaterThan(0);
    expect((await list(ask, { as: 'second' })).status).toBe(200);
  });
});

test('other-forms lists a bare array in chunks, with header names in lower case', async () => {
  const ask = await started({ variant: 'other-forms' });
  const answer = await list(ask);
  expect(answer.text.startsWith('[{"owner":null')).toBe(true);
  expect(projectsOf(answer)).toHaveLength(24);
  const written = await onTheWire(ask, '/projects');
  expect(written).toMatch(/\r\ncontent-type: application\/json;charset=UTF-8\r\n/);
  expect(written).not.toMatch(/\r\n[A-Z][\w-]*: (?!keep-alive|close|chunked|timeout)/);
  expect((await list(ask, keyless)).json).toMatchObject({ code: 1401, message: expect.any(String) });
});

test('strict refuses unknown parameters and members, and limits keys to their project', async () => {
  const ask = await started({ variant: 'strict' });
  expect((await ask('/projects?page=1')).status).toBe(400);
  expect((await create(ask, { ...creation, labels: {} })).status).toBe(400);
  expect((await create(ask, creation, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  expect((await projects(ask, as((await issue(ask)).json['key']))).map(({ id }) => id)).toEqual(['prj_123']);
});

test.each([
  ['strict', 409],
  ['tolerant', 201],
] as const)('%s answers a repeated Idempotency-Key with %i', async (variant, status) => {
  const ask = await started({ variant });
  const options = { headers: { 'idempotency-key': 'once' } };
  const [first, second] = [await create(ask, creation, options), await create(ask, creation, options)];
  expect(second.status).toBe(status);
  if (status === 201) expect(second.json).toEqual(first.json);
});

test('tolerant adds what is missing', async () => {
  const ask = await started({ variant: 'tolerant' });
  expect((await create(ask, {})).json).toMatchObject({ name: 'untitled', region: 'us-east' });
  expect((await usage(ask, { project_id: 'prj_nobody' })).json).toEqual({ requests: expect.any(Number), bytes: expect.any(Number) });
  expect((await list(ask, { base: ask.reference.url.replace(/v1$/, 'v9') })).status).toBe(200);
});

test('lagging accepts a new key late', async () => {
  const ask = await started({ variant: 'lagging' });
  const options = as((await issue(ask)).json['key']);
  expect((await list(ask, options)).status).toBe(401);
  await expect.poll(async () => (await list(ask, options)).status).toBe(200);
});

test('paged shows that there is more', async () => {
  const { json, headers } = await list(await started({ variant: 'paged' }));
  expect([json.data?.length, json['has_more'], headers['link']]).toEqual([20, true, '</v1/projects?page=2>; rel="next"']);
});

test('busy has another client', async () => {
  const ask = await started({ variant: 'busy' });
  const counts = new Set<number>();
  for (let sent = 0; sent < 20; sent += 1) counts.add((await projects(ask)).length);
  expect(counts.size).toBeGreaterThan(1);
});

test('console-keys shows no key, other-names has other names', async () => {
  expect(Object.keys((await issue(await started({ variant: 'console-keys' }))).json)).toEqual(['project_id', 'status']);
  const ask = await started({ variant: 'other-names' });
  expect([(await issue(ask)).status, (await usage(ask)).status]).toEqual([422, 400]);
  expect((await ask('/usage?project=prj_123&from=2026-02-03&to=2026-02-04')).status).toBe(200);
});

test('accounts may be empty or small', async () => {
  const empty = await started({ variant: 'empty-account' });
  expect([(await list(empty)).json, empty.reference.fixtures]).toEqual([{ data: [] }, {}]);
  const small = await started({ variant: 'small-account' });
  expect([(await projects(small)).length, (await projects(small, { as: 'other' })).length]).toEqual([1, 3]);
});
