import { describe, expect, test } from 'vitest';
import type { Ask } from './client.ts';
import { creation, opened, traversal } from './client.ts';
import { create, list, restart } from './symptoms.ts';

const variant = 'other-answers';
const unlike = async (isSame: (ask: Ask) => Promise<unknown>): Promise<[healthy: unknown, other: unknown]> => [
  await isSame(await opened()),
  await isSame(await opened({ variant })),
];

describe('a creation', () => {
  test('is answered 202 with a Location and the instance under data, which is running and has another size', async () => {
    const ask = await opened({ variant });
    const { status, headers, json } = await create(ask, creation());
    const instance = json['data'] as unknown;
    expect(status).toBe(202);
    expect(instance).toMatchObject({ name: 'new-one', region: 'us-east-1', status: 'running', cpu: 2, memory_gb: 0.5 });
    expect((await traversal(ask, 'limit=100')).flat()).toContainEqual(instance);
    const read = await ask(String(headers['location']).replace('/v2', ''));
    expect([read.status, read.json]).toEqual([200, instance]);
  });

  test.each([
    ['an unknown member', { ct_unknown: 1 }, 201, 422],
    ['an empty name', { name: '' }, 422, 202],
    ['a name that is null', { name: null }, 422, 400],
    ['an unknown SSH key', { ssh_keys: ['ct-no-such-key'] }, 422, 202],
  ])('with %s gets another answer', async (_what, changes, healthy, other) => {
    expect(await unlike(async (ask) => (await create(ask, creation(changes))).status)).toEqual([healthy, other]);
  });

  test('with only blanks as the name is refused by the strict variant only', async () => {
    const blank = async (ask: Ask): Promise<unknown> => (await create(ask, creation({ name: '   ' }))).status;
    expect([...(await unlike(blank)), await blank(await opened({ variant: 'strict' }))]).toEqual([201, 202, 422]);
  });

  test.each([
    ['text/plain', 201, 415],
    ['application/json; charset=utf-8', 201, 202],
    ['application/merge-patch+json', 201, 202],
  ])('as %s gets another or the same answer', async (type, healthy, other) => {
    const sent = async (ask: Ask): Promise<unknown> =>
      (await create(ask, JSON.stringify(creation()), { headers: { 'content-type': type } })).status;
    expect(await unlike(sent)).toEqual([healthy, other]);
  });
});

test('names the unknown member when it refuses a creation because of it', async () => {
  const ask = await opened({ variant });
  const { json } = await create(ask, creation({ ct_unknown: 1 }));
  expect(json.error?.details?.map((fault) => fault['field'])).toEqual(['ct_unknown']);
});

test.each(['bearer', 'BEARER'])('the scheme %s is accepted or not', async (scheme) => {
  const read = async (ask: Ask): Promise<unknown> =>
    (await ask('/instances', { authorization: `${scheme} ${ask.reference.credentials['key']}` })).status;
  expect(await unlike(read)).toEqual([200, 401]);
});

test.each([
  ['the restart of an invalid id', 'PUT', '/instances/not-an-id/restart', 404, 400],
  ['the restart of an unknown id', 'PUT', '/instances/inst_0000000000/restart', 404, 404],
  ['POST on the path of a restart', 'POST', '/instances/inst_0000000000/restart', 405, 404],
  ['the read of an unknown instance', 'GET', '/instances/inst_0000000000', 404, 404],
] as const)('%s gets another or the same answer', async (_what, method, target, healthy, other) => {
  expect(await unlike(async (ask) => (await ask(target, { method })).status)).toEqual([healthy, other]);
});

test("the restart of another account's instance gets another answer", async () => {
  const foreign = async (ask: Ask): Promise<unknown> => {
    const { json } = await ask('/instances?status=running', { as: 'other' });
    return (await restart(ask, json.data?.[0]?.id ?? '')).status;
  };
  expect(await unlike(foreign)).toEqual([404, 403]);
});

test('a restart answers late, refuses a stopped instance with 422, and is visible', async () => {
  const ask = await opened({ variant });
  const stopped = String(ask.reference.fixtures['stoppedInstanceId']);
  expect((await restart(ask, stopped)).status).toBe(422);
  const id = (await list(ask, 'status=running&limit=1'))[0]?.id ?? '';
  const pending = restart(ask, id);
  const early = await Promise.race([pending.then(() => 'answered'), new Promise((resolve) => setTimeout(resolve, 300, 'silence'))]);
  expect([early, (await pending).status]).toEqual(['silence', 202]);
  expect((await list(ask, 'limit=1'))[0]).toMatchObject({ id, status: 'rebooting' });
});
