import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { selfSigned } from '../../../src/reference/kit/certificate.ts';
import { kilnDocument, kilnPaths, lookAt, say, serve, serveRaw, stopAt, type Kiln } from '../../worlds/entry.ts';

const here = (kiln: { readonly port: number }): string => `127.0.0.1:${kiln.port}`;

/** A pottery under /api/v1 and nowhere else. */
const pottery = (): Promise<Kiln> =>
  serve((request, response) => {
    if (/^\/api\/v1\/(kilns|glazes|firings)(\?|$)/.test(request.url ?? '')) say(response, 200, []);
    else say(response, 404, { why: 'nothing here' });
  });

const secure = ({ forHost, expired = false }: { readonly forHost?: string; readonly expired?: boolean } = {}): Promise<Kiln> => {
  const { certificate, key } = selfSigned(forHost, { expired });
  return serve(
    (_request, response) => say(response, 200, []),
    (listener) => createSecureServer({ cert: certificate, key }, listener),
    'https',
  );
};

describe('a path of the base URL that is not that of the document', () => {
  test.each([
    ['left out', '', "the document's address ends in /api/v1, your base URL does not: "],
    ['one segment too short', '/api', "the document's address ends in /api/v1, your base URL does not: "],
    ['one segment too long', '/api/v1/v1', "the document's address ends in /api/v1, your base URL does not: "],
    ['of another version', '/api/v2', "the document's address ends in /api/v1, your base URL does not: "],
    ['with the path of an operation', '/api/v1/kilns', "the document's address ends in /api/v1, your base URL does not: "],
  ])('%s: names the address that works', async (_title, path, difference) => {
    const kiln = await pottery();
    const reason = await stopAt(`${kiln.url}${path}`);
    expect(reason).toMatch(/^no operation exists under this base URL \(GET \/kilns: 404, GET \/glazes: 404, GET \/firings: 404\): /);
    expect(reason).toContain(`${difference}GET /kilns answers 200 under ${kiln.url}/api/v1: take that as base URL`);
    expect(kiln.asked.filter(({ line }) => !line.startsWith('GET '))).toEqual([]);
  });

  test('is found one level up for a document without an address', async () => {
    const kiln = await pottery();
    const reason = await stopAt(`${kiln.url}/api/v1/v1`, { document: kilnDocument({ servers: [{ url: '/' }] }) });
    expect(reason).toContain(`GET /kilns answers 200 under ${kiln.url}/api/v1: take that as base URL`);
  });

  test('is reported as a difference where nothing works elsewhere', async () => {
    const kiln = await serve((_request, response) => say(response, 404, {}));
    expect(await stopAt(`${kiln.url}/x`)).toContain(
      "the document's address ends in /api/v1, your base URL does not; nothing was found below other paths of",
    );
    expect(await stopAt(`${kiln.url}/api/v1`)).toMatch(/: check its path$/);
  });

  test('is a note where one of the reads works anyway', async () => {
    const kiln = await serve((request, response) => say(response, /^\/(kilns|api\/v1\/\w+)$/.test(request.url ?? '') ? 200 : 404, []));
    const result = await lookAt(kiln.url);
    expect(result).toMatchObject({ kind: 'ready' });
    expect(result.kind === 'ready' ? result.notes.at(-1) : '').toContain(`under ${kiln.url}/api/v1: take that as base URL`);
  });

  test('is not looked for on another host, and never with another method', async () => {
    const kiln = await serve((_request, response) => say(response, 404, {}));
    await stopAt(`${kiln.url}/x`);
    expect(new Set(kiln.asked.map(({ line }) => line.split(' ')[0]))).toEqual(new Set(['GET']));
    expect(kiln.asked.length).toBeLessThan(12);
  });
});

describe('what is not the API', () => {
  const login = '<!DOCTYPE html>\n<html><head><title>Log in\n to Pottery</title></head><body><form></form></body></html>';

  test('a login page that answers 200 to everything', async () => {
    const kiln = await serve((_request, response) => say(response, 200, login));
    expect(await stopAt(kiln.url)).toBe(
      'the target answers every read with an HTML page ("Log in to Pottery") where the document declares application/json ' +
        '(GET /kilns: 200, GET /glazes: 200, GET /firings: 200): a login page or another web site is at this address: check whether the base URL is that of the API',
    );
  });

  test('is not a single page of a service with other answers', async () => {
    const kiln = await serve((request, response) =>
      say(response, request.url === '/kilns' ? 200 : 404, request.url === '/kilns' ? login : {}),
    );
    const result = await lookAt(kiln.url, { document: kilnDocument({ paths: { '/kilns': kilnPaths['/kilns'] } }) });
    expect(result).toMatchObject({ kind: 'ready', noReadSucceeds: true });
  });

  test('JSON under the type of a web page is a mistake to be judged', async () => {
    const kiln = await serve((_request, response) => say(response, 200, '[]'));
    expect(await lookAt(kiln.url)).toMatchObject({ kind: 'ready' });
  });

  test('a redirect to a login elsewhere; redirects are never followed', async () => {
    const kiln = await serve((_request, response) =>
      say(response, 302, {}, { location: 'https://login.example/start?next=%2Fkilns&token=abc' }),
    );
    const reason = await stopAt(kiln.url);
    expect(reason).toContain('the target redirects every read to https://login.example/start; redirects are never followed');
    expect(reason).toContain('login.example is another host: the base URL may be another one, or the API is behind a login');
    expect(reason).not.toContain('token=abc');
  });

  test('a redirect to https', async () => {
    const kiln = await serve((request, response) => say(response, 308, {}, { location: `https://${request.headers.host}${request.url}` }));
    expect(await stopAt(kiln.url)).toContain('write the base URL with https://');
  });

  test('a redirect to the same path with a slash', async () => {
    const kiln = await serve((request, response) =>
      request.url?.endsWith('/') ? say(response, 200, {}) : say(response, 301, {}, { location: `${request.url}/` }),
    );
    expect(await stopAt(kiln.url)).toContain('the paths end in a slash on the server, but not in the document');
  });

  test('is not a documented redirect', async () => {
    const kiln = await serve((_request, response) => say(response, 302, {}, { location: 'https://elsewhere.example/' }));
    const paths = { '/latest': { get: { responses: { '302': { description: 'The latest firing' } } } } };
    expect(await lookAt(kiln.url, { document: kilnDocument({ paths }) })).toMatchObject({ kind: 'ready' });
  });

  test.each([502, 504])('a gateway that answers %i', async (status) => {
    const kiln = await serve((_request, response) => say(response, status, 'bad gateway', { server: 'relay/1.2' }));
    expect(await stopAt(kiln.url)).toMatch(
      new RegExp(
        `^the target is down \\(GET /kilns: ${status}, .*\\): a proxy or gateway, which calls itself relay/1.2, answers, but the service behind it does not`,
      ),
    );
  });

  test('a service that is not available', async () => {
    const kiln = await serve((_request, response) => say(response, 503, {}));
    expect(await stopAt(kiln.url)).toMatch(
      /^the target is down \(.*\): the service, or a proxy in front of it, reports that it is not available now/,
    );
  });
});

describe('reads that fail', () => {
  test('with 500 mean a target that is down only where nothing else is answered', async () => {
    const broken = await serve((_request, response) => say(response, 500, {}));
    expect(await stopAt(broken.url)).toMatch(/^the target is down \(.*\): it answers with failures only/);
    const alive = await serve((request, response) => say(response, /kilns|glazes|firings/.test(request.url ?? '') ? 500 : 404, {}));
    expect(await lookAt(alive.url)).toMatchObject({ kind: 'ready', noReadSucceeds: true });
  });

  test('among many that work do not stop the run', async () => {
    for (const status of [401, 404, 500, 502]) {
      const kiln = await serve((request, response) => say(response, request.url === '/kilns' ? status : 200, []));
      expect(await lookAt(kiln.url)).toMatchObject({ kind: 'ready', notes: [`GET /kilns answers ${status}`] });
    }
  });

  test('are judged by most of them where none works', async () => {
    const kiln = await serve((request, response) => say(response, request.url === '/kilns' ? 500 : 401, {}));
    expect(await stopAt(kiln.url)).toContain('the target refuses credential `key` (GET /kilns: 500, GET /glazes: 401, GET /firings: 401)');
  });

  test('by a challenge for a scheme other than the one sent', async () => {
    const kiln = await serve((_request, response) =>
      say(response, 401, {}, { 'www-authenticate': 'Basic realm="a, b", Digest realm="c", nonce="d", qop="auth"' }),
    );
    expect(await stopAt(kiln.url)).toContain('it was sent as Bearer, and the target requires Basic or Digest (WWW-Authenticate)');
    const same = await serve((_request, response) => say(response, 401, {}, { 'www-authenticate': 'Basic realm="x", bearer realm="y"' }));
    expect(await stopAt(same.url)).toContain('): give one that is valid under this base URL');
  });

  test('by a challenge for another scheme that the document declares too, says that the key is refused', async () => {
    const kiln = await serve((_request, response) => say(response, 401, {}, { 'www-authenticate': 'Basic realm="kilns"' }));
    const member = { type: 'apiKey', in: 'header', name: 'X-Member-Key' };
    const withSchemes = (others: object) =>
      kilnDocument({ security: [{ member: [] }, { service: [] }], components: { securitySchemes: { member, service: others } } });
    const both = withSchemes({ type: 'http', scheme: 'basic' });
    expect(await stopAt(kiln.url, { document: both })).toContain('): give one that is valid under this base URL');
    const another = withSchemes({ type: 'http', scheme: 'digest' });
    expect(await stopAt(kiln.url, { document: another })).toContain(
      'it was sent outside the header field Authorization, and the target requires Basic',
    );
  });

  test('by a challenge with the name of its own header field, says that the key is refused', async () => {
    const kiln = await serve((_request, response) => say(response, 401, {}, { 'www-authenticate': 'ApiKey realm="kilns"' }));
    const member = { type: 'apiKey', in: 'header', name: 'X-Member-Key' };
    const document = kilnDocument({ security: [{ member: [] }], components: { securitySchemes: { member } } });
    expect(await stopAt(kiln.url, { document })).toContain('): give one that is valid under this base URL');
  });
});

describe('a connection that fails', () => {
  test('refused', async () => {
    // Nothing listens on port 1 of this machine.
    expect(await stopAt('http://127.0.0.1:1')).toMatch(
      /^the target is down \(GET \/kilns: no answer \(refused\), .*\): nothing accepts a connection at 127.0.0.1:1/,
    );
  });

  test('to an unknown host', async () => {
    expect(await stopAt('http://pottery.invalid')).toMatch(
      /^the host name "pottery.invalid" has no address \(GET \/kilns: no answer \(unresolved\)/,
    );
  });

  test('to a silent one', async () => {
    const silent = await serveRaw(() => undefined);
    const target = { http: { timeoutMs: 300, headers: {} } };
    expect(await stopAt(silent.url, { target })).toContain(
      'it accepted the connection and gave no whole answer within 0.3 s (http.timeoutMs)',
    );
  });

  test('to a server that does not speak HTTP', async () => {
    const mail = await serveRaw((socket) => socket.end('220 mail.example ESMTP ready\r\n'));
    expect(await stopAt(mail.url)).toMatch(
      /^the server at 127.0.0.1:\d+ does not speak HTTP\/1.1 .*begins with "220 mail\.example ESMTP r"/,
    );
  });

  test('with plain http to a port that speaks TLS', async () => {
    const kiln = await secure();
    expect(await stopAt(`http://${here(kiln)}/api`)).toContain(
      `the port speaks TLS: write the base URL with https:// (https://${here(kiln)}/api)`,
    );
    expect(kiln.asked).toEqual([]);
  });

  test('with plain http to a TLS port that reports it', async () => {
    const kiln = await secure();
    // Distinguishes the two by the first octet, as web servers of wide use do: 22 begins a handshake (RFC 8446, section 5.1).
    const front = await serveRaw((socket) =>
      socket.once('data', (first) => {
        if (first[0] !== 22) {
          const body = '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>';
          socket.end(
            `HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
          );
          return;
        }
        const behind = connect(kiln.port, '127.0.0.1');
        behind.on('error', () => undefined);
        behind.write(first);
        socket.pipe(behind).pipe(socket);
      }),
    );
    expect(await stopAt(front.url)).toContain(`the port speaks TLS: write the base URL with https:// (https://${here(front)})`);
  });

  test('with TLS to a port that speaks plain http', async () => {
    const kiln = await pottery();
    expect(await stopAt(`https://${here(kiln)}/api/v1`)).toMatch(
      new RegExp(
        `^no TLS connection to ${here(kiln)} can be made .*: the port answers in plain text: write the base URL with http:// \\(http://${here(kiln)}/api/v1\\)`,
      ),
    );
  });

  test.each([
    ['signed by itself', {}, /self-signed.*give it as http\.ca \(--set http\.ca=file:PATH\)/],
    ['that has expired', { expired: true }, /has expired: have it renewed, http\.ca does not help here/],
    ['of another host', { forHost: 'pottery.example' }, /is for another host than 127\.0\.0\.1/],
  ] as const)('for a certificate %s', async (_title, given, expected) => {
    const kiln = await secure(given);
    expect(await stopAt(kiln.url)).toMatch(expected);
    expect(kiln.asked).toEqual([]);
  });
});

describe('a document without plain reads', () => {
  const withId = kilnDocument({ paths: { '/kilns/{id}': kilnPaths['/kilns/{id}'] } });
  const write = {
    post: {
      requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      responses: { '201': { description: 'Booked' } },
    },
  };
  const unsafe = kilnDocument({ paths: { '/bookings': write } });

  test('is judged where the target answers', async () => {
    const kiln = await serve((_request, response) => say(response, 404, {}));
    for (const document of [withId, unsafe]) {
      expect(await lookAt(kiln.url, { document })).toEqual({
        kind: 'ready',
        answersEverything: false,
        notes: ['the contract has no read without prerequisites other than a credential'],
      });
    }
    expect(kiln.asked.filter(({ line }) => !line.startsWith('GET '))).toEqual([]);
  });

  test('stops where it does not answer, and where the credential is refused', async () => {
    for (const document of [withId, unsafe]) expect(await stopAt('http://127.0.0.1:1', { document })).toMatch(/^the target is down/);
    const kiln = await serve((_request, response) => say(response, 401, {}));
    expect(await stopAt(kiln.url, { document: withId })).toMatch(/^the target refuses credential `key`/);
    // A target that refuses an unknown path need not refuse the others.
    expect(await lookAt(kiln.url, { document: unsafe })).toMatchObject({ kind: 'ready' });
  });
});

describe('a document with hundreds of reads', () => {
  test('has only a few of them sent', async () => {
    const paths = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`/shelf-${n}`, kilnPaths['/kilns']]));
    const kiln = await serve((_request, response) => say(response, 401, {}));
    const reason = await stopAt(kiln.url, { document: kilnDocument({ paths }) });
    expect(reason).toMatch(/GET \/shelf-4: 401 and 43 more\)/);
    expect(kiln.asked.length).toBe(48);
  });
});
