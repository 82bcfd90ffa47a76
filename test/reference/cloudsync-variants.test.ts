import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/reference/index.ts';
import { onTheWire } from './client.ts';
import {
  create,
  created,
  instanceIn,
  keyless,
  keyOf,
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

type Ledger = { readonly requirements: readonly { readonly id: string; readonly level: string }[] };
const ledger = parse(readFileSync(new URL('../../spec/cloudsync/requirements.yaml', import.meta.url), 'utf8')) as Ledger;
const levels = new Map(ledger.requirements.map(({ id, level }) => [id, level]));
const variants = Object.keys(vendors['cloudsync']?.variants ?? {});

const iso = /^\d{4}-?\d\d-?\d\dT\d\d:?\d\d:?\d\d(\.\d+)?(Z|\+00:00)$/;

test('there are at least eight variants', () => {
  expect(variants.length).toBeGreaterThanOrEqual(8);
});

test('variants deviate only from should requirements, each with a reason', () => {
  const all = Object.values(vendors['cloudsync']?.variants ?? {}).flatMap(({ deviations = {} }) => Object.entries(deviations));
  expect(all.length).toBeGreaterThan(0);
  for (const [id, reason] of all) {
    expect(levels.get(id), id).toBe('should');
    expect(reason).toMatch(/^.{10,120}$/);
  }
});

describe.concurrent.each(variants)('%s', (variant) => {
  test('creates the documented instance, which becomes active and can be removed', async ({ onTestFinished, expect: here }) => {
    const ask = await sync({ variant }, undefined, onTestFinished);
    const answer = await create(ask);
    here(String(answer.status)).toMatch(/^2/);
    const instance = instanceIn(answer);
    here(instance).toMatchObject({
      id: expect.stringMatching(/./),
      name: printed.name,
      status: 'new',
      region: { slug: 'ro-buh-1', name: 'Bucharest 1' },
      size: { slug: 'cs-standard-2vcpu-4gb', vcpus: 2, memory_gb: 4, disk_gb: 80 },
      image: { id: 101, name: expect.stringMatching(/^Ubuntu 22.04/), distribution: 'Ubuntu' },
      networks: { v4: [], v6: [] },
      tags: ['production', 'web'],
      created_at: expect.stringMatching(iso),
    });
    const text = async (target: string) => (await ask(target)).text;
    await here.poll(() => text(`/instances/${instance.id}`)).toContain('"status":"active"');
    if (variant !== 'paged') here(await text('/instances')).toContain(`"${instance.id}"`);
    here(String((await update(ask, instance.id, { name: 'renamed' })).status)).toMatch(/^2/);
    here(String((await remove(ask, instance.id)).status)).toMatch(/^2/);
    await here.poll(() => text(`/instances/${instance.id}`)).not.toMatch(/"status":"(new|active)"/);
  });

  test('refuses with the documented statuses, with messages and the three headers', async ({ onTestFinished, expect: here }) => {
    const ask = await sync({ variant }, undefined, onTestFinished);
    const refused = [
      [await ask('/instances', keyless), /^401$/],
      [await ask('/instances', unknownKey), /^401$/],
      [await send(ask, '{', keyless), /^401$/],
      [await read(ask, nobody, unknownKey), /^401$/],
      [await create(ask, {}, { as: 'restricted' }), /^403$/],
      [await read(ask, nobody), /^4/],
      [await update(ask, nobody, { name: 'x' }), /^4/],
    ] as const;
    for (const [{ status, headers, json }, expected] of refused) {
      here(String(status)).toMatch(expected);
      here([json['message'], json.error?.message]).toContainEqual(expect.stringMatching(/\S/));
      const names = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
      for (const name of names) here(headers[name], name).toMatch(/^(\d+|[\d-]+T[\d:.]+Z)$/);
      here(headers['content-type']).toMatch(/json/);
    }
  });

  test('accepts calls between the limit and the burst, then refuses', async ({ onTestFinished, expect: here }) => {
    const ask = await sync({ variant }, { limit: 20, windowSeconds: 600 }, onTestFinished);
    let served = 0;
    while (served < 30 && (await ask('/instances')).status === 200) served += 1;
    here(served).toBeGreaterThanOrEqual(20);
    here(served).toBeLessThanOrEqual(24);
    here(await ask('/instances')).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/\d/) } });
    here((await ask('/instances', { as: 'second' })).status).toBe(200);
  });
});

test('bare sends chunks, header names in lower case, additional members and no envelope', async () => {
  const ask = await sync({ variant: 'bare' });
  const wire = await onTheWire(ask, '/instances');
  expect(wire).toMatch(/\r\nTransfer-Encoding: chunked\r\n/i);
  expect(wire).toContain('\r\nx-ratelimit-limit: 600\r\n');
  expect(wire).not.toMatch(/\r\nDate:/i);
  expect(JSON.parse((await ask('/instances')).text)).toHaveLength(8);
  const { id } = await created(ask);
  expect((await read(ask, id)).json).toMatchObject({ id, links: null, created_at: expect.stringMatching(/\+00:00$/) });
  expect(await update(ask, id, { name: 'renamed' })).toMatchObject({ status: 204, text: '' });
});

test('other-forms has other ids, keys, times, bodies and headers', async () => {
  const ask = await sync({ variant: 'other-forms' });
  expect(keyOf(ask)).toMatch(/^cs_live_.{48}$/);
  const { json, headers } = await create(ask);
  expect(headers).toMatchObject({
    'content-type': 'application/vnd.cloudsync.v2+json; charset=utf-8',
    location: expect.stringMatching(/^\/v2\/instances\//),
    'x-ratelimit-reset': expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect(json['instance']).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    created_at: expect.stringMatching(/^\d{8}T\d{6}\.\d{3}Z$/),
  });
  expect((await read(ask, nobody)).json).toEqual({
    error: { code: 'unknown-resource', status: 404, message: 'The instance does not exist' },
  });
});

test('strict refuses what the standard server ignores', async () => {
  const ask = await sync({ variant: 'strict' });
  const { tags: _, ...tagless } = printed;
  expect((await send(ask, tagless)).status).toBe(400);
  expect((await create(ask, { unknown: 1 })).status).toBe(400);
  expect((await create(ask, { name: 'Not a host' })).status).toBe(400);
  expect((await create(ask, {}, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  expect((await send(ask, {}, { as: 'restricted' })).status).toBe(400);
  expect((await remove(ask, (await created(ask)).id)).status).toBe(409);
});

test('lax accepts everything', async () => {
  const ask = await sync({ variant: 'lax' });
  expect((await send(ask, 'hello')).status).toBe(201);
  expect(instanceIn(await send(ask, { name: 7, region: 'moon-1', size: 'xl-8vcpu-16gb' }))).toMatchObject({
    name: '7',
    region: { slug: 'moon-1' },
    size: { vcpus: 8, memory_gb: 16 },
  });
  expect((await remove(ask, nobody)).status).toBe(204);
  expect((await ask('/instances', { as: 'revoked' })).status).toBe(403);
  expect((await ask('/instances', { ...keyless, headers: { 'x-api-key': keyOf(ask) } })).status).toBe(200);
});

test('eventual shows writes a while later', async () => {
  const ask = await sync({ variant: 'eventual' });
  const { id } = await created(ask);
  expect((await read(ask, id)).status).toBe(404);
  await expect.poll(async () => (await read(ask, id)).status).toBe(200);
  const { id: other, name } = await initial(ask);
  expect(instanceIn(await update(ask, other, { name: 'renamed' })).name).toBe('renamed');
  expect(instanceIn(await read(ask, other)).name).toBe(name);
  await expect.poll(async () => instanceIn(await read(ask, other)).name).toBe('renamed');
});

test('paged shows that there is more', async () => {
  const ask = await sync({ variant: 'paged' });
  expect((await ask('/instances')).json).toMatchObject({ total: 34, total_pages: 4, next_page: '/v2/instances?page=2' });
  expect((await ask('/instances?page=4')).json).toMatchObject({ instances: { length: 4 }, next_page: null });
});

test('archive keeps removed instances under another status', async () => {
  const ask = await sync({ variant: 'archive' });
  const { id } = await created(ask);
  await remove(ask, id);
  expect(instanceIn(await read(ask, id))).toMatchObject({ status: 'archived', updated_at: expect.stringMatching(iso) });
  expect((await update(ask, id, { name: 'x' })).status).toBe(409);
});

test('promising accepts updates and forgets them', async () => {
  const ask = await sync({ variant: 'promising' });
  const { id, name } = await initial(ask);
  expect((await update(ask, id, { name: 'renamed' })).json).toEqual({ instance: { id, accepted: true } });
  expect(instanceIn(await read(ask, id)).name).toBe(name);
});

test('busy has another client', async () => {
  const ask = await sync({ variant: 'busy' });
  for (let count = 0; count < 7; count += 1) await ask('/instances');
  expect((await ask('/instances')).text).toContain('"nightly-1"');
});

test('empty-account has nothing', async () => {
  expect((await (await sync({ variant: 'empty-account' }))('/instances')).json).toEqual({ instances: [] });
});
