import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const object = (properties: object): object => ({ type: 'object', required: Object.keys(properties), properties });
const holding = (schema: object): object => ({ 'application/json': { schema } });
const none = { description: 'Refused' };
const refusals = { '401': none, '403': none, '404': none };
const stay = object({ id: text, guest: text, state: { ...text, enum: ['open', 'billed'] } });
const needs = (...scopes: string[]): object => ({ security: [{ oauth: scopes }] });
const inPath = [{ name: 'stayId', in: 'path', required: true, schema: text }];
const scopes = { read: 'Read stays', write: 'Write stays', money: 'Read and write bills' };

/** Stays, whose bills need a scope of their own. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Stays', version: '1', description: 'A token without the scope of the operation gets `403`.' },
  components: {
    securitySchemes: { oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://stays.example/token', scopes } } } },
  },
  paths: {
    '/stays': {
      get: {
        ...needs('read'),
        responses: { '200': { description: 'All', content: holding({ type: 'array', items: stay }) }, ...refusals },
      },
      post: {
        ...needs('write'),
        requestBody: { required: true, content: holding(object({ guest: text })) },
        responses: { '201': { description: 'It', content: holding(stay) }, ...refusals },
      },
    },
    '/stays/{stayId}': {
      parameters: inPath,
      get: { ...needs('read'), responses: { '200': { description: 'It', content: holding(stay) }, ...refusals } },
      delete: { ...needs('write'), responses: { '204': none, ...refusals } },
    },
    '/stays/{stayId}/bill': {
      parameters: inPath,
      post: { ...needs('money'), responses: { '200': { description: 'It', content: holding(stay) }, ...refusals } },
    },
    '/bills': {
      get: {
        ...needs('money'),
        responses: { '200': { description: 'All', content: holding({ type: 'array', items: text }) }, ...refusals },
      },
    },
    '/stays/{stayId}/price': {
      parameters: inPath,
      get: {
        ...needs('read', 'money'),
        responses: { '200': { description: 'It', content: holding(object({ cents: { type: 'integer' } })) }, ...refusals },
      },
    },
  },
};

const tokens = { key: 'stays-of-owner-0123456789', second: 'stays-of-clerk-0123456789', restricted: 'stays-of-board-0123456789' };

type World = {
  /** Scopes of the second token. */
  readonly second: readonly string[];
  /** Operations at which nobody looks at scopes. */
  readonly open?: readonly string[];
  /** What the introduction says besides. */
  readonly said?: string;
};

const judged = async ({ second, open = [], said = '' }: World) => {
  const stays = new Map<string, { id: string; guest: unknown; state: string }>();
  const scopesOf: Readonly<Record<string, readonly string[]>> = {
    [tokens.key]: ['read', 'write', 'money'],
    [tokens.second]: second,
    [tokens.restricted]: ['read'],
  };
  const url = await serve((incoming, outgoing) => {
    const answer = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const go = async (): Promise<void> => {
      const given = await objectBody(incoming);
      const own = scopesOf[/^Bearer (.+)$/u.exec(incoming.headers.authorization ?? '')?.[1] ?? ''];
      if (!own) return answer(401);
      const [, root, id, part] = new URL(incoming.url ?? '', 'http://x').pathname.split('/');
      const line = `${incoming.method} ${[root, ...(id === undefined ? [] : ['{}']), ...(part === undefined ? [] : [part])].join('/')}`;
      const needed =
        line === 'GET stays/{}/price'
          ? ['read', 'money']
          : root === 'bills' || part === 'bill'
            ? ['money']
            : incoming.method === 'GET'
              ? ['read']
              : ['write'];
      if (!open.includes(line) && !needed.every((one) => own.includes(one))) return answer(403);
      if (root === 'bills') return answer(200, [...stays.keys()]);
      if (root !== 'stays') return answer(404);
      if (id === undefined && incoming.method === 'GET') return answer(200, [...stays.values()]);
      if (id === undefined) {
        const made = { id: `s${stays.size + 1}x`, guest: given?.['guest'] ?? '', state: 'open' };
        stays.set(made.id, made);
        return answer(201, made);
      }
      const found = stays.get(id);
      if (!found) return answer(404);
      if (part === 'price') return answer(200, { cents: 100 });
      if (part === 'bill') found.state = 'billed';
      if (incoming.method === 'DELETE') stays.delete(id);
      return incoming.method === 'DELETE' ? answer(204) : answer(200, found);
    };
    void go();
  });
  const { verdicts } = await judgeForeign(
    writeDocument({ ...document, info: { ...document.info, description: `${document.info.description} ${said}` } }),
    url,
    {
      allow: ['mutation', 'permanent', 'destructive'],
      maxCreates: 60,
      key: tokens.key,
      secrets: { second: tokens.second, restricted: tokens.restricted },
      credentials: ['key', 'second', 'restricted'],
      selection: { only: ['auth/permission-missing-refused', 'auth/closed-read-refused'], skip: [] },
    },
  );
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.operation}: ${verdict.finding.expected}`] : []));
};

const because = 'with a credential that has not the right to it: GET /bills, which needs no other scope, refuses it';

test.concurrent.for<readonly [World, readonly string[]]>([
  [{ second: ['read', 'write'] }, []],
  [{ second: ['read', 'write', 'money'] }, []],
  [{ second: ['write'] }, []],
  [
    {
      second: ['read', 'write'],
      open: ['GET stays/{}/price'],
      said: 'Publishable tokens (`pk_...`) read stays and prices and nothing else.',
    },
    [],
  ],
  [
    { second: ['read', 'write'], open: ['POST stays/{}/bill'] },
    [`POST /stays/{stayId}/bill: status 403 to POST /stays/{stayId}/bill ${because}`],
  ],
  [
    { second: ['read', 'write'], open: ['GET stays/{}/price'] },
    [
      `GET /stays/{stayId}/price: status 403 to GET /stays/{stayId}/price with a credential that may not read it: GET /bills, which needs no other scope, refuses it`,
    ],
  ],
])(
  'a token without a scope is refused wherever that is needed: %o',
  besideOthers(async ([world, expected]) => {
    expect(await judged(world)).toEqual(expected);
  }),
);
