import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { connect } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startVendor } from '../../src/reference/start-vendor.ts';
import type { StartOptions } from '../../src/reference/vendor.ts';
import type { Ask } from './client.ts';
import { clientOf } from './client.ts';
import { parcelsVendor } from './parcels.ts';

const opened = async (options: StartOptions & { readonly defect?: string; readonly variant?: string } = {}): Promise<Ask> => {
  const { defect, variant } = options;
  const layers = [
    { quota: { limit: 600, windowSeconds: 2 } },
    variant === undefined ? undefined : parcelsVendor.variants[variant]?.options,
    defect === undefined ? undefined : parcelsVendor.defects[defect]?.options,
    options,
  ];
  const reference = await startVendor(parcelsVendor, { vendor: 'parcels', defect, variant }, layers);
  onTestFinished(reference.close);
  return clientOf(reference);
};

describe('keys', () => {
  test('have the form of their environment, and are valid only there', async () => {
    const ask = await opened();
    const { credentials, urls, url } = ask.reference;
    expect(credentials['key']).toMatch(/^pk_live_[A-Za-z0-9]{24}$/);
    expect(urls.live).toBe(url);
    const sandbox = { base: urls.sandbox ?? '' };
    expect((await ask('/parcels', { as: 'test' })).status).toBe(401);
    expect((await ask('/parcels', { ...sandbox, as: 'key' })).status).toBe(401);
    expect((await ask('/parcels', { ...sandbox, as: 'test' })).json['total']).toBe(5);
  });

  test.each(['revoked', 'expired'])('that are %s are refused with a challenge', async (as) => {
    const ask = await opened();
    const { status, headers, json } = await ask('/parcels', { as });
    expect([status, headers['www-authenticate'], json['status']]).toEqual([401, 'Bearer realm="Parcels", error="invalid_token"', 401]);
  });

  test('without the scope may read only', async () => {
    const ask = await opened();
    expect((await ask('/parcels', { as: 'restricted' })).status).toBe(200);
    expect((await ask('/parcels', { as: 'restricted', method: 'POST', body: {} })).status).toBe(403);
  });

  test('of another account see other resources', async () => {
    const ask = await opened();
    const [first] = (await ask('/parcels')).json.data ?? [];
    expect((await ask(`/parcels/${first?.id}`, { as: 'other' })).status).toBe(404);
    expect((await ask('/parcels', { as: 'other' })).json['total']).toBe(3);
  });
});

describe('things', () => {
  test('are created, change, change status by themselves, and are gone when deleted', async () => {
    const ask = await opened();
    const created = await ask('/parcels', { method: 'POST', body: { name: 'a', notes: ['x'] } });
    expect([created.status, created.json['status']]).toEqual([201, 'packing']);
    const path = `/parcels/${String(created.json['id'])}`;
    const changed = await ask(path, { method: 'PATCH', body: { name: 'b' } });
    expect(changed.json).toMatchObject({ name: 'b', notes: ['x'], created_at: created.json['created_at'] });
    await expect.poll(async () => (await ask(path)).json['status']).toBe('ready');
    const first = (await ask('/parcels?limit=1')).json;
    expect(first.data?.[0]?.id).toBe(created.json['id']);
    expect((await ask(path, { method: 'DELETE' })).text).toBe('');
    expect((await ask(path)).status).toBe(404);
    // A cursor to a deleted resource still leads on.
    const cursor = encodeURIComponent(String(first['next_cursor']));
    expect((await ask(`/parcels?limit=1&cursor=${cursor}`)).json.data).toHaveLength(1);
  });

  test('in use are not deleted', async () => {
    const ask = await opened();
    const path = `/parcels/${String(ask.reference.fixtures['heldParcelId'])}`;
    expect((await ask(path, { method: 'DELETE' })).status).toBe(409);
    expect((await ask(path)).status).toBe(200);
  });

  test.each([
    ['', 422],
    ['{"name": ', 400],
    ['[]', 422],
    ['{}', 422],
    ['{"name": 1}', 422],
    ['{"name": ""}', 422],
  ])('are not created from %j', async (body, status) => {
    const ask = await opened();
    expect((await ask('/parcels', { method: 'POST', body })).status).toBe(status);
    expect((await ask('/parcels')).json['total']).toBe(30);
  });
});

describe('lists', () => {
  test('are traversed page by page, newest first', async () => {
    const ask = await opened();
    const times: unknown[] = [];
    let cursor = '';
    for (let page = 0; page < 5; page += 1) {
      const { json } = await ask(`/parcels?limit=13${cursor}`);
      times.push(...(json.data ?? []).map((item) => item['created_at']));
      if (typeof json['next_cursor'] !== 'string') break;
      cursor = `&cursor=${encodeURIComponent(json['next_cursor'])}`;
    }
    expect(times).toHaveLength(30);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('are those that pass every filter', async () => {
    const ask = await opened();
    const { json } = await ask('/parcels?limit=20&status=packing&created_after=2026-01-01T12:00:00Z');
    expect(json['total']).toBe(5);
    expect((await ask('/parcels?created_after=2026-01-02')).json['total']).toBe(5);
    expect((await ask('/parcels?created_after=soon')).status).toBe(400);
    expect((await ask('/parcels?limit=21')).status).toBe(400);
    expect((await ask('/parcels?cursor=abc')).status).toBe(400);
  });
});

describe('the quota', () => {
  const quota = { limit: 4, windowSeconds: 60 };

  test('counts each key, and not the sandbox', async () => {
    const ask = await opened({ quota });
    const remaining = [];
    for (let call = 0; call < 4; call += 1) remaining.push((await ask('/parcels/none')).headers['x-ratelimit-remaining']);
    expect(remaining).toEqual(['3', '2', '1', '0']);
    const refused = await ask('/parcels');
    expect([refused.status, refused.headers['x-ratelimit-limit'], refused.headers['x-ratelimit-remaining']]).toEqual([429, '4', '0']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
    expect((await ask('/parcels', { as: 'second' })).status).toBe(200);
    const sandbox = await ask('/parcels', { as: 'test', base: ask.reference.urls.sandbox ?? '' });
    expect([sandbox.status, sandbox.headers['x-ratelimit-remaining']]).toEqual([200, undefined]);
  });

  test('accepts a burst in a rolling window', async () => {
    const ask = await opened({ quota, variant: 'rolling' });
    const statuses = [];
    for (let call = 0; call < 7; call += 1) statuses.push((await ask('/parcels')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  });

  test('is reported to unauthenticated callers if the settings say so', async () => {
    const plain = await (await opened({ quota }))('/parcels', { authorization: null });
    expect([plain.status, plain.headers['x-ratelimit-limit']]).toEqual([401, undefined]);
    const ask = await opened({ quota, variant: 'unauthenticated' });
    for (let call = 0; call < 6; call += 1) {
      const { status, headers } = await ask('/parcels', { authorization: null });
      expect([status, headers['x-ratelimit-limit']]).toEqual([401, '4']);
    }
  });
});

describe('next to the main port', () => {
  test('a code is exchanged for a token that is valid until the code is used again', async () => {
    const ask = await opened();
    const { oauth, urls } = ask.reference;
    expect(oauth?.tokenUrl).toBe(`${urls.auth}/oauth/token`);
    const exchange = async (): Promise<Readonly<Record<string, unknown>>> => {
      const { clientId = '', clientSecret = '', redirectUri = '', codes = [] } = oauth ?? {};
      const form = { grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri };
      const reply = await request(oauth?.tokenUrl ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...form, code: codes[0] ?? '' }).toString(),
      });
      return (await reply.body.json()) as Readonly<Record<string, unknown>>;
    };
    const authorization = `Bearer ${String((await exchange())['access_token'])}`;
    expect((await ask('/parcels', { authorization })).status).toBe(200);
    expect((await exchange())['error']).toBe('invalid_grant');
    expect((await ask('/parcels', { authorization })).status).toBe(401);
  });

  test('webhooks go to the sink given at the start, or later to another one', async () => {
    const received: string[] = [];
    const sink = createServer((incoming, response) => {
      received.push(incoming.url ?? '');
      incoming.resume();
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      sink.closeAllConnections();
      sink.close();
    });
    const { port } = sink.address() as AddressInfo;
    const ask = await opened({ webhookSink: `http://127.0.0.1:${port}/first` });
    await ask('/parcels', { method: 'POST', body: { name: 'a' } });
    await expect.poll(() => received).toEqual(['/first']);
    ask.reference.deliverTo(`http://127.0.0.1:${port}/second`);
    await ask('/parcels', { method: 'POST', body: { name: 'b' } });
    await expect.poll(() => received).toEqual(['/first', '/second']);
  });

  test('nothing is left open when a start fails', async () => {
    await expect(opened({ webhookSink: 'http://example.com/' })).rejects.toThrow('Cannot deliver webhooks to "http://example.com/"');
    const { reference } = await opened();
    const port = Number(new URL(reference.url).port);
    const again = startVendor(parcelsVendor, { vendor: 'parcels', port }, [{ quota: { limit: 1, windowSeconds: 1 } }]);
    await expect(again).rejects.toThrow('EADDRINUSE');
  });
});

describe('overrides', () => {
  test('change the status of error responses', async () => {
    const ask = await opened({ defect: 'missing-key-403' });
    const { status, json, headers } = await ask('/parcels', { authorization: null });
    expect([status, json['status'], headers['www-authenticate']]).toEqual([403, 403, undefined]);
  });

  test('change answers of one operation', async () => {
    const ask = await opened({ defect: 'name-missing' });
    const [first] = (await ask('/parcels')).json.data ?? [];
    expect(first).toHaveProperty('name');
    expect((await ask(`/parcels/${first?.id}`)).json).not.toHaveProperty('name');
  });
});

describe('layers', () => {
  test('may be several as one, the first outermost', async () => {
    const ask = await opened({ defect: 'error-message-renamed' });
    const { status, json } = await ask('/parcels/none');
    expect([status, json]).toEqual([400, { reason: 'No such parcel', status: 400 }]);
  });
});

describe('without encryption', () => {
  test('calls are redirected to the same path and query', async () => {
    const { reference } = await opened();
    const reply = await request(`${reference.urls.plain}/parcels?probe=1`, { method: 'POST', body: '{}' });
    await reply.body.dump();
    expect([reply.statusCode, reply.headers['location']]).toEqual([301, 'https://127.0.0.1/v1/parcels?probe=1']);
  });

  test('calls are redirected to the encrypted port where there is one', async () => {
    const { reference } = await opened({ tls: true });
    const reply = await request(`${reference.urls.plain}/parcels`);
    await reply.body.dump();
    expect(reply.headers['location']).toBe(`${reference.url}/parcels`);
  });
});

describe('encryption', () => {
  const secureGet = async (url: string, ca: string | undefined, key = ''): Promise<number> => {
    const dispatcher = new Agent({ connect: ca === undefined ? {} : { ca } });
    try {
      const reply = await request(url, { dispatcher, headers: { authorization: `Bearer ${key}` } });
      await reply.body.dump();
      return reply.statusCode;
    } finally {
      await dispatcher.destroy();
    }
  };

  test('has a certificate that a client can trust, on every port but the plain one', async () => {
    const { url, urls, ca, credentials } = (await opened({ tls: true })).reference;
    expect(new URL(url).protocol).toBe('https:');
    expect(await secureGet(`${url}/parcels`, ca, credentials['key'])).toBe(200);
    expect(await secureGet(`${url.replace('127.0.0.1', 'localhost')}/parcels`, ca, credentials['key'])).toBe(200);
    expect(await secureGet(`${urls.sandbox}/parcels`, ca, credentials['test'])).toBe(200);
    await expect(secureGet(url, undefined)).rejects.toThrow('self-signed certificate');
    expect(urls.plain).toMatch(/^http:/);
  });

  test('is for another host if a defect asks for that, also with tls: true', async () => {
    const { url, ca } = (await opened({ defect: 'other-certificate', tls: true })).reference;
    await expect(secureGet(url, ca)).rejects.toThrow('does not match certificate');
    expect((await opened({ defect: 'other-certificate', tls: false })).reference.ca).toBeUndefined();
  });

  test('ends when the server closes, also during a handshake', async () => {
    const { reference } = await opened({ tls: true });
    const { hostname, port } = new URL(reference.url);
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    const ended = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
    await reference.close();
    await ended;
  });
});
