import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { application } from '../../src/reference/kit/application.ts';
import type { BaseState, Layer } from '../../src/reference/kit/call.ts';
import { answerEvents, eventFrame } from '../../src/reference/kit/event-stream.ts';
import type { EventStreamOptions } from '../../src/reference/kit/event-stream.ts';
import { openServer } from '../../src/reference/kit/http-server.ts';
import type { TokenEndpoint } from '../../src/reference/kit/oauth-token.ts';
import { tokenListener } from '../../src/reference/kit/oauth-token.ts';
import type { WebhookRules, Webhooks } from '../../src/reference/kit/webhooks.ts';
import { openWebhooks, scaledDelays } from '../../src/reference/kit/webhooks.ts';

const host = '127.0.0.1';

describe('an event stream', () => {
  const opened = async (options: Partial<EventStreamOptions> = {}): Promise<{ readonly url: string; readonly sent: () => number }> => {
    let sent = 0;
    const stream: Layer<BaseState> = (call) =>
      answerEvents(call, {
        intervalMs: 5,
        heartbeatMs: 5,
        next: (index) => {
          sent += 1;
          return { id: String(index), data: '{"a":1}\nsecond line' };
        },
        ...options,
      });
    const listener = application<BaseState>({
      basePath: '',
      routes: { 'GET /stream': stream },
      begin: () => ({ errorBody: ({ message }) => ({ message }) }),
      access: (_call, next) => next(),
      extra: [],
      unknownMethod: 405,
    });
    const server = await openServer(listener, host, 0);
    onTestFinished(server.close);
    return { url: `${server.origin}/stream`, sent: () => sent };
  };

  test('sends events and heartbeats until the client disconnects', async () => {
    const { url, sent } = await opened();
    const reply = await request(url);
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'text/event-stream']);
    let text = '';
    for await (const chunk of reply.body) {
      text += String(chunk);
      if (text.includes('id: 3')) break;
    }
    expect(text).toContain('id: 0\ndata: {"a":1}\ndata: second line\n\n');
    expect(text).toContain(': heartbeat\n\n');
    let before = -1;
    await expect
      .poll(() => {
        const isSteady = sent() === before;
        before = sent();
        return isSteady;
      })
      .toBe(true);
  });

  test('ends by itself after its time', async () => {
    const { url } = await opened({ endsAfterMs: 20, heartbeatMs: 0 });
    expect(await (await request(url)).body.text()).toContain('id: 0\n');
  });

  test('has a line for each field', () => {
    expect(eventFrame({ event: 'log', data: 'a' })).toBe('event: log\ndata: a\n\n');
  });
});

describe('the token endpoint', () => {
  const client = { id: 'client-1', secret: 'secret-1', redirectUri: 'https://app.example/callback' };
  const other = { id: 'client-2', secret: 'secret:2', redirectUri: 'https://other.example/callback' };
  const grant = { clientId: client.id, redirectUri: client.redirectUri };
  const form = {
    grant_type: 'authorization_code',
    code: 'code-1',
    client_id: client.id,
    client_secret: client.secret,
    redirect_uri: client.redirectUri,
  };

  const opened = async (changes: Partial<TokenEndpoint> = {}) => {
    const revoked: string[] = [];
    let issued = 0;
    const listener = tokenListener({
      path: '/oauth/token',
      clients: [client, other],
      codes: { 'code-1': grant, 'code-2': grant },
      issue: () => `token-${(issued += 1)}`,
      revoke: (token) => revoked.push(token),
      expiresInSeconds: 3600,
      ...changes,
    });
    const server = await openServer(listener, host, 0);
    onTestFinished(server.close);
    const exchange = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const reply = await request(`${server.origin}/oauth/token`, { method: 'POST', headers: { ...type, ...headers }, body });
      return { status: reply.statusCode, headers: reply.headers, json: (await reply.body.json()) as Readonly<Record<string, unknown>> };
    };
    const send = (changed: Readonly<Record<string, string>> = {}) => exchange(new URLSearchParams({ ...form, ...changed }).toString());
    return { send, exchange, revoked, origin: server.origin };
  };

  test('issues a token for a code once', async () => {
    const { send, revoked } = await opened();
    const first = await send();
    expect(first.status).toBe(200);
    expect(first.json).toEqual({ access_token: 'token-1', token_type: 'Bearer', expires_in: 3600 });
    expect(first.headers['cache-control']).toBe('no-store');
    expect(await send()).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect(revoked).toEqual(['token-1']);
    expect((await send({ code: 'code-2' })).json['access_token']).toBe('token-2');
  });

  test.each([
    [{ code: 'none' }, 400, 'invalid_grant'],
    [{ code: 'toString' }, 400, 'invalid_grant'],
    [{ code: '' }, 400, 'invalid_request'],
    [{ redirect_uri: other.redirectUri }, 400, 'invalid_grant'],
    [{ redirect_uri: '' }, 400, 'invalid_request'],
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ client_id: 'nobody' }, 401, 'invalid_client'],
    [{ client_id: other.id, client_secret: other.secret }, 400, 'invalid_grant'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: '' }, 400, 'invalid_request'],
  ])('refuses %j, and the code stays valid', async (changed, status, error) => {
    const { send } = await opened();
    expect(await send(changed)).toMatchObject({ status, json: { error } });
    expect((await send()).status).toBe(200);
  });

  test('reads the client from the Authorization header', async () => {
    const { exchange } = await opened({ codes: { 'code-1': { clientId: other.id, redirectUri: other.redirectUri } } });
    const body = new URLSearchParams({ grant_type: form.grant_type, code: form.code, redirect_uri: other.redirectUri }).toString();
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${other.id}:${encodeURIComponent(secret)}`).toString('base64')}`,
    });
    const refused = await exchange(body, basic('wrong'));
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Basic realm="token"']);
    expect((await exchange(body, basic(other.secret))).status).toBe(200);
  });

  test('refuses repeated parameters, other bodies, methods and paths', async () => {
    const { exchange, origin } = await opened();
    const body = new URLSearchParams(form).toString();
    expect((await exchange(`${body}&code=code-2`)).json['error']).toBe('invalid_request');
    expect((await exchange(JSON.stringify(form), { 'content-type': 'application/json' })).status).toBe(400);
    const get = await request(`${origin}/oauth/token`);
    await get.body.dump();
    const elsewhere = await request(`${origin}/token`, { method: 'POST', body: '' });
    await elsewhere.body.dump();
    expect([get.statusCode, elsewhere.statusCode]).toEqual([405, 404]);
  });

  test('skips the checks that are turned off', async () => {
    const { send } = await opened({
      checks: { secret: false, grantType: false, code: false, redirectUri: false, singleUse: false },
    });
    const wrong = { client_secret: 'wrong', grant_type: 'password', redirect_uri: 'https://x.example' };
    expect((await send(wrong)).status).toBe(200);
    expect((await send({ code: 'none' })).status).toBe(200);
    expect((await send()).status).toBe(200);
  });
});

describe('webhooks', () => {
  type Received = { readonly body: string; readonly headers: IncomingMessage['headers'] };

  const sink = async (answer: (response: ServerResponse, index: number) => void) => {
    const received: Received[] = [];
    const server = createServer(async (incoming, response) => {
      let body = '';
      for await (const chunk of incoming) body += String(chunk);
      received.push({ body, headers: incoming.headers });
      answer(response, received.length - 1);
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { url: `http://${host}:${address.port}/hook`, received };
  };

  const opened = (rules: Partial<WebhookRules> = {}): Webhooks => {
    const webhooks = openWebhooks({ retryDelaysSeconds: [0.01, 0.02], timeoutSeconds: 5, ...rules });
    onTestFinished(webhooks.stop);
    return webhooks;
  };

  const answering =
    (...statuses: readonly number[]) =>
    (response: ServerResponse, index: number): void => {
      response.writeHead(statuses[index] ?? 200, { Location: '/elsewhere' }).end();
    };

  test.each([
    ['a failure', 500],
    ['an unknown address', 404],
    ['a redirect', 302],
  ])('are delivered again after %s, with the same body', async (_what, status) => {
    const { url, received } = await sink(answering(status, 204));
    const webhooks = opened({ headers: (delivery, attempt) => ({ 'X-Delivery': delivery, 'X-Attempt': String(attempt) }) });
    webhooks.deliverTo(url);
    webhooks.emit({ type: 'parcel.created' });
    await expect.poll(() => webhooks.attempts.at(-1)?.isDelivered).toBe(true);
    expect(received.map(({ body }) => body)).toEqual(['{"type":"parcel.created"}', '{"type":"parcel.created"}']);
    expect(received[0]?.headers['x-delivery']).toBe(received[1]?.headers['x-delivery']);
    expect(received.map(({ headers }) => headers['x-attempt'])).toEqual(['1', '2']);
    expect(webhooks.attempts.map((attempt) => attempt.status)).toEqual([status, 204]);
  });

  test('are given up after the last delay', async () => {
    const { url, received } = await sink(answering(500, 500, 500));
    const webhooks = opened();
    webhooks.deliverTo(url);
    webhooks.emit({});
    await expect.poll(() => webhooks.attempts.length).toBe(3);
    webhooks.emit({});
    await expect.poll(() => webhooks.attempts.length).toBe(4);
    expect(received).toHaveLength(4);
  });

  test('fail when no answer comes in time, or nothing listens', async () => {
    const { url } = await sink(() => undefined);
    const webhooks = opened({ timeoutSeconds: 0.05, retryDelaysSeconds: [] });
    webhooks.deliverTo(url);
    webhooks.emit({});
    await expect.poll(() => webhooks.attempts).toEqual([expect.objectContaining({ status: undefined, isDelivered: false })]);
    webhooks.deliverTo('http://127.0.0.1:1/hook');
    webhooks.emit({});
    await expect.poll(() => webhooks.attempts.length).toBe(2);
  });

  test('stop after so many failures in a row, until they are enabled again', async () => {
    const { url, received } = await sink(answering(500, 200, 500, 500));
    const webhooks = opened({ retryDelaysSeconds: [0.01, 0.01, 0.01], disableAfter: 2 });
    webhooks.deliverTo(url);
    webhooks.emit({});
    await expect.poll(() => webhooks.attempts.length).toBe(2);
    expect(webhooks.isDisabled()).toBe(false);
    webhooks.emit({});
    await expect.poll(() => webhooks.isDisabled()).toBe(true);
    webhooks.emit({});
    expect(received).toHaveLength(4);
    webhooks.enable();
    webhooks.emit({});
    await expect.poll(() => webhooks.attempts.at(-1)?.isDelivered).toBe(true);
    expect(received).toHaveLength(5);
  });

  test('count deliveries that are given up, or failures that are not in a row, if set so', async () => {
    const { url } = await sink(answering(500, 500, 500, 200, 500, 500));
    const byDelivery = opened({ retryDelaysSeconds: [0.01], failure: 'delivery', disableAfter: 2 });
    byDelivery.deliverTo(url);
    byDelivery.emit({});
    await expect.poll(() => byDelivery.attempts.length).toBe(2);
    expect(byDelivery.isDisabled()).toBe(false);
    const keeping = opened({ retryDelaysSeconds: [0.01], keepsFailures: true, disableAfter: 2 });
    keeping.deliverTo(url);
    keeping.emit({});
    await expect.poll(() => keeping.attempts.length).toBe(2);
    keeping.emit({});
    await expect.poll(() => keeping.isDisabled()).toBe(true);
  });

  test('are not sent without a sink, and only to this machine', () => {
    const webhooks = opened();
    webhooks.emit({});
    expect(webhooks.attempts).toEqual([]);
    for (const url of [
      'http://example.com/hook',
      'http://localhost:1/',
      'http://127.0.0.1.example.com/',
      'file:///etc/hosts',
      'no url',
      'http://127.0.0.1@example.com/',
    ]) {
      expect(() => webhooks.deliverTo(url)).toThrow(`Cannot deliver webhooks to "${url}"`);
    }
  });

  test('end when they are stopped', async () => {
    const { url, received } = await sink(answering(500, 500));
    const webhooks = opened({ retryDelaysSeconds: [60] });
    webhooks.deliverTo(url);
    webhooks.emit({});
    await expect.poll(() => webhooks.attempts.length).toBe(1);
    await webhooks.stop();
    webhooks.emit({});
    expect(received).toHaveLength(1);
  });

  test('keep the proportions of their delays on another scale', () => {
    expect(scaledDelays([60, 300, 1800], 0.1).map((delay) => Math.round(delay * 100))).toEqual([10, 50, 300]);
  });
});
