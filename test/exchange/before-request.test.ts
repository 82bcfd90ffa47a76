import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BeforeRequest, RequestChanges, RequestToSend } from '../../src/config/hooks.ts';
import { HookFailed } from '../../src/config/hooks.ts';
import { createAlter } from '../../src/exchange/before-request.ts';
import { createRedactor } from '../../src/exchange/redactor.ts';
import type { SenderOptions } from '../../src/exchange/sender.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { okJson } from './raw-server.ts';
import { closeAfterEach, plan, secrets, senderTo, server } from './sending.ts';

closeAfterEach();

const passes: SenderOptions['passesFor'] = () => [{ scheme: 'gate', placement: { kind: 'header', name: 'X-Gate-Key' }, isKey: true }];

/** A sender with a hook, and its server. */
const hooked = async (hook: BeforeRequest) => {
  const target = await server((socket) => socket.write(okJson({})));
  const redactor = createRedactor(Object.values(secrets));
  const sender = senderTo(target.url, { redactor, alter: createAlter(hook, 'depot', redactor), passesFor: passes });
  const fieldsOf = (n = 0) => Object.fromEntries(target.requests[n]?.headers ?? []);
  return { sender, target, redactor, fieldsOf };
};

const valid: Partial<PlannedRequest> = { credential: { kind: 'valid', name: 'key' } };

describe('the hook beforeRequest', () => {
  test('sees the request as it is sent, and signs it; what it adds is in no record', async () => {
    const seen: RequestToSend[] = [];
    const sign = ({ method, url, body }: RequestToSend): string =>
      createHmac('sha256', 'signing-secret')
        .update(`${method} ${new URL(url).pathname} ${Buffer.from(body ?? '').toString()}`)
        .digest('hex');
    const { sender, target, fieldsOf } = await hooked((request) => {
      seen.push(request);
      return { headers: { 'X-Signature': sign(request), accept: null }, query: { 'si&g': 'a b' } };
    });
    const post = plan({ ...valid, operation: 'POST /things', method: 'POST', body: { kind: 'json', value: { name: 'ct-1' } } });
    const exchange = await sender.send(post, 'x1');
    expect(seen[0]).toMatchObject({
      target: 'depot',
      method: 'POST',
      url: `${target.url}/things`,
      operation: 'POST /things',
      credential: 'key',
      headers: { host: new URL(target.url).host, 'x-gate-key': secrets.key, 'content-type': 'application/json' },
    });
    expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe('{"name":"ct-1"}');
    const expected = createHmac('sha256', 'signing-secret').update('POST /things {"name":"ct-1"}').digest('hex');
    expect(fieldsOf()).toMatchObject({ 'X-Signature': expected });
    expect(fieldsOf()).not.toHaveProperty('accept');
    expect(target.requests[0]?.line).toBe('POST /things?si%26g=a%20b HTTP/1.1');
    expect(exchange.sent.target).toBe('/things?si%26g=[secret]');
    expect(Object.fromEntries(exchange.sent.headers)).toMatchObject({ 'X-Signature': '[secret]' });
    expect(JSON.stringify(exchange)).not.toContain(expected);
  });

  test('is called for every request of a burst, each time anew', async () => {
    let count = 0;
    const { sender, target } = await hooked(async () => ({ headers: { 'X-Turn': String((count += 1)) } }));
    const fire = sender.prepare(plan());
    for (const id of ['x1', 'x2', 'x3']) await fire(id);
    expect(target.requests.map(({ headers }) => Object.fromEntries(headers)['X-Turn'])).toEqual(['1', '2', '3']);
  });

  test('may send another body, with its length', async () => {
    const { sender, target } = await hooked(() => ({ body: '{"wrapped":true}', headers: { 'Content-Type': 'application/jose+json' } }));
    const exchange = await sender.send(plan({ method: 'POST', body: { kind: 'json', value: {} } }), 'x1');
    expect(target.requests[0]?.body.toString()).toBe('{"wrapped":true}');
    expect(exchange.sent.body).toBe('{"wrapped":true}');
    expect(Object.fromEntries(exchange.sent.headers)).toMatchObject({ 'content-length': '16' });
  });

  test('cannot give a credential to a request that is to have none, or another one than it signed for', async () => {
    const roles: unknown[] = [];
    const { sender, fieldsOf } = await hooked(({ credential }) => {
      roles.push(credential);
      return { headers: { Authorization: 'Signed by-the-hook', 'X-Gate-Key': 'from-the-hook', 'X-Trace': 'on' } };
    });
    await sender.send(plan({ faults: ['credential-missing'] }), 'x1');
    await sender.send(plan({ credential: { kind: 'valid', name: 'second' } }), 'x2');
    await sender.send(plan(valid), 'x3');
    await sender.send(plan(), 'x4');
    expect(roles).toEqual([null, 'second', 'key', 'key']);
    expect([0, 1, 2, 3].map((n) => [fieldsOf(n)['Authorization'], fieldsOf(n)['X-Trace']])).toEqual([
      [undefined, 'on'],
      [undefined, 'on'],
      ['Signed by-the-hook', 'on'],
      ['Signed by-the-hook', 'on'],
    ]);
    expect([fieldsOf(0)['X-Gate-Key'], fieldsOf(1)['x-gate-key'], fieldsOf(2)['X-Gate-Key']]).toEqual([
      undefined,
      secrets.second,
      'from-the-hook',
    ]);
  });

  test('signs for another role where it says so', async () => {
    const { sender, fieldsOf } = await hooked(({ credential }) => ({ credential, headers: { Authorization: `Signed for-${credential}` } }));
    await sender.send(plan({ credential: { kind: 'valid', name: 'second' } }), 'x1');
    expect(fieldsOf()['Authorization']).toBe('Signed for-second');
  });

  test('has its credentials removed from answers too', async () => {
    const token = 'token-that-only-the-hook-knows';
    const target = await server((socket) => socket.write(okJson({ you: token })));
    const redactor = createRedactor([]);
    const alter = createAlter(() => ({ headers: { Authorization: `Bearer ${token}` } }), 'depot', redactor);
    const exchange = await senderTo(target.url, { secrets: {}, redactor, alter }).send(plan(), 'x1');
    expect(JSON.stringify(exchange)).not.toContain(token);
  });

  test.each<readonly [string, BeforeRequest, RegExp]>([
    [
      'throws',
      () => Promise.reject(new RangeError('no key for today')),
      /^the hook beforeRequest failed with RangeError: no key for today$/u,
    ],
    ['gives a text', () => 'x' as unknown as RequestChanges, /gave something other than an object/u],
    [
      'sets the length',
      () => ({ headers: { 'Content-Length': '3' } }),
      /the header field Content-Length, which the connection writes itself/u,
    ],
    ['gives a number', () => ({ headers: { 'X-A': 1 } }) as unknown as RequestChanges, /gave headers whose "X-A" is no text/u],
    ['splits a field', () => ({ headers: { 'X-A': 'a\r\nX-B: b' } }), /a value of X-A with a character that no header field can contain/u],
    ['gives a bad name', () => ({ headers: { 'X A': 'a' } }), /a name that no header field can have/u],
    ['gives another body', () => ({ body: 5 }) as unknown as RequestChanges, /a body that is neither a text nor octets/u],
  ])('that %s ends the sending', async (_what, hook, message) => {
    const { sender, target } = await hooked(hook);
    const failure: unknown = await sender.send(plan(), 'x1').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HookFailed);
    expect((failure as Error).message).toMatch(message);
    expect(target.requests).toEqual([]);
  });
});
