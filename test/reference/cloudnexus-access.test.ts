import { describe, expect, test } from 'vitest';
import { opened } from './client.ts';

const calls = [
  ['GET', '/instances'],
  ['GET', '/instances?limit=abc'],
  ['POST', '/instances'],
  ['PUT', '/instances/inst_0000000000/restart'],
  ['GET', '/networks'],
  ['GET', '/volumes'],
  ['GET', '/no-such-path'],
  ['DELETE', '/instances'],
] as const;

describe.each(calls)('%s %s', (method, target) => {
  test.each([
    ['no Authorization header', null],
    ['the word Bearer without a key', 'Bearer'],
    ['an unknown key', 'Bearer unknown-key'],
    ['another scheme', 'Basic abcdef'],
  ])('is refused with 401, an error object and a challenge for %s', async (_what, authorization) => {
    const ask = await opened();
    const { status, headers, json } = await ask(target, { method, authorization });
    expect(status).toBe(401);
    expect(json).toEqual({ error: { code: 401, message: expect.any(String) } });
    expect(headers['www-authenticate']).toMatch(/^Bearer /);
    expect(Object.keys(headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });
});

test.each([
  ['last character changed', (key: string) => key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a')],
  ['last character removed', (key: string) => key.slice(0, -1)],
  ['a character appended', (key: string) => `${key}a`],
  [
    'letter case swapped',
    (key: string) =>
      Array.from(key, (symptom) => (symptom === symptom.toLowerCase() ? symptom.toUpperCase() : symptom.toLowerCase())).join(''),
  ],
])('a key with %s is refused', async (_what, alter) => {
  const ask = await opened();
  expect((await ask('/instances', { authorization: `Bearer ${alter(ask.reference.credentials['key'] ?? '')}` })).status).toBe(401);
});

test('both keys are unrestricted keys of one account', async () => {
  const ask = await opened();
  const second = { authorization: `Bearer ${ask.reference.credentials['second']}` };
  expect((await ask('/instances', second)).json).toEqual((await ask('/instances')).json);
});

test('two references never share a key', async () => {
  const asks = await Promise.all([opened(), opened()]);
  expect(new Set(asks.flatMap((ask) => Object.values(ask.reference.credentials))).size).toBe(14);
});

test.each(['/no-such-path', '/instancez', '/instances/', '/Instances', '/instances/inst_1', ''])(
  'GET %j is answered 404',
  async (target) => {
    const ask = await opened();
    const { status, json } = await ask(target);
    expect([status, json]).toEqual([404, { error: { code: 404, message: expect.any(String) } }]);
  },
);

test('nothing is served outside the base path', async () => {
  const ask = await opened();
  const outside = new URL('/instances', ask.reference.url).href;
  const headers = { authorization: `Bearer ${ask.reference.credentials['key']}` };
  expect((await fetch(outside, { headers })).status).toBe(404);
});

test.each([
  ['DELETE', '/instances', ['GET', 'HEAD', 'POST']],
  ['POST', '/networks', ['GET', 'HEAD']],
  ['POST', '/instances/inst_1/restart', ['PUT']],
] as const)('%s %s is answered 405 with Allow', async (method, target, allowed) => {
  const ask = await opened();
  const { status, headers, json } = await ask(target, { method });
  expect([status, json.error?.code]).toEqual([405, 405]);
  expect(String(headers['allow']).split(', ').toSorted()).toEqual(allowed);
});
