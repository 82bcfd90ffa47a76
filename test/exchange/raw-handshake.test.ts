import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { selfSigned } from '../../src/reference/kit/certificate.ts';
import { certificate } from './certificate.ts';
import { okJson } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, senderTo, tlsServer } from './sending.ts';

closeAfterEach();

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What a server has received unencrypted on all its connections. */
type Heard = { readonly url: string; readonly octets: () => number };

const listening = async (server: Server): Promise<string> => {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const encrypted = async (options: TlsOptions): Promise<Heard> => {
  let octets = 0;
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      socket.end(okJson({}));
    });
  });
  server.on('tlsClientError', () => undefined);
  return { url: await listening(server), octets: () => octets };
};

const withKey = plan({ credential: { kind: 'valid', name: 'key' } });

describe('the result of a handshake', () => {
  test('is recorded with an answer', async () => {
    const target = await tlsServer((socket) => socket.end(okJson({})));
    const exchange = await senderTo(`https://localhost:${target.port}`, { route: { tls: { ca: certificate } } }).send(withKey, 'x1');
    expect(answerOf(exchange).status).toBe(200);
    expect(exchange.encryption).toEqual({ protocol: 'TLSv1.3', faults: [] });
  });

  test('is recorded for a connection that is used again', async () => {
    const target = await tlsServer((socket) => socket.write(okJson({})));
    const sender = senderTo(`https://localhost:${target.port}`, { route: { tls: { ca: certificate } } });
    await sender.send(withKey, 'x1');
    expect((await sender.send(withKey, 'x2')).encryption).toEqual({ protocol: 'TLSv1.3', faults: [] });
    expect(target.connections()).toBe(1);
  });

  test('is absent without encryption', async () => {
    const server = createTcpServer((socket) => socket.on('data', () => socket.end(okJson({}))));
    const url = (await listening(server)).replace('https', 'http');
    expect((await senderTo(url).send(plan(), 'x1')).encryption).toBeUndefined();
  });
});

describe('where the certificate does not verify, the reasons are recorded and nothing is sent', () => {
  const here = selfSigned();
  const elsewhere = selfSigned('elsewhere.example');
  const expired = selfSigned(undefined, { expired: true });
  test.for([
    ['one that signs itself', here, undefined, ['self-signed']],
    ['one for another host that is trusted', elsewhere, elsewhere.certificate, ['other-host']],
    ['one for another host', elsewhere, undefined, ['other-host', 'self-signed']],
    ['one that has expired', expired, expired.certificate, ['expired']],
  ] as const)('%s', async ([, { certificate: cert, key }, ca, faults]) => {
    const target = await encrypted({ cert, key });
    const exchange = await senderTo(target.url, ca === undefined ? {} : { route: { tls: { ca } } }).send(withKey, 'x1');
    expect(noAnswerOf(exchange).failure).toBe('tls');
    expect(exchange.encryption).toEqual({ protocol: 'TLSv1.3', faults });
    expect(target.octets()).toBe(0);
  });

  test('an outdated protocol is recorded, and nothing is sent over it', async () => {
    const { certificate: cert, key } = here;
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const target = await encrypted({ cert, key, ...old });
    const exchange = await senderTo(target.url, { route: { tls: { ca: cert } } }).send(withKey, 'x1');
    expect(noAnswerOf(exchange).failure).toBe('tls');
    expect(exchange.encryption).toEqual({ protocol: 'TLSv1.1', faults: [] });
    expect(target.octets()).toBe(0);
  });

  test('a write has no second handshake', async () => {
    const { certificate: cert, key } = here;
    const target = await encrypted({ cert, key });
    const exchange = await senderTo(target.url).send(plan({ method: 'POST' }), 'x1');
    expect(exchange.encryption).toBeUndefined();
  });
});

describe('where the handshake fails', () => {
  test('a port with another protocol has no result', async () => {
    const url = await listening(createTcpServer((socket) => socket.end('220 mail.example\r\n')));
    const exchange = await senderTo(url).send(withKey, 'x1');
    expect(noAnswerOf(exchange).failure).toBe('tls');
    expect(exchange.encryption).toBeUndefined();
  });

  test('a server without a cipher in common has no result', async () => {
    const exchange = await senderTo((await encrypted({})).url).send(withKey, 'x1');
    expect(noAnswerOf(exchange).failure).toBe('tls');
    expect(exchange.encryption).toBeUndefined();
  });
});
