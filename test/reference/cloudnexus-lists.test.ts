import { describe, expect, test } from 'vitest';
import { idsOf, opened, traversal } from './client.ts';

describe('GET /instances', () => {
  test('answers 200 with data and pagination, with the members of the example', async () => {
    const ask = await opened();
    const { status, json } = await ask('/instances');
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(['data', 'pagination']);
    expect(Object.keys(json.data?.[0] ?? {})).toEqual(['id', 'name', 'region', 'status', 'cpu', 'memory_gb', 'ipv4', 'created_at']);
    expect(json.data?.[0]).toMatchObject({
      id: expect.stringMatching(/^inst_[0-9a-f]{10}$/),
      cpu: expect.any(Number),
      memory_gb: expect.any(Number),
      ipv4: expect.stringMatching(/^192\.168\.\d+\.\d+$/),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  test('has 130 instances, each once, in the same order at every start with the same seed', async () => {
    const [first, second, other] = await Promise.all([opened(), opened(), opened({ seed: 2 })]);
    const ids = idsOf(await traversal(first, 'limit=100'));
    expect(new Set(ids).size).toBe(130);
    expect(idsOf(await traversal(second, 'limit=100'))).toEqual(ids);
    expect(idsOf(await traversal(other, 'limit=100'))).not.toEqual(ids);
  });

  test('has regions with a common prefix, and every status but rebooting, with most instances running', async () => {
    const ask = await opened();
    const items = (await traversal(ask, 'limit=100')).flat();
    expect(new Set(items.map((item) => item['region']))).toEqual(
      new Set(['us-east-1', 'us-east-10', 'eu-west-1', 'ap-south-1', 'us-west-2']),
    );
    const count = (status: string): number => items.filter((item) => item['status'] === status).length;
    expect(count('running')).toBeGreaterThan(3 * count('stopped'));
    expect(count('stopped')).toBeGreaterThan(1);
    expect(count('provisioning')).toBeGreaterThan(1);
    expect(count('running') + count('stopped') + count('provisioning')).toBe(130);
  });

  test('shows ipv4 for running instances only', async () => {
    const ask = await opened();
    const items = (await traversal(ask, 'limit=100')).flat();
    expect(items.every((item) => (typeof item['ipv4'] === 'string') === (item['status'] === 'running'))).toBe(true);
  });

  test.each([
    ['', 20],
    ['?limit=1', 1],
    ['?limit=100', 100],
    ['?limit=101', 100],
    ['?limit=1000', 100],
    ['?limit=99999999999999999999', 100],
    ['?limit=1&unknown=1', 1],
  ])('has with %j %i instances', async (query, count) => {
    const ask = await opened();
    expect((await ask(`/instances${query}`)).json.data).toHaveLength(count);
  });

  test.each([1, 7, 26, 65, 130])('is traversed without loss and repetition by pages of %i', async (limit) => {
    const ask = await opened();
    const whole = idsOf(await traversal(ask, 'limit=100'));
    const pages = await traversal(ask, `limit=${limit}`);
    expect(idsOf(pages)).toEqual(whole);
    expect(pages.at(-1)?.length).toBeGreaterThan(0);
  });

  test.each(['region=us-east-1', 'status=stopped', 'region=us-east-10&status=running', 'status=provisioning&region=eu-west-1'])(
    'has with %s exactly the matching instances, on every page',
    async (query) => {
      const ask = await opened();
      const wanted = Object.fromEntries(new URLSearchParams(query));
      const isMatch = (item: Readonly<Record<string, unknown>>): boolean =>
        Object.entries(wanted).every(([name, value]) => item[name] === value);
      const expected = idsOf([(await traversal(ask, 'limit=100')).flat().filter(isMatch)]);
      expect(expected.length).toBeGreaterThan(1);
      expect(idsOf(await traversal(ask, `${query}&limit=2`))).toEqual(expected);
    },
  );

  test('is empty for one pair of a region and a status, both of which exist', async () => {
    const ask = await opened();
    expect((await ask('/instances?region=us-west-2&status=provisioning')).json.data).toEqual([]);
  });

  test('is empty for a region without instances', async () => {
    const ask = await opened();
    const { status, json } = await ask('/instances?region=zz-nowhere-1');
    expect([status, json]).toEqual([200, { data: [], pagination: { next_cursor: null, has_more: false } }]);
  });

  test.each([
    ['limit=abc', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=0', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['status=no-such', 'status'],
    ['cursor=%21%21not-a-cursor%21%21', 'cursor'],
    ['cursor=', 'cursor'],
  ])('refuses %s with 400 and names the parameter', async (query, field) => {
    const ask = await opened();
    const { status, json } = await ask(`/instances?${query}`);
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ code: 400, message: expect.any(String), details: [{ field, message: expect.any(String) }] });
  });

  test('continues behind the same instance after a creation', async () => {
    const ask = await opened({ variant: 'other-forms' });
    const whole = idsOf(await traversal(ask, 'limit=100'));
    const first = await ask('/instances?limit=2');
    const body = { name: 'between', region: 'us-east-1', plan: 'micro', image: ask.reference.fixtures['image'] };
    expect((await ask('/instances', { method: 'POST', body })).status).toBe(204);
    const second = await ask(`/instances?limit=2&cursor=${first.json.pagination?.next_cursor}`);
    expect(idsOf([first.json.data ?? [], second.json.data ?? []])).toEqual(whole.slice(0, 4));
  });

  test('answers HEAD without a body', async () => {
    const ask = await opened();
    expect(await ask('/instances', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});

describe('GET /networks', () => {
  test('lists networks, filtered by VPC or environment', async () => {
    const ask = await opened();
    const whole = (await ask('/networks')).json.data ?? [];
    const vpc = ask.reference.fixtures['vpcId'];
    const children = whole.filter((network) => network['vpc_id'] === vpc);
    expect(children.map(({ id }) => id)).toContain(ask.reference.fixtures['networkId']);
    expect((await ask(`/networks?vpc_id=${String(vpc)}`)).json.data).toEqual(children);
    expect(whole.filter((network) => network['type'] === 'vpc').map(({ id }) => id)).toContain(vpc);
    expect(children.length).toBeLessThan(whole.length - 1);
    for (const environment of ['production', 'staging']) {
      const part = whole.filter((network) => network['environment'] === environment);
      expect(part.length).toBeGreaterThan(0);
      expect((await ask(`/networks?environment=${environment}`)).json.data).toEqual(part);
    }
  });

  test('is empty for an unknown VPC and refuses an unknown environment', async () => {
    const ask = await opened();
    expect((await ask('/networks?vpc_id=no-such')).json).toEqual({ data: [] });
    expect((await ask('/networks?environment=no-such')).status).toBe(400);
  });
});

test('GET /volumes lists attached and unattached volumes', async () => {
  const ask = await opened();
  const whole = (await ask('/volumes')).json.data ?? [];
  const named = whole.filter(({ id }) => ask.reference.fixtures['volumeIds']?.includes(id));
  expect(named.map((volume) => volume['attached_to'] === null)).toEqual([false, true]);
  const attached = (await ask('/volumes?attached=true')).json.data ?? [];
  expect(attached).toEqual(whole.filter((volume) => volume['attached_to'] !== null));
});

test('GET /volumes lists volumes, filtered by region', async () => {
  const ask = await opened();
  const whole = (await ask('/volumes')).json.data ?? [];
  const part = whole.filter((volume) => volume['region'] === 'us-east-1');
  expect(part.length).toBeGreaterThan(0);
  expect(part.length).toBeLessThan(whole.length);
  expect((await ask('/volumes?region=us-east-1')).json.data).toEqual(part);
  expect((await ask('/volumes?region=zz-nowhere-1')).json).toEqual({ data: [] });
});
