import { describe, expect, test } from 'vitest';
import { request } from 'undici';
import type { Ask } from './client.ts';
import { creation, creationWithout, idsOf, opened, traversal } from './client.ts';
import { create, list, restart } from './symptoms.ts';

const running = async (ask: Ask): Promise<string> => (await list(ask, 'status=running&limit=1'))[0]?.id ?? '';

describe('a restricted key', () => {
  const restricted = { as: 'restricted' };

  test('reads what the unrestricted key reads', async () => {
    const ask = await opened();
    for (const target of ['/instances', '/networks', '/volumes']) {
      expect((await ask(target, restricted)).json).toEqual((await ask(target)).json);
    }
  });

  test('is refused with 403 when it writes, and nothing changes', async () => {
    const ask = await opened();
    const id = await running(ask);
    expect((await create(ask, creation(), restricted)).json.error).toEqual({ code: 403, message: expect.any(String) });
    expect((await create(ask, {}, restricted)).status).toBe(403);
    expect((await restart(ask, id, restricted)).status).toBe(403);
    expect((await traversal(ask, 'limit=100')).flat()).toHaveLength(130);
    expect(await running(ask)).toBe(id);
  });

  test('gets other faults first from a server that checks permissions last', async () => {
    const ask = await opened({ variant: 'other-answers' });
    expect((await create(ask, creationWithout('name'), restricted)).status).toBe(400);
    expect((await restart(ask, 'inst_0000000000', restricted)).status).toBe(404);
    expect((await create(ask, creation(), restricted)).status).toBe(403);
    expect((await restart(ask, await running(ask), restricted)).status).toBe(403);
  });
});

describe('a key of another account', () => {
  const other = { as: 'other' };

  test.each(['/instances?limit=100', '/networks', '/volumes'])('sees nothing of the first account in %s', async (target) => {
    const ask = await opened();
    const [own, foreign] = [idsOf([(await ask(target)).json.data ?? []]), idsOf([(await ask(target, other)).json.data ?? []])];
    expect(foreign.length).toBeGreaterThan(1);
    expect(foreign.filter((id) => own.includes(id))).toEqual([]);
  });

  test('creates instances of its own, under names that the first account uses', async () => {
    const ask = await opened();
    const [first] = await list(ask, '');
    expect((await create(ask, creation({ name: first?.['name'] }))).status).toBe(409);
    const name = 'only-here';
    expect([(await create(ask, creation({ name }), other)).status, (await create(ask, creation({ name }))).status]).toEqual([201, 201]);
    expect((await traversal(ask, 'limit=100')).flat().filter((item) => item['name'] === name)).toHaveLength(1);
  });

  test('does not find the instances of the first one', async () => {
    const ask = await opened();
    expect((await restart(ask, await running(ask), other)).status).toBe(404);
  });
});

test.each(['revoked', 'expired'])('a key that is %s is refused with 401', async (as) => {
  const ask = await opened();
  const { status, headers, json } = await ask('/instances', { as });
  expect([status, json.error?.code]).toEqual([401, 401]);
  expect(headers['www-authenticate']).toMatch(/^Bearer /);
});

test('an account with a used-up quota of instances reads, and is refused with 422 when it creates', async () => {
  const ask = await opened();
  const exhausted = { as: 'exhausted' };
  const before = await traversal(ask, 'limit=100', 5, exhausted);
  expect((await create(ask, creation(), exhausted)).json.error).toEqual({ code: 422, message: 'Instance quota exceeded' });
  expect((await create(ask, {}, exhausted)).status).toBe(400);
  expect(await traversal(ask, 'limit=100', 5, exhausted)).toEqual(before);
});

test('a blocked region is refused with 403, and a filter by it finds nothing', async () => {
  const ask = await opened();
  const region = String(ask.reference.fixtures['blockedRegion']);
  const { status, json } = await create(ask, creation({ region }));
  expect([status, json.error?.code, json.error?.details?.[0]?.['field']]).toEqual([403, 403, 'region']);
  expect(await ask(`/instances?region=${region}`)).toMatchObject({ status: 200, json: { data: [] } });
});

test('the resources of the fixtures exist', async () => {
  const ask = await opened();
  const { customImage, sshKeyId, stoppedInstanceId, vpcId, networkId, volumeIds } = ask.reference.fixtures;
  expect((await create(ask, creation({ image: customImage, ssh_keys: [sshKeyId] }))).status).toBe(201);
  expect((await traversal(ask, 'limit=100')).flat().find((item) => item.id === stoppedInstanceId)?.['status']).toBe('stopped');
  expect((await ask(`/networks?vpc_id=${String(vpcId)}`)).json.data?.map((network) => network.id)).toContain(networkId);
  expect(idsOf([(await ask('/volumes')).json.data ?? []])).toEqual(expect.arrayContaining([...(volumeIds ?? [])]));
});

describe('a call without encryption', () => {
  const plainly = (ask: Ask) => {
    const headers = { authorization: `Bearer ${ask.reference.credentials['key']}` };
    return request(`${ask.reference.urls.plain}/instances?limit=1`, { headers });
  };

  test('is redirected to the same path over https', async () => {
    const reply = await plainly(await opened());
    expect([reply.statusCode, reply.headers['location'], await reply.body.text()]).toEqual([
      301,
      'https://127.0.0.1/v2/instances?limit=1',
      '',
    ]);
  });

  test('is refused with an error object by a strict server', async () => {
    const reply = await plainly(await opened({ variant: 'strict' }));
    expect([reply.statusCode, await reply.body.json()]).toEqual([403, { error: { code: 403, message: 'HTTPS is required' } }]);
  });

  test('gets no answer at all where connections are closed', async () => {
    await expect(plainly(await opened({ variant: 'other-answers' }))).rejects.toThrow('other side closed');
  });
});

test.each(['/instances', '/v1/instances', '/v3/instances', '/v999/instances', '/v2/v2/instances'])('%s is answered 404', async (target) => {
  const ask = await opened();
  expect((await ask(target, { base: new URL(ask.reference.url).origin })).status).toBe(404);
});
