import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const responses = { 200: { description: 'd' }, 404: { description: 'd' } };
const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];

/** A list, one of its items that can be changed in part, and a switch that a GET turns. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: {
    '/maps': { get: { responses } },
    '/maps/{id}': { parameters, get: { responses }, patch: { responses } },
    '/maps/delete': { get: { operationId: 'deleteAllMaps', responses } },
  },
};

type Answer = readonly [number, Record<string, string>];

/** The findings about methods, and the undeclared methods that came, for a service that answers those so. */
const judged = async (answer: (method: string) => Answer, allow: readonly ('mutation' | 'destructive')[] = ['mutation', 'destructive']) => {
  const came = new Set<string>();
  const url = await serve(({ method = '', url: path = '' }, outgoing) => {
    const place = path === '/maps' || path === '/maps/delete' ? path : '/maps/{id}';
    const isDeclared = method === 'GET' || (method === 'PATCH' && place === '/maps/{id}');
    if (!isDeclared) came.add(`${method} ${place}`);
    const [status, fields] = isDeclared ? ([place === '/maps' ? 200 : 404, {}] as const) : answer(method);
    outgoing.writeHead(status, fields).end();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, { allow: [...allow] });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' && requirement.startsWith('HTTP-2') ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
  return { told: [...new Set(told)], came: [...came].sort() };
};

describe('a method that the document does not describe', () => {
  test('is tried without touching anything', async () => {
    expect((await judged(() => [405, { allow: 'GET' }])).came).toEqual([
      'HEAD /maps',
      'HEAD /maps/{id}',
      'OPTIONS /maps',
      'OPTIONS /maps/delete',
      'OPTIONS /maps/{id}',
      'PATCH /maps',
      'PATCH /maps/delete',
      'PUT /maps/{id}',
    ]);
  });

  test('is only tried where it is safe, without the permission for what is not described', async () => {
    const { came } = await judged(() => [405, { allow: 'GET' }], ['mutation']);
    expect(came.filter((one) => /^(?:PATCH|PUT)/.test(one))).toEqual([]);
  });

  test.each<readonly [string, (method: string) => Answer]>([
    ['405 with Allow', () => [405, { allow: 'GET' }]],
    ['404', () => [404, {}]],
    ['400', () => [400, {}]],
    ['501', () => [501, {}]],
    ['a success, where it changes nothing', (method) => [method === 'HEAD' || method === 'OPTIONS' ? 204 : 405, { allow: 'GET' }]],
    ['a way to somewhere else', () => [307, { location: '/sign-in' }]],
  ])('and is answered with %s is not accused', async (_what, answer) => {
    expect((await judged(answer)).told).toEqual([]);
  });

  test.each<readonly [string, (method: string) => Answer, string]>([
    ['a success', () => [200, {}], 'HTTP-28 should other-method-accepted'],
    ['500', () => [500, {}], 'HTTP-28 should other-method-failed'],
    ['500 to HEAD', (method) => [method === 'HEAD' ? 500 : 405, { allow: 'GET' }], 'HTTP-28 should other-method-failed'],
    ['405 without Allow', () => [405, {}], 'HTTP-23 should allow-absent'],
  ])('and is answered with %s is told', async (_what, answer, finding) => {
    expect((await judged(answer)).told).toEqual([finding]);
  });
});
