import { authorizationOf } from '../worlds/bearer.ts';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { escaped, triplets } from '../runner/issued/traces.ts';
import { onLoopback } from '../exchange/on-loopback.ts';

/** Secrets of the operator of the apothecary, by variable; each with as odd characters as its location in a request allows. */
export const given = {
  WARD_TOKEN: String.raw`wd/Qx7+Zk"2\Lm9=Rt4%41Vb8~Ny`,
  SHELF_KEY: 'sh+Kp3/Hd8=Wf5&Jc2?Tg7#Bq6',
  TILL_PAIR: 'clerk-Yh4m:Pw-8sXc6/Zr1+Ne5',
  SEAT_KEY: 'st_Fv9Gu2Mk7Ca4Od1Li6',
  TENANT: 'tn-Ej5Rw8Bz3Pq6Xy9Ds',
};

/** A value of the config under the name of a secret. */
export const loginPassword = 'Lg0-in"Pa55/Word+9Qv';

const jwt = ['{"alg":"HS256","typ":"JWT"}', '{"sub":"apothecary","jti":"u7Tz4"}', 'signature-of-the-ward-Kx93']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

/** What the apothecary issues at a login. */
export const issued = {
  access: 'ap_access_9Xc4Vb7Nm2Lk',
  refresh: 'ap_refresh_5Tg8Yh3Uj6Ik',
  cookie: 'Ck-4Rf7Vg2Bh9Nj5Mk8',
  code: 'Cd_6Yt3Re8Wq1Po5Iu2',
  jwt,
};

const answers = (schema: object, status = '200'): object => ({
  [status]: { description: 'ok', content: { 'application/json': { schema } } },
});
const reads = (operationId: string, scheme: string | readonly string[], schema: object = { type: 'object' }): object => ({
  operationId,
  security: [Object.fromEntries([scheme].flat().map((name) => [name, []]))],
  responses: answers(schema),
});
const drug = { type: 'object', required: ['id', 'label', 'dose'], properties: { id: { type: 'string' }, label: { type: 'string' } } };
const wrong = { type: 'object', required: ['weight'] };

/** Its document. The server breaks most of it, so that there are findings. */
export const apothecaryDocument = {
  openapi: '3.1.0',
  info: { title: 'Apothecary', version: '1' },
  paths: {
    '/drugs': {
      get: reads('drugs', 'wardToken', { type: 'object', required: ['items'], properties: { items: { type: 'array', items: drug } } }),
      post: {
        operationId: 'mix',
        security: [{ wardToken: [] }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['label'], properties: { label: { type: 'string' } } } } },
        },
        responses: answers(drug, '201'),
      },
    },
    '/drugs/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: reads('drug', 'wardToken', drug),
      delete: { operationId: 'pour', security: [{ wardToken: [] }], responses: { '204': { description: 'gone' } } },
    },
    '/shelf': { get: reads('shelf', 'shelf-key', wrong) },
    '/till': { get: reads('till', 'till', wrong) },
    '/seat': { get: reads('seat', ['wardToken', 'shelf-key', 'seat'], wrong) },
    '/session': {
      get: reads('session', 'wardToken', wrong),
      post: {
        operationId: 'logIn',
        security: [{ wardToken: [] }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['user', 'password'],
                properties: { user: { type: 'string' }, password: { type: 'string' } },
              },
            },
          },
        },
        responses: answers(wrong),
      },
    },
    '/door': { get: reads('door', 'shelf-key') },
    '/ledger': { get: reads('ledger', 'wardToken') },
  },
  components: {
    securitySchemes: {
      wardToken: { type: 'http', scheme: 'bearer' },
      'shelf-key': { type: 'apiKey', in: 'query', name: 'key' },
      till: { type: 'http', scheme: 'basic' },
      seat: { type: 'apiKey', in: 'cookie', name: 'seat' },
    },
  },
};

export type Apothecary = {
  readonly url: string;
  /** Whether it removes what it is asked to remove. */
  removes: boolean;
  /** Shows nothing of what it issued until it issues it again, like a server that issues something new each time. */
  forget(): void;
  readonly drugs: ReadonlySet<string>;
};

/** A text in the forms in which careless services repeat it. */
const forms = (text: string): string[] => [
  text,
  encodeURIComponent(text),
  triplets(text),
  JSON.stringify(text),
  JSON.stringify(JSON.stringify({ text })),
  ...[0, 1, 2].map((offset) => Buffer.from('x'.repeat(offset) + text).toString('base64')),
  Buffer.from(text).toString('base64url'),
];

/** What a request has of secrets: header fields, query, body, and their decoded parts. */
const came = ({ headers, url = '' }: IncomingMessage, body: string): string[] => {
  const { authorization = '', cookie = '', 'x-tenant': tenant = '' } = headers;
  const pair = /^Basic (.+)$/.exec(authorization)?.[1] ?? '';
  const decoded = Buffer.from(pair, 'base64').toString();
  const texts = [authorization, cookie, String(tenant), new URL(url, 'http://a').searchParams.get('key') ?? '', decoded];
  return [...texts, decoded.split(':')[1] ?? '', body.includes(loginPassword.slice(0, 4)) ? body : ''].filter((one) => one !== '');
};

/** A service on 127.0.0.1 that repeats every secret that it receives or issues wherever it can; closed when the test is over. */
export const startApothecary = async (): Promise<Apothecary> => {
  const drugs = new Map<string, string>([['d-1', 'first']]);
  /** What was issued, by which connection, and since when the client has read the answer: its next request there, or the end of the connection, tells. */
  const shown = new Map<string, { readonly socket: Socket; readSince?: number }>();
  const hasRead = (socket: Socket): void => {
    for (const one of shown.values()) if (one.socket === socket) one.readSince ??= Date.now();
  };
  const show = (socket: Socket, ...secrets: readonly string[]): void => {
    for (const one of secrets) if (!shown.has(one)) shown.set(one, { socket });
    socket.once('close', () => hasRead(socket));
  };
  /** A client cannot know a secret before it has read the answer that issues it. */
  const known = (): string[] => [...shown].filter(([, { readSince = Infinity }]) => Date.now() - readSince > 250).map(([one]) => one);
  let next = 2;
  const service = {
    url: '',
    removes: false,
    forget: () => shown.clear(),
    get drugs() {
      return new Set(drugs.keys());
    },
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    hasRead(incoming.socket);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(incoming.url ?? '/', 'http://a');
    const echo = [...came(incoming, body), ...known()].flatMap(forms);
    const debug = { echo, url: incoming.url, inUnits: '@', byName: Object.fromEntries(echo.map((one) => [one, true])) };
    const respond = (status: number, value: object, headers: Record<string, string | string[]> = {}): void => {
      const text = JSON.stringify({ ...value, debug });
      outgoing.writeHead(status, { 'Content-Type': 'application/json', 'X-Debug': echo.join(' ; '), ...headers });
      outgoing.end(text.replace('"@"', `"${echo.map(escaped).join('')}"`));
    };
    const { cookie = '' } = incoming.headers;
    const authorization = authorizationOf(incoming.headers).replace(/^basic /iu, 'Basic ');
    const isWard = authorization === `Bearer ${given.WARD_TOKEN}`;
    const isShelf = url.searchParams.get('key') === given.SHELF_KEY;
    const isTill = authorization === `Basic ${Buffer.from(given.TILL_PAIR).toString('base64')}`;
    const isSeat = isWard && isShelf && cookie.includes(`seat=${given.SEAT_KEY}`);
    const entries: Readonly<Record<string, boolean>> = { '/shelf': isShelf, '/door': isShelf, '/till': isTill, '/seat': isSeat };
    if (!(entries[url.pathname] ?? isWard)) return respond(401, { error: `not authenticated: ${echo.join(' ')}` });
    const one = /^\/drugs\/([^/]+)$/.exec(url.pathname)?.[1];
    if (url.pathname === '/drugs' && incoming.method === 'POST') {
      const id = `d-${next++}`;
      drugs.set(id, String((JSON.parse(body || '{}') as Record<string, unknown>)['label']));
      return respond(201, { id, label: drugs.get(id) }, { Location: `/drugs/${id}` });
    }
    if (one !== undefined && incoming.method === 'DELETE') {
      if (!service.removes) return respond(503, { error: 'the drain is blocked' });
      return void outgoing.writeHead(drugs.delete(one) ? 204 : 404).end();
    }
    if (one !== undefined)
      return drugs.has(one) ? respond(200, { id: one, label: drugs.get(one) }) : respond(404, { error: 'no such drug' });
    switch (url.pathname) {
      case '/drugs':
        return respond(200, { items: [...drugs].map(([id, label]) => ({ id, label })) });
      case '/session':
        show(incoming.socket, issued.access, issued.refresh, issued.jwt, issued.cookie);
        return respond(
          200,
          { access_token: issued.access, refreshToken: issued.refresh, note: `yours: ${issued.jwt}`, token_type: 'bearer' },
          { 'Set-Cookie': [`sid=${issued.cookie}; HttpOnly`, 'theme=dark'] },
        );
      case '/door':
        show(incoming.socket, issued.code);
        return respond(302, {}, { Location: `/elsewhere?key=${encodeURIComponent(given.SHELF_KEY)}&code=${issued.code}` });
      case '/ledger':
        outgoing.writeHead(500, { 'Content-Type': 'text/plain' });
        return void outgoing.end(`no page for ${echo.join('\n')}`);
      default:
        return respond(entries[url.pathname] === undefined ? 404 : 200, {});
    }
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy()));
  const url = await onLoopback(server);
  service.url = url;
  return service;
};
