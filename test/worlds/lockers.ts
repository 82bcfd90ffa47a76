import type { IncomingMessage, ServerResponse } from 'node:http';

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const locker = { type: 'object', required: ['number', 'hall'], properties: { number: { type: 'integer' }, hall: { type: 'string' } } };
const refused = { '401': { description: 'Who are you?' }, '403': { description: 'Not you' } };

/** A document of the lockers of a station, which requires what `security` says. */
export const lockersDocument = (
  securitySchemes: Json,
  security: readonly Json[] | undefined,
  { errors = true, openapi = '3.0.3' }: { readonly errors?: boolean; readonly openapi?: string } = {},
): Json => ({
  openapi,
  info: { title: 'Lockers', version: '1' },
  ...(security === undefined ? {} : { security }),
  components: { securitySchemes },
  paths: {
    '/lockers': { get: { responses: { '200': answer({ type: 'array', items: locker }), ...(errors ? refused : {}) } } },
    '/lockers/{number}': {
      parameters: [{ name: 'number', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { '200': answer(locker), '404': { description: 'None' }, ...(errors ? refused : {}) } },
    },
    '/opening-hours': { get: { security: [], responses: { '200': answer({ type: 'object' }) } } },
  },
});

/** A request as a service sees its credentials. */
export type Shown = {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly query: URLSearchParams;
  readonly cookies: Readonly<Record<string, string>>;
};

/** What a request shows of itself. */
export const shownBy = ({ url = '/', method = 'GET', headers }: IncomingMessage): Shown => {
  const { pathname, searchParams } = new URL(url, 'http://station');
  const cookies = (headers.cookie ?? '')
    .split('; ')
    .flatMap((pair) => (pair.includes('=') ? [[pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]] : []));
  return { path: pathname, method, headers, query: searchParams, cookies: Object.fromEntries(cookies) as Record<string, string> };
};

const lockers: readonly Json[] = [
  { number: 41, hall: 'north' },
  { number: 42, hall: 'south' },
];

export const send = (
  outgoing: ServerResponse,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string | string[]>> = {},
): void => {
  outgoing.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
};

/** How the service refuses a caller. */
export type Refusal = { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

/** The lockers for everybody whom `admits` lets in; none for whom `hasLockers` does not name. */
export const lockersService =
  (
    admits: (shown: Shown) => boolean,
    refusal: Refusal = { status: 401, headers: { 'www-authenticate': 'Locker' } },
    seen: Shown[] = [],
    hasLockers: (shown: Shown) => boolean = () => true,
  ) =>
  (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const shown = shownBy(incoming);
    seen.push(shown);
    if (shown.path === '/opening-hours') return send(outgoing, 200, { from: 6 });
    const found = /^\/lockers(?:\/(\d+))?$/u.exec(shown.path);
    if (found && !admits(shown)) return send(outgoing, refusal.status, { error: 'refused' }, refusal.headers);
    if (!found) return send(outgoing, 404, { error: 'none' });
    if (shown.method !== 'GET') return send(outgoing, 405, { error: 'none' }, { allow: 'GET' });
    const own = hasLockers(shown) ? lockers : [];
    if (found[1] === undefined) return send(outgoing, 200, own);
    const one = own.find(({ number }) => String(number) === found[1]);
    return one ? send(outgoing, 200, one) : send(outgoing, 404, { error: 'none' });
  };
