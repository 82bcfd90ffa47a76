import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const map = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, title: { type: 'string' } } };
const asked = { type: 'object', required: ['title'], properties: { title: { type: 'string' } } };
const refused = { 404: { description: 'None' } };

/** Maps that can be made and removed, a switch that a GET turns, and an import that only a POST has. */
const documentWith = (description?: string) => ({
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1', ...(description === undefined ? {} : { description }) },
  paths: {
    '/maps': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: map }) } } },
      post: { requestBody: { required: true, ...json(asked) }, responses: { 201: { description: 'd', ...json(map) }, ...refused } },
    },
    '/maps/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(map) }, ...refused } },
      delete: { responses: { 204: { description: 'd' }, ...refused } },
    },
    '/maps/delete-all': { get: { operationId: 'deleteAllMaps', responses: { 200: { description: 'd' } } } },
    '/imports': { post: { responses: { 200: { description: 'd' } } } },
  },
});

type Answer = readonly [status: number, fields: Readonly<Record<string, string>>];

type Options = {
  readonly allow?: readonly ('mutation' | 'destructive')[];
  readonly description?: string;
  /** The checks that are run; default: those of HTTP. */
  readonly only?: readonly string[];
};

/** The findings about methods, and the requests by methods that the document does not describe, for a service that answers those so. */
const judged = async (
  answer: (method: string, path: string) => Answer,
  { allow = ['mutation', 'destructive'], description, only = ['http/*'] }: Options = {},
) => {
  const came = new Set<string>();
  const maps = new Map([['old', 'An old map']]);
  let last = 0;
  const url = await serve(({ method = '', url: path = '' }, outgoing) => {
    const id = /^\/maps\/([^/]+)$/u.exec(path)?.[1];
    const place = id === undefined || id === 'delete-all' ? path : '/maps/{id}';
    const send = (status: number, body?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...fields });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const isDescribed =
      method === 'GET' ||
      (method === 'POST' && (place === '/maps' || place === '/imports')) ||
      (method === 'DELETE' && place === '/maps/{id}');
    if (!isDescribed) {
      came.add(`${method} ${id === 'old' ? path : place}`);
      return send(answer(method, path)[0], undefined, answer(method, path)[1]);
    }
    if (place === '/imports' || id === 'delete-all') return send(200);
    if (method === 'POST') {
      last += 1;
      maps.set(`m${last}`, 'New');
      return send(201, { id: `m${last}`, title: 'New' }, { location: `/maps/m${last}` });
    }
    if (id === undefined)
      return send(
        200,
        [...maps].map(([one, title]) => ({ id: one, title })),
      );
    if (!maps.has(id)) return send(404);
    if (method === 'GET') return send(200, { id, title: maps.get(id) });
    maps.delete(id);
    return send(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(description)), url, {
    allow: [...allow],
    maxCreates: 40,
    selection: { only, skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' && /^HTTP-(?:2[34]|3[123])$/u.test(requirement) ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
  return { told: [...new Set(told)].sort(), came: [...came].sort(), left: [...maps.keys()] };
};

const notAllowed = (_method: string, path: string): Answer => [405, { allow: path === '/maps' ? 'get, POST' : 'DELETE,GET' }];

describe('a method that the document does not describe', () => {
  test('is sent to what changes nothing by it, and to resources of the run', async () => {
    const { came, left } = await judged(notAllowed, { only: [] });
    expect(came).toEqual([
      'HEAD /maps',
      'HEAD /maps/{id}',
      'OPTIONS /maps',
      'PATCH /maps/{id}',
      'POST /maps/{id}',
      'PROPFIND /maps',
      'PUT /maps/{id}',
    ]);
    expect(left).toEqual(['old']);
  });

  test('never begins what only the permission for unknown effects allows', async () => {
    const { came } = await judged(notAllowed, { allow: ['mutation'], only: [] });
    expect(came).toContain('PUT /maps/{id}');
    expect(came.filter((one) => one.startsWith('POST'))).toEqual([]);
  });

  test('changes nothing without a permission', async () => {
    const { came } = await judged(notAllowed, { allow: [], only: [] });
    expect(came.filter((one) => /^(?:POST|PUT|PATCH|DELETE)/u.test(one))).toEqual([]);
  });

  test.each<readonly [string, (method: string, path: string) => Answer]>([
    ['405 with Allow', notAllowed],
    ['404', () => [404, {}]],
    ['400', () => [400, {}]],
    ['501', () => [501, {}]],
    ['503', () => [503, {}]],
    ['207, as a server of files', (method, path) => (method === 'PROPFIND' ? [207, {}] : notAllowed(method, path))],
    ['a success, where more is served than described', (method, path) => [method === 'PROPFIND' ? 405 : 204, notAllowed(method, path)[1]]],
    ['a way to somewhere else', () => [307, { location: '/sign-in' }]],
  ])('and is answered with %s is not accused', async (_what, answer) => {
    expect((await judged(answer)).told).toEqual([]);
  });

  test('and is answered with 405 where the document says so is not accused', async () => {
    expect((await judged(notAllowed, { description: 'Other methods get a 405.' })).told).toEqual([]);
  });

  test.each<readonly [string, (method: string, path: string) => Answer, readonly string[]]>([
    ['500', () => [500, {}], ['HTTP-31 should other-method-failed', 'HTTP-33 should head-differs']],
    [
      '500 to PUT alone',
      (method, path) => (method === 'PUT' ? [500, {}] : notAllowed(method, path)),
      ['HTTP-31 should other-method-failed'],
    ],
    ['500 to HEAD alone', (method, path) => (method === 'HEAD' ? [500, {}] : notAllowed(method, path)), ['HTTP-33 should head-differs']],
    ['405 without Allow', () => [405, {}], ['HTTP-23 should allow-absent']],
    [
      'an Allow with too little',
      () => [405, { allow: 'POST' }],
      ['HTTP-24 should refused-method-allowed', 'HTTP-32 should allow-incomplete'],
    ],
  ])('and is answered with %s is told', async (_what, answer, findings) => {
    expect((await judged(answer)).told).toEqual(findings);
  });

  test('and is answered with a success, whatever it is, is told where the document promises 405', async () => {
    const accepted = await judged(() => [200, {}], { description: 'Other methods get a 405.' });
    expect(accepted.told).toEqual(['HTTP-31 should other-method-accepted']);
    expect((await judged(() => [200, {}])).told).toEqual([]);
  });

  test('and is answered with 404 although the document says 405 is told', async () => {
    expect((await judged(() => [404, {}], { description: 'Other methods get a 405.' })).told).toEqual(['HTTP-31 should method-not-found']);
  });

  test('and fails once is not accused', async () => {
    const failed = new Set<string>();
    const { told } = await judged((method, path) => {
      if (failed.has(`${method} ${path}`) || method === 'HEAD') return notAllowed(method, path);
      failed.add(`${method} ${path}`);
      return [500, {}];
    });
    expect(told).toEqual([]);
  });
});
