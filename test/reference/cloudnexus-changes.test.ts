import { describe, expect, test, vi } from 'vitest';
import type { Ask, Item } from './client.ts';
import { creation, creationWithout, opened, traversal } from './client.ts';

const create = (ask: Ask, body: unknown) => ask('/instances', { method: 'POST', body });
const restart = (ask: Ask, id: string) => ask(`/instances/${id}/restart`, { method: 'PUT' });

const named = async (ask: Ask, name: string): Promise<Item | undefined> =>
  (await traversal(ask, 'limit=100')).flat().find((item) => item['name'] === name);
const withStatus = async (ask: Ask, status: string): Promise<string> =>
  (await ask(`/instances?status=${status}&limit=1`)).json.data?.[0]?.id ?? '';

describe('POST /instances', () => {
  test.each([
    ['micro', 1, 1],
    ['standard-4', 4, 16],
    ['memory-16', 2, 16],
  ])('creates an instance with the size of %s, which is listed', async (plan, cpu, memory) => {
    const ask = await opened();
    const { status, json } = await create(ask, creation({ plan, region: 'eu-west-1' }));
    expect(status).toBe(201);
    expect(json).toMatchObject({ name: 'new-one', region: 'eu-west-1', status: 'provisioning', cpu, memory_gb: memory, ipv4: null });
    expect(await named(ask, 'new-one')).toEqual(json);
  });

  test('creates an instance that changes from provisioning to running, with an address', async () => {
    const ask = await opened({ durations: { 'instance.provisioning': 0.05 } });
    await create(ask, creation());
    const running = await vi.waitUntil(async () => {
      const item = await named(ask, 'new-one');
      return item?.['status'] === 'running' ? item : undefined;
    }, 60_000);
    expect(running['ipv4']).toEqual(expect.any(String));
  });

  test('accepts SSH keys, a script in Base64 and non-ASCII letters', async () => {
    const ask = await opened();
    const body = creation({ name: 'ü 日 🚀', ssh_keys: [ask.reference.fixtures['sshKeyId']], user_data: 'I2Nsb3VkLWNvbmZpZwo=' });
    expect((await create(ask, body)).status).toBe(201);
    expect(await named(ask, 'ü 日 🚀')).toBeDefined();
  });

  test.each(['name', 'region', 'plan', 'image'])('refuses a body without %s with 400 and names it', async (field) => {
    const ask = await opened();
    const { status, json } = await create(ask, creationWithout(field));
    expect(status).toBe(400);
    expect(json.error?.details).toEqual([{ field, message: expect.any(String) }]);
  });

  test.each([
    ['text that is not JSON', '{"name": ', 400],
    ['nothing', '', 400],
    ['an empty object', {}, 400],
    ['an array', [], 400],
    ['a string', '"text"', 400],
    ['null', 'null', 400],
    ['a name that is a number', creation({ name: 12345 }), 422],
    ['a name that is null', creation({ name: null }), 422],
    ['an empty name', creation({ name: '' }), 422],
    ['a plan that is true', creation({ plan: true }), 422],
    ['an SSH key that was never registered', creation({ ssh_keys: ['key-1'] }), 422],
    ['SSH keys that are not an array', creation({ ssh_keys: 'not-an-array' }), 422],
    ['a script that is not Base64', creation({ user_data: '%%% not base64 %%%' }), 422],
  ])('refuses %s with the documented status', async (_what, body, status) => {
    const ask = await opened();
    const answer = await create(ask, body);
    expect([answer.status, answer.json.error?.code]).toEqual([status, status]);
    expect((await traversal(ask, 'limit=100')).flat()).toHaveLength(130);
  });

  test.each([
    [{ region: 'zz-nowhere-1' }, ['region']],
    [{ plan: 'no-such-plan' }, ['plan']],
    [{ image: 'no-such-image' }, ['image']],
    [{ region: 'zz-nowhere-1', plan: 'no-such-plan', image: 'no-such-image' }, ['region', 'plan', 'image']],
  ])('refuses %j with 422 and names each field at fault', async (changes, fields) => {
    const ask = await opened();
    const { status, json } = await create(ask, creation(changes));
    expect(status).toBe(422);
    expect(json.error?.details?.map((fault) => fault['field'])).toEqual(fields);
  });

  test('refuses a name in use with 409, also in simultaneous creations', async () => {
    const ask = await opened();
    const statuses = (await Promise.all([1, 2, 3].map(() => create(ask, creation())))).map((answer) => answer.status);
    expect(statuses.toSorted()).toEqual([201, 409, 409]);
    expect((await create(ask, creation({ region: 'eu-west-1' }))).status).toBe(409);
  });
});

describe('PUT /instances/:id/restart', () => {
  test('is accepted for a running instance, which reboots and is running again', async () => {
    const ask = await opened({ durations: { 'instance.rebooting': 0.2 } });
    const id = await withStatus(ask, 'running');
    const { status, json } = await restart(ask, id);
    expect(status).toBe(202);
    expect(json).toEqual({ id, status: 'rebooting', message: 'Restart initiated successfully' });
    const statusNow = async () => (await traversal(ask, 'limit=100')).flat().find((item) => item.id === id)?.['status'];
    await vi.waitUntil(async () => (await statusNow()) === 'running', 60_000);
  });

  test('is refused with 409 while the instance is rebooting, which the list shows', async () => {
    const ask = await opened({ durations: { 'instance.rebooting': 60 } });
    const id = await withStatus(ask, 'running');
    await restart(ask, id);
    expect((await ask('/instances?limit=1')).json.data?.[0]).toMatchObject({ id, status: 'rebooting', ipv4: null });
    expect((await restart(ask, id)).status).toBe(409);
  });

  test.each(['stopped', 'provisioning'])('is refused with 409 for a %s instance', async (status) => {
    const ask = await opened();
    expect((await restart(ask, await withStatus(ask, status))).status).toBe(409);
  });

  test('is refused with 404 for an unknown id', async () => {
    const ask = await opened();
    expect(await restart(ask, 'inst_0000000000')).toMatchObject({ status: 404, json: { error: { code: 404 } } });
  });
});
