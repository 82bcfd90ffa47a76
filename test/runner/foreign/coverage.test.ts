import { describe, expect, test } from 'vitest';
import { judgeForeign, serve } from './judge-foreign.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const described = (...statuses: readonly string[]) => ({
  responses: Object.fromEntries(statuses.map((status) => [status, { description: `status ${status}` }])),
});
const id = { name: 'reef', in: 'path', required: true, schema: { type: 'string' } };

/** A document about a harbour. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Harbour', version: '3' },
  paths: {
    '/tides': { get: { operationId: 'tides', tags: ['water'], ...described('200') } },
    '/map': { get: { operationId: 'map', tags: ['water'], ...described('302', '404') } },
    '/log': { get: { operationId: 'log', tags: ['land'], ...described('200') } },
    '/cranes': { get: { operationId: 'cranes', tags: ['land'], ...described('201') } },
    '/reefs/{reef}': { get: { operationId: 'reef', tags: ['water'], parameters: [id], ...described('200') } },
    '/ships': { post: { operationId: 'moor', tags: ['water'], ...described('201') } },
    '/ships/{reef}': { delete: { operationId: 'leave', tags: ['water'], parameters: [id], ...described('204') } },
  },
};

const statuses: Readonly<Record<string, number>> = { '/tides': 200, '/map': 302, '/log': 403, '/cranes': 200 };

const harbour = () =>
  serve((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    outgoing.writeHead(statuses[pathname] ?? 404).end();
  });

describe('the operations of a document', () => {
  test('are exercised by a success, and each other one is reported with its reason', async () => {
    const { ended } = await judgeForeign(writeToolDocument(document), await harbour());
    expect(ended.coverage).toMatchObject({
      operations: 7,
      exercised: 3,
      reached: 5,

      notSelected: 0,
      unexercised: [
        { reason: 'refused with 403', operations: ['GET /log'] },
        {
          reason: 'no value for "reef"',
          lacks: [{ kind: 'setting', name: '/values/GET ~1reefs~1{reef}/reef' }],
          operations: ['GET /reefs/{reef}'],
        },
        {
          // Nothing shows that a reef is the id of a ship, so that nothing removes what is created.
          reason: 'needs the permission "mutation", needs the permission "permanent"',
          lacks: [
            { kind: 'permission', name: 'mutation' },
            { kind: 'permission', name: 'permanent' },
          ],
          operations: ['POST /ships'],
        },
        {
          reason: 'needs the permission "mutation", no value for "reef"',
          lacks: [
            { kind: 'permission', name: 'mutation' },
            { kind: 'setting', name: '/values/DELETE ~1ships~1{reef}/reef' },
          ],
          operations: ['DELETE /ships/{reef}'],
        },
      ],
      unusedCredentials: [{ name: 'key', reason: 'the document requires no credential' }],
    });
  });

  test('are not counted where the user did not select them', async () => {
    const url = await harbour();
    const selection = { only: ['land'], skip: [] };
    const { ended, verdicts } = await judgeForeign(writeToolDocument(document), url, { selection });
    expect(ended.coverage).toMatchObject({ operations: 2, exercised: 1, reached: 2, notSelected: 5 });
    const left = verdicts.filter(({ verdict }) => verdict.kind === 'skipped' && verdict.because === 'not-selected');
    const places = left.map(({ id: one }) => one.split('@')[1] ?? '');
    expect(new Set(places.filter((place) => place.startsWith('#/paths/')))).toEqual(
      new Set(['tides/get', 'map/get', 'reefs~1{reef}/get', 'ships/post', 'ships~1{reef}/delete'].map((end) => `#/paths/~1${end}`)),
    );
  });

  test('were not exercised because the run was stopped, where it was', async () => {
    const url = await serve((_incoming, outgoing) => void outgoing.writeHead(401).end());
    const secured = {
      ...document,
      security: [{ pass: [] }],
      components: { securitySchemes: { pass: { type: 'http', scheme: 'bearer' } } },
    };
    const { ended } = await judgeForeign(writeToolDocument(secured), url);
    expect(ended.coverage).toMatchObject({ operations: 7, exercised: 0, unusedCredentials: [] });
    expect(ended.coverage?.unexercised[0]).toMatchObject({
      reason: 'refused with 401',
      operations: expect.arrayContaining(['GET /tides']),
    });
  });
});

test('operations that lack a value of one name in different paths lack different values', async () => {
  const berth = { name: 'berth', in: 'path', required: true, schema: { type: 'string' } };
  const get = { parameters: [berth], ...described('200') };
  const paths = { '/berths/{berth}': { get }, '/berths/{berth}/ropes': { get }, '/ships/{berth}': { get } };
  const { ended } = await judgeForeign(writeToolDocument({ ...document, paths }), await harbour());
  expect(ended.coverage?.unexercised.map(({ reason, operations }) => [reason, operations])).toEqual([
    ['no value for "berth"', ['GET /berths/{berth}', 'GET /berths/{berth}/ropes']],
    ['no value for "berth"', ['GET /ships/{berth}']],
  ]);
});
