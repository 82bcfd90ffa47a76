import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const tagged = { headers: { ETag: { schema: { type: 'string' } } } };
const lamp = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const refused = { 401: { description: 'No credential' }, 404: { description: 'None' } };

const plain = { get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: lamp }) }, ...refused } } };

const made = {
  post: {
    requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: { name: { type: 'string' } } }) },
    responses: { 201: { description: 'd', ...json(lamp) }, ...refused },
  },
};

/** Lamps with a tag, and other lists; `isMade`: lamps can be added and removed; `change`: they can be changed, with a body or without. */
const document = (description: string, isMade: boolean, change: Service['change']) => ({
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1', description },
  security: [{ own: [] }],
  components: { securitySchemes: { own: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/lamps': { ...plain, ...(isMade && made) },
    '/shades': plain,
    '/plugs': plain,
    '/lamps/{id}/light': {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'at', in: 'query', required: true, schema: { type: 'integer' }, example: 7 },
      ],
      get: { responses: { 200: { description: 'd', ...json({ type: 'object' }) }, ...refused, 400: { description: 'No hour' } } },
    },
    '/lamps/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...tagged, ...json(lamp) }, ...refused } },
      ...(isMade && { delete: { responses: { 204: { description: 'd' }, ...refused } } }),
      ...(change && {
        patch: { requestBody: { required: change === 'by its body', ...json(lamp) }, responses: { 204: { description: 'd' }, ...refused } },
      }),
    },
  },
});

type Head =
  | 'same'
  | 'refused at items'
  | 'hidden at items'
  | 'taken for a removal'
  | 'no tag'
  | 'refused'
  | 'not found'
  | 'not found, as every other'
  | 'refused at one'
  | 'served at one'
  | 'found whatever is asked';

type Service = {
  readonly says?: string;
  readonly head?: Head;
  readonly isMade?: boolean;
  readonly change?: 'by its body' | 'without a body';
};

const told = async ({ says = '', head = 'same', isMade = false, change }: Service): Promise<readonly string[]> => {
  const lamps = new Set(['a']);
  let last = 0;
  const key = 'lamp-key-0123456789';
  const url = await serve(({ method, url: path = '', headers }, outgoing) => {
    if (headers.authorization !== `Bearer ${key}`)
      return void outgoing.writeHead(401, { 'www-authenticate': 'Bearer realm="lamps"' }).end();
    const isHead = method === 'HEAD';
    const isLacking = {
      same: false,
      'no tag': false,
      refused: true,
      'not found': true,
      'not found, as every other': true,
      'refused at one': path === '/plugs',
      'served at one': path !== '/plugs',
      'refused at items': path.startsWith('/lamps/'),
      'hidden at items': path.startsWith('/lamps/'),
      'taken for a removal': false,
      'found whatever is asked': false,
    };
    const id = /^\/lamps\/(?<id>[^/]+)$/u.exec(path)?.groups?.['id'];
    if (isMade && method === 'POST' && path === '/lamps') {
      const own = `lamp-of-ours-${++last}`;
      lamps.add(own);
      return void outgoing.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: own }));
    }
    if (isMade && id !== undefined && (method === 'DELETE' || (isHead && head === 'taken for a removal')))
      return void outgoing.writeHead(lamps.delete(id) ? 204 : 404).end();
    if (method !== 'GET' && head === 'not found, as every other') return void outgoing.writeHead(404).end();
    if (method !== 'GET' && (!isHead || isLacking[head]))
      return void outgoing.writeHead(isHead && (head === 'hidden at items' || head === 'not found') ? 404 : 405, { allow: 'GET' }).end();
    const lists = new Map<string, object>([
      ['/lamps', [...lamps].map((one) => ({ id: one }))],
      ['/shades', []],
      ['/plugs', []],
    ]);
    const body = id !== undefined && lamps.has(id) ? { id } : lists.get(path);
    if (isHead && head === 'found whatever is asked') return void outgoing.writeHead(200, { 'content-type': 'application/json' }).end();
    if (body === undefined) return void outgoing.writeHead(404).end();
    const tag = id === undefined || (isHead && head === 'no tag') ? {} : { etag: '"1"' };
    return void outgoing.writeHead(200, { 'content-type': 'application/json', ...tag }).end(isHead ? undefined : JSON.stringify(body));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(says, isMade, change)), url, {
    allow: ['mutation'],
    key,
    selection: { only: ['http/head-*'], skip: [] },
  });
  expect(lamps.has('a')).toBe(true);
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
};

const says = '`HEAD` is answered wherever `GET` is, with the same headers and no body.';

describe('a service', () => {
  test.each<readonly [string, Service]>([
    ['that answers HEAD as GET', { says }],
    ['that serves no HEAD, and does not say that it does', { head: 'refused' }],
    ['that finds nothing by all methods that it has not', { head: 'not found, as every other' }],
    ['that finds nothing by HEAD, and says that it serves none', { says: 'HEAD is not served.', head: 'not found' }],
    ['that serves HEAD at one path alone', { head: 'served at one' }],
    ['that serves HEAD of its lamps', { isMade: true }],
    ['that serves no HEAD of its lamps either', { head: 'refused', isMade: true }],
    ['that takes HEAD of a lamp for a removal, and says nothing', { head: 'taken for a removal', isMade: true }],
    ['that leaves a tag out, and does not say that it does not', { head: 'no tag' }],
    ['that serves HEAD of its lists alone, and says so', { says: 'HEAD is served of lists only.', head: 'refused at items', isMade: true }],
    ['that says of which GET it serves HEAD', { says: 'HEAD is served as GET is for lists only.', head: 'refused at items', isMade: true }],
    ['that says that HEAD of one lamp is refused', { says: 'HEAD of one lamp is a 405.', head: 'refused at items', isMade: true }],
    ['whose lamps can be changed without a body', { head: 'refused at items', change: 'without a body' }],
    ['that may serve HEAD', { says: 'HEAD may be answered where GET is.', head: 'refused' }],
  ])('%s is accused of nothing', async (_what, service) => {
    expect(await told(service)).toEqual([]);
  });

  test.each<readonly [string, Service, readonly string[]]>([
    [
      'that serves no HEAD although it says so',
      { says, head: 'refused' },
      Array.from({ length: 4 }, () => 'HTTP-33 should head-not-served'),
    ],
    ['that serves HEAD at all paths but one', { head: 'refused at one' }, ['HTTP-33 should head-not-served-here']],
    ['that serves HEAD of its lists alone', { head: 'refused at items', isMade: true }, ['HTTP-33 should head-not-served-here']],
    [
      'that serves no HEAD where a body changes a lamp',
      { head: 'refused at items', change: 'by its body' },
      ['HTTP-33 should head-not-served-here'],
    ],
    ['that finds none of its lamps by HEAD', { head: 'hidden at items', isMade: true }, ['HTTP-33 should head-not-served-here']],
    ['that finds nothing by HEAD', { head: 'not found' }, Array.from({ length: 4 }, () => 'HTTP-33 should head-not-found')],
    ['that finds every lamp by HEAD', { head: 'found whatever is asked' }, ['HTTP-33 should head-of-unknown']],
    [
      'that finds every lamp by HEAD, where they are made',
      { head: 'found whatever is asked', isMade: true },
      ['HTTP-33 should head-of-unknown'],
    ],
    ['that leaves the tag out although it says the same', { says, head: 'no tag' }, ['HTTP-33 should head-lacks-field']],
  ])('%s is told', async (_what, service, findings) => {
    expect(await told(service)).toEqual(findings);
  });
});
