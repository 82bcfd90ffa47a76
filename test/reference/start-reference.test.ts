import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { request } from 'undici';
import { nullServers, startReference } from '../../src/reference/index.ts';
import { opened } from './client.ts';

describe('startReference', () => {
  test('returns the base URL with the version, a plain one, the keys, the fixtures and the quota', async () => {
    const { reference } = await opened();
    const address = /^http:\/\/127\.0\.0\.1:\d+\/v2$/;
    expect(reference.url).toMatch(address);
    expect(reference.urls).toEqual({ plain: expect.stringMatching(address) });
    expect(reference.urls.plain).not.toBe(reference.url);
    expect(Object.keys(reference.credentials)).toEqual(['key', 'second', 'restricted', 'other', 'revoked', 'expired', 'exhausted']);
    const fixtures = ['image', 'blockedRegion', 'customImage', 'sshKeyId', 'stoppedInstanceId', 'vpcId', 'networkId', 'volumeIds'];
    expect(Object.keys(reference.fixtures)).toEqual(fixtures);
    expect(reference.fixtures['volumeIds']).toHaveLength(2);
    expect(reference.quota).toEqual({ limit: 600, windowSeconds: 2 });
  });

  test.each([
    [{ vendor: 'nobody' }, /no vendor "nobody" is known, choose one of cloudnexus/],
    [{ vendor: 'toString' }, /no vendor "toString" is known/],
    [{ vendor: 'cloudnexus', defect: 'no-such' }, /"cloudnexus": no defect "no-such" is known, choose one of .*cursor-ignored/],
    [{ vendor: 'cloudnexus', variant: 'no-such' }, /no variant "no-such" is known, choose one of other-forms, strict/],
    [{ vendor: 'cloudnexus', durations: { 'no.such': 1 } }, /no duration "no.such" is known, choose among instance.provisioning/],
    [{ vendor: 'cloudnexus', quota: { limit: 0, windowSeconds: 2 } }, /quota\.limit/],
    [{ vendor: 'cloudnexus', items: -1 }, /items/],
  ])('refuses %j and lists what is known', async (options, message) => {
    await expect(startReference(options)).rejects.toThrow(message);
  });

  test('refuses a port that is in use', async () => {
    const { reference } = await opened();
    await expect(startReference({ vendor: 'cloudnexus', port: Number(new URL(reference.url).port) })).rejects.toThrow('EADDRINUSE');
  });

  test('omits the fixtures that an empty account does not have', async () => {
    const { reference } = await opened({ variant: 'empty-account' });
    expect(Object.keys(reference.fixtures)).toEqual(['image', 'blockedRegion', 'customImage', 'sshKeyId']);
  });

  test('lets an explicit option override that of a defect', async () => {
    const ask = await opened({ defect: 'list-data-null-when-empty', items: 3 });
    expect((await ask('/instances')).json.data).toHaveLength(3);
  });

  test('refuses to deliver webhooks that the vendor does not have', async () => {
    const { reference } = await opened();
    expect(() => reference.deliverTo('http://127.0.0.1:9/')).toThrow('Cannot deliver webhooks of reference "cloudnexus": it has none');
  });

  test('listens on an IPv6 address too', async () => {
    const ask = await opened({ host: '::1' });
    expect(ask.reference.url).toMatch(/^http:\/\/\[::1\]:\d+\/v2$/);
    expect((await ask('/volumes')).status).toBe(200);
  });

  test('keeps answering after a client disconnected in the middle of a body', async () => {
    const ask = await opened();
    const { hostname, port } = new URL(ask.reference.url);
    const head = `POST /v2/instances HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ask.reference.credentials['key']}\r\nContent-Length: 99\r\n\r\n{`;
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(head, () => socket.destroy()));
      socket.on('close', () => resolve());
    });
    expect((await ask('/volumes')).status).toBe(200);
  });

  test('refuses a body that is too large, and keeps the connection usable', async () => {
    const ask = await opened();
    const body = JSON.stringify({ name: 'x'.repeat(2_000_000) });
    expect(await ask('/instances', { method: 'POST', body })).toMatchObject({ status: 413, json: { error: { code: 413 } } });
    expect((await ask('/volumes')).status).toBe(200);
  });
});

describe('close', () => {
  test('closes open connections, used and unused, and may be called again', async () => {
    const reference = await startReference({ vendor: 'cloudnexus' });
    const { hostname, port } = new URL(reference.url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.on('connect', resolve));
    socket.write('GET /v2/instances HTTP/1.1\r\n');
    const ended = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
    await (await request(reference.url)).body.dump();
    await reference.close();
    await ended;
    await reference.close();
    await expect(request(reference.url)).rejects.toThrow('ECONNREFUSED');
    await expect(request(reference.urls.plain ?? '')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('null servers', () => {
  test.each([
    ['empty-object', 200, '{}'],
    ['empty-page', 200, '{"data":[],"pagination":{"next_cursor":null,"has_more":false}}'],
    ['not-found', 404, '{"error":{"code":404,"message":"Not found"}}'],
    ['unauthorized', 401, '{"error":{"code":401,"message":"Unauthorized"}}'],
    ['server-error', 500, '{"error":{"code":500,"message":"Internal error"}}'],
  ])('%s answers everything with %i', async (name, status, text) => {
    const server = await nullServers[name]?.start();
    if (server === undefined) throw new Error(`no null server "${name}"`);
    for (const method of ['GET', 'POST', 'PUT'] as const) {
      const reply = await request(`${server.url}/anything`, { method, body: method === 'GET' ? null : '{}' });
      expect([reply.statusCode, await reply.body.text()]).toEqual([status, text]);
    }
    await server.close();
  });

  test('closed-port refuses connections', async () => {
    const server = await nullServers['closed-port']?.start();
    await expect(request(server?.url ?? '')).rejects.toThrow('ECONNREFUSED');
    await server?.close();
  });

  test('silent accepts a connection, answers nothing and closes at once', async () => {
    const server = await nullServers['silent']?.start();
    const pending = request(server?.url ?? '');
    const early = await Promise.race([pending.then(() => 'answered'), new Promise((resolve) => setTimeout(resolve, 200, 'silence'))]);
    expect(early).toBe('silence');
    await server?.close();
    await expect(pending).rejects.toThrow();
  });
});
