import { createServer, type RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { fetchDocument } from '../../src/config/fetch-document.ts';
import { servedAddress } from '../../src/config/served-address.ts';
import { connectProxy } from '../exchange/connect-proxy.ts';
import { onLoopback } from '../exchange/on-loopback.ts';
import { depot, loadOne, messageOf } from './support.ts';

const text = '{"openapi":"3.1.0","info":{"title":"Harbour","version":"1"},"paths":{}}';

/** A server, and the paths that it was asked for. */
const served = async (answer: RequestListener) => {
  const asked: string[] = [];
  const origin = await onLoopback(
    createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    }),
  );
  return { origin, asked };
};

/** Answers these paths, and 404 to every other. */
const paths =
  (answers: Readonly<Record<string, string | RequestListener>>): RequestListener =>
  (request, response) => {
    const answer = answers[request.url ?? ''];
    if (typeof answer === 'function') answer(request, response);
    else response.writeHead(answer === undefined ? 404 : 200).end(answer ?? 'nothing here');
  };

const leadTo =
  (location: string): RequestListener =>
  (_request, response) =>
    response.writeHead(302, { location }).end();

const never = new AbortController().signal;

describe('a document at an address', () => {
  test('is fetched with one request, and its query is in nothing that is shown', async () => {
    const { origin, asked } = await served(paths({ '/api.json?token=abc': text }));
    const found = await fetchDocument(`${origin}/api.json?token=abc#/info`, never);
    expect([found.text, found.shown, found.recorded]).toEqual([text, `${origin}/api.json?…`, `${origin}/api.json?[secret]`]);
    expect(asked).toEqual(['/api.json?token=abc']);
  });

  test('is found behind redirects on its host', async () => {
    const { origin } = await served(paths({ '/latest.json': leadTo('/v2.json'), '/v2.json': text }));
    expect((await fetchDocument(`${origin}/latest.json`, never)).shown).toBe(`${origin}/v2.json`);
  });

  test('is not looked for on another host, nor behind more than three redirects', async () => {
    const { origin, asked } = await served(
      paths({ '/a.json': leadTo('http://localhost:1/b.json?x=1'), '/c.json': leadTo('/c.json'), '/d.json': leadTo('file:///etc/passwd') }),
    );
    await expect(fetchDocument(`${origin}/a.json`, never)).rejects.toThrow(
      'it redirects to http://localhost:1/b.json?…; give that address',
    );
    await expect(fetchDocument(`${origin}/c.json`, never)).rejects.toThrow(`it redirects to ${origin}/c.json; give that address`);
    await expect(fetchDocument(`${origin}/d.json`, never)).rejects.toThrow(
      'it redirects to an address of file:; give the address of a document',
    );
    expect(asked).toHaveLength(6);
  });

  test.each(['/openapi.json', '/v3/api-docs', '/swagger/v1/swagger.json'])('is found at %s of an API', async (place) => {
    const { origin } = await served(paths({ '/': '{"hello":"world"}', [place]: text }));
    expect((await fetchDocument(origin, never)).shown).toBe(origin + place);
  });

  test('is found below the path of an API first, and by what a page of its host names', async () => {
    const page = `<!doctype html><script>ui({ url: "/hidden/spec.json" })</script>`;
    const below = await served(paths({ '/shop/openapi.json': text, '/openapi.json': '{"openapi":"3.0.0"}' }));
    expect((await fetchDocument(`${below.origin}/shop`, never)).shown).toBe(`${below.origin}/shop/openapi.json`);
    const named = await served(paths({ '/docs': page, '/hidden/spec.json': text }));
    expect((await fetchDocument(`${named.origin}/docs`, never)).shown).toBe(`${named.origin}/hidden/spec.json`);
  });

  test('on a port without TLS is said to be', async () => {
    const { origin } = await served(paths({ '/api.json': text }));
    await expect(fetchDocument(`${origin.replace('http:', 'https:')}/api.json`, never)).rejects.toThrow(
      'no TLS: the port answers in plain text, write http://',
    );
  });

  test('that is nowhere is said to be, with what to do', async () => {
    const { origin } = await served(paths({}));
    await expect(fetchDocument(origin, never)).rejects.toThrow(
      /it answers 404, and there is no document at the usual places below it, such as \/openapi\.json and \/v3\/api-docs; give the address/u,
    );
  });

  test('is fetched through a proxy, with the header fields of its own host alone', async () => {
    const seen: unknown[] = [];
    const { origin } = await served((request, response) => {
      seen.push(request.headers['x-gate']);
      response.end(text);
    });
    const proxy = await connectProxy();
    const proxies = { http: proxy.origin, https: proxy.origin, noProxy: [], isNamed: true } as const;
    for (const own of [origin, 'https://other.example'])
      await fetchDocument(`${origin}/api.json`, never, { proxies, own: { origin: own, headers: { 'X-Gate': 'open' } } });
    expect(seen).toEqual(['open', undefined]);
    expect(proxy.asked).toHaveLength(2);
    const gone = { http: 'http://127.0.0.1:9', noProxy: [], isNamed: true } as const;
    await expect(fetchDocument(`${origin}/api.json`, never, { proxies: gone })).rejects.toThrow(/ \(by the proxy 127\.0\.0\.1:9\)$/u);
  });
});

describe('the base URL of what serves its own document', () => {
  const from = 'http://127.0.0.1:8080/docs/openapi.json';
  test.each([
    ['{"openapi":"3.1.0","servers":[{"url":"/api"}]}', from, 'http://127.0.0.1:8080/api'],
    ['openapi: 3.1.0\nservers:\n  - url: http://localhost:81/v1/\n', from, 'http://localhost:81/v1'],
    ['{"openapi":"3.1.0","servers":[{"url":"https://api.example/v2"}]}', from, 'http://127.0.0.1:8080/v2'],
    ['{"openapi":"3.1.0"}', from, 'http://127.0.0.1:8080'],
    ['{"swagger":"2.0","host":"api.example","basePath":"/v1"}', from, 'http://127.0.0.1:8080/v1'],
    ['{"openapi":"3.1.0","servers":[{"url":"/{v}","variables":{"v":{"default":"v3"}}}]}', from, 'http://127.0.0.1:8080/v3'],
    ['{"openapi":"3.1.0","servers":[{"url":"/{v}"}]}', from, undefined],
    ['{"openapi":"3.1.0","servers":[{"url":"/api"}]}', 'https://api.example/openapi.json', undefined],
    ['[not yaml', from, 'http://127.0.0.1:8080'],
  ])('of %s at %s', (document, url, address) => {
    expect(servedAddress({ text: document, url: new URL(url) })).toBe(address);
  });
});

describe('a target with a contract at an address', () => {
  const address = 'http://127.0.0.1:8080/openapi.json?key=abc';

  test('has its text, an address without what is secret, and a base URL on this machine', async () => {
    const { target, document, isAddressAssumed } = await loadOne({
      files: depot(`contract: ${address}`),
      documents: { [address]: text },
    });
    expect([target.contract, target.baseUrl, document]).toEqual([
      'http://127.0.0.1:8080/openapi.json?[secret]',
      'http://127.0.0.1:8080',
      text,
    ]);
    expect(isAddressAssumed).toBeUndefined();
  });

  test('may be named without a config', async () => {
    for (const named of ['http://localhost:1', 'http://localhost:1/?token=abc']) {
      const { target } = await loadOne({ names: [named], documents: { [named]: text } });
      expect([target.name, target.baseUrl]).toEqual(['http://localhost:1', 'http://localhost:1']);
    }
  });

  test('on another machine needs a base URL', async () => {
    const elsewhere = 'https://api.example/openapi.json';
    const world = { files: depot(`contract: ${elsewhere}`), documents: { [elsewhere]: text } };
    expect(await messageOf(() => loadOne(world))).toContain('has no base URL: give --base-url URL');
  });
});
