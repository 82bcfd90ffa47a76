import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const asked = { type: 'object', required: ['title'], properties: { title: { type: 'string', maxLength: 60 } } };
const map = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, title: { type: 'string' } } };
const refused = { 401: { description: 'No token' }, 404: { description: 'None' } };
const location = { Location: { schema: { type: 'string' } } };

/** Maps with pins on them, which a token guards. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/maps': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: map }) }, ...refused } },
      post: {
        requestBody: { required: true, ...json(asked) },
        responses: { 201: { description: 'd', headers: location, ...json(map) }, ...refused },
      },
    },
    '/maps/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(map) }, ...refused } },
      patch: { requestBody: { required: true, ...json(asked) }, responses: { 200: { description: 'd', ...json(map) }, ...refused } },
      delete: { responses: { 204: { description: 'd' }, ...refused } },
    },
  },
};

type Call = { readonly method: string; readonly path: string; readonly token: string | undefined; readonly id: string };

type Defect = {
  /** Is a caller without the token let in all the same. */
  readonly opens?: (call: Call) => boolean;
  /** The status of whoever is not let in. */
  readonly refuses?: (call: Call, isKnown: boolean) => number;
  readonly locates?: (id: string) => string | undefined;
};

const titleIn = (text: string): unknown => {
  try {
    return (Object(JSON.parse(text)) as { title?: unknown }).title;
  } catch {
    return undefined;
  }
};

const key = 'maps_reader_0123456789';

/** The findings for a service with a defect, and the maps of others that are left. */
const judged = async ({ opens = () => false, refuses = () => 401, locates = (id) => `/maps/${id}` }: Defect) => {
  const maps = new Map<string, string>([['old', 'An old map']]);
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const token = /^Bearer (.*)$/iu.exec(headers.authorization ?? '')?.[1];
    const id = /^\/maps\/([^/]+)$/u.exec(path)?.[1] ?? '';
    const send = (status: number, body?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...fields });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const text: Buffer[] = [];
    incoming.on('data', (part: Buffer) => text.push(part));
    incoming.on('end', () => {
      const call = { method, path, token, id };
      if (token !== key && !opens(call)) return send(refuses(call, maps.has(id)), undefined, { 'www-authenticate': 'Bearer realm="maps"' });
      if (path !== '/maps' && !maps.has(id)) return send(404);
      const show = (one: string): unknown => ({ id: one, title: maps.get(one) });
      if (method === 'GET') return send(200, path === '/maps' ? [...maps.keys()].map(show) : show(id));
      if (method === 'DELETE' && id !== '') return (maps.delete(id), send(204));
      if (!(method === 'POST' && id === '') && !(method === 'PATCH' && id !== ''))
        return send(405, undefined, { allow: id === '' ? 'GET, POST' : 'GET, PATCH, DELETE' });
      const title = titleIn(Buffer.concat(text).toString());
      if (typeof title !== 'string' || [...title].length > 60) return send(400);
      const named = id === '' ? `m${(last += 1)}` : id;
      maps.set(named, title);
      const where = locates(named);
      return send(id === '' ? 201 : 200, show(named), id === '' && where !== undefined ? { location: where } : {});
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, { allow: ['mutation'], maxCreates: 40, key });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.operation}`] : [],
  );
  return { told: [...new Set(told)], left: [...maps.keys()] };
};

describe('operations that a credential guards', () => {
  test.concurrent.for<readonly [string, Defect]>([
    ['refuse with 401', {}],
    ['hide what there is from strangers', { refuses: () => 404 }],
    ['send strangers to a login', { refuses: () => 302 }],
    ['look the map up first', { refuses: ({ id }, isKnown) => (id !== '' && !isKnown ? 404 : 401) }],
    ['name relative addresses', { locates: (id) => `maps/${id}` }],
    ['name addresses behind a proxy', { locates: (id) => `https://maps.example/inner/maps/${id}` }],
  ])(
    'that %s are not accused, and keep what others made',
    besideOthers(async ([, defect]) => {
      const { told, left } = await judged(defect);
      expect(told.filter((one) => !one.startsWith('HTTP-11'))).toEqual([]);
      expect(left).toEqual(['old']);
    }),
  );

  test.concurrent.for<readonly [string, Defect, string]>([
    [
      'remove for anybody',
      { opens: ({ method }) => method === 'DELETE', refuses: ({ id }, isKnown) => (id !== '' && !isKnown ? 404 : 401) },
      'CONV-65 must DELETE /maps/{id}',
    ],
    ['change for anybody', { opens: ({ method }) => method === 'PATCH' }, 'CONV-65 must PATCH /maps/{id}'],
    ['create for anybody', { opens: ({ method }) => method === 'POST' }, 'CONV-65 must POST /maps'],
    ['take the credential in any case', { opens: ({ token }) => token?.toLowerCase() === key }, 'CONV-106 should GET /maps'],
    ['refuse with an undescribed status', { refuses: () => 403 }, 'OAS-15 should GET /maps'],
    ['name addresses where nothing is', { locates: (id) => `/map/${id}` }, 'HTTP-28 should POST /maps'],
    ['name the address of another map', { locates: () => '/maps/old' }, 'HTTP-28 should POST /maps'],
    ['name no address although they describe one', { locates: () => undefined }, 'HTTP-25 should POST /maps'],
  ])(
    'that %s are told, and keep what others made',
    besideOthers(async ([, defect, finding]) => {
      const { told, left } = await judged(defect);
      expect(told).toContain(finding);
      expect(left).toContain('old');
    }),
  );
});
