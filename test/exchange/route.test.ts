import { createServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { lookAtHandshake } from '../../src/exchange/handshake.ts';
import { obtain } from '../../src/exchange/login.ts';
import { routeOf } from '../../src/exchange/route.ts';
import type { Proxies, Secrets } from '../../src/model/target.ts';
import { selfSigned } from '../../src/reference/kit/certificate.ts';
import { afterTest } from '../beside-others.ts';
import { connectProxy } from './connect-proxy.ts';
import { okJson } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, senderTo, server } from './sending.ts';

closeAfterEach();

const through = (origin: string, more: Partial<Proxies> = {}): Proxies => ({
  http: origin,
  https: origin,
  noProxy: [],
  isNamed: true,
  ...more,
});

const routeWith = (proxies: Proxies | undefined, secrets: Secrets = {}, ca?: string) =>
  routeOf({ http: { timeoutMs: 5_000, headers: {}, ...(proxies && { proxies }), ...(ca === undefined ? {} : { ca }) } }, secrets);

type Seen = { readonly fields: readonly string[]; readonly subject: string | undefined };

/** An https server of 127.0.0.1 that answers `{}`; with `trusted` it demands a client certificate that is, or is signed by, that one. */
const secureServer = async (trusted?: string) => {
  const own = selfSigned();
  const seen: Seen[] = [];
  const options = { cert: own.certificate, key: own.key, ...(trusted === undefined ? {} : { ca: trusted, requestCert: true }) };
  const listening = createServer(options, (request, response) => {
    const { socket } = request;
    const subject = 'getPeerCertificate' in socket ? (socket as import('node:tls').TLSSocket).getPeerCertificate().subject?.CN : undefined;
    seen.push({ fields: Object.keys(request.headers), subject: typeof subject === 'string' ? subject : undefined });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  afterTest(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const address = listening.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `https://127.0.0.1:${port}`, authority: `127.0.0.1:${port}`, ca: own.certificate, seen };
};

describe('a proxy', () => {
  test('tunnels https, with its credentials, and the target sees nothing of it', async () => {
    const target = await secureServer();
    const proxy = await connectProxy({ credentials: 'ann:s3cret pass' });
    const route = routeWith(through(proxy.origin), { 'proxy:https': 'ann:s3cret pass' }, target.ca);
    const exchange = await senderTo(target.url, { route }).send(plan(), 'x1');
    expect(answerOf(exchange).status).toBe(200);
    expect(exchange.encryption?.faults).toEqual([]);
    expect(proxy.asked.map(({ authority }) => authority)).toEqual([target.authority]);
    expect(target.seen[0]?.fields.filter((name) => name.includes('proxy'))).toEqual([]);
    expect(JSON.stringify(exchange)).not.toMatch(/proxy|s3cret/u);
  });

  test('tunnels plain http too, so that the target is judged and not the proxy', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const proxy = await connectProxy();
    const exchange = await senderTo(target.url, { route: routeWith(through(proxy.origin)) }).send(plan(), 'x1');
    expect(answerOf(exchange).status).toBe(200);
    expect(target.requests[0]?.line).toBe('GET /things HTTP/1.1');
    expect(proxy.asked).toHaveLength(1);
  });

  test('is used for bursts, on one tunnel for each connection', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const proxy = await connectProxy();
    const fire = senderTo(target.url, { route: routeWith(through(proxy.origin)) }).prepare(plan());
    for (const id of ['x1', 'x2', 'x3']) expect((await fire(id)).status).toBe(200);
    expect(target.requests).toHaveLength(3);
    expect(proxy.asked).toHaveLength(1);
  });

  test('is used for requests that are sent as plain octets', async () => {
    const target = await secureServer();
    const proxy = await connectProxy();
    const route = routeWith(through(proxy.origin), {}, target.ca);
    const exchange = await senderTo(target.url, { route, asOctets: () => true }).send(plan(), 'x1');
    expect(answerOf(exchange).status).toBe(200);
    expect(proxy.asked).toHaveLength(1);
  });

  test('is used to look at a handshake, and for logins', async () => {
    const target = await secureServer();
    const proxy = await connectProxy();
    const route = routeWith(through(proxy.origin));
    expect(await lookAtHandshake(target.url, { timeoutMs: 5_000, route })).toMatchObject({ faults: ['self-signed'] });
    const login = {
      kind: 'client',
      grant: 'client_credentials',
      tokenUrl: `${target.url}/token`,
      scopes: [],
      clientAuth: 'basic',
    } as const;
    const around = {
      name: 'machine',
      baseUrl: target.url,
      headers: {},
      secrets: {},
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      mask: () => undefined,
    };
    await expect(obtain(login, { ...around, route: routeWith(through(proxy.origin), {}, target.ca) })).rejects.toThrow(/access_token/u);
    expect(proxy.asked).toHaveLength(2);
  });

  test('that wants other credentials is said to, without those that were given', async () => {
    const target = await secureServer();
    const proxy = await connectProxy({ credentials: 'ann:right' });
    const route = routeWith(through(proxy.origin), { 'proxy:https': 'ann:wrong-password' }, target.ca);
    const { failure, message } = noAnswerOf(await senderTo(target.url, { route }).send(plan(), 'x1'));
    expect(failure).toBe('proxy');
    expect(message).toMatch(/^no connection: the proxy 127\.0\.0\.1:\d+ answers 407 to CONNECT 127\.0\.0\.1:\d+: it wants credentials/u);
    expect(message).not.toContain('wrong-password');
    expect(target.seen).toEqual([]);
  });

  test.each([403, 502])('that answers %s is told apart from the target', async (status) => {
    const proxy = await connectProxy({ status });
    const route = routeWith(through(proxy.origin));
    expect(noAnswerOf(await senderTo('http://127.0.0.1:9', { route }).send(plan(), 'x1'))).toMatchObject({ failure: 'proxy' });
  });

  test('that is not there is told apart from the target', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const route = routeWith(through('http://127.0.0.1:9'));
    const { failure, message } = noAnswerOf(await senderTo(target.url, { route }).send(plan(), 'x1'));
    expect(failure).toBe('proxy');
    expect(message).toContain('the proxy 127.0.0.1:9 gives no tunnel');
    expect(target.requests).toEqual([]);
  });

  test('that never answers takes no longer than a connection may', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    afterTest(() => void silent.close());
    const address = silent.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const sender = senderTo('http://127.0.0.1:9', { route: routeWith(through(`http://127.0.0.1:${port}`)), limits: { connectMs: 100 } });
    expect(noAnswerOf(await sender.send(plan(), 'x1')).failure).toBe('connect-timeout');
  });

  test('is passed by for the hosts that need none', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const proxy = await connectProxy();
    const route = routeWith(through(proxy.origin, { noProxy: ['127.0.0.1'] }));
    expect(answerOf(await senderTo(target.url, { route }).send(plan(), 'x1')).status).toBe(200);
    expect(proxy.asked).toEqual([]);
  });
});

describe('a client certificate', () => {
  const client = selfSigned('client.example');
  const secrets = { 'tls:cert': client.certificate, 'tls:key': client.key };

  test('is presented to a target that asks for one, also through a proxy', async () => {
    const target = await secureServer(client.certificate);
    const proxy = await connectProxy();
    for (const proxies of [undefined, through(proxy.origin)]) {
      const sender = senderTo(target.url, { route: routeWith(proxies, secrets, target.ca) });
      expect(answerOf(await sender.send(plan(), 'x1')).status).toBe(200);
    }
    expect(target.seen.map(({ subject }) => subject)).toEqual(['client.example', 'client.example']);
    expect(proxy.asked).toHaveLength(1);
  });

  test('that is missing gives no answer', async () => {
    const target = await secureServer(client.certificate);
    const sender = senderTo(target.url, { route: routeWith(undefined, {}, target.ca) });
    expect(noAnswerOf(await sender.send(plan(), 'x1')).kind).toBe('no-answer');
    expect(target.seen).toEqual([]);
  });
});
