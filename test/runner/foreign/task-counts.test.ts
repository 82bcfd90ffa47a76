import { describe, expect, test } from 'vitest';
import { countingTasks } from '../../../src/checks/subjects/counting-tasks.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const kinds = ['barrels', 'pallets'];
const states = ['queued', 'succeeded', 'failed'];
const listOf = (parameters: readonly object[] = []) => ({
  get: {
    parameters,
    responses: { 200: { description: 'All', ...json({ type: 'array', items: { type: 'object', properties: { id: text } } }) } },
  },
});

/** Counts of what a warehouse has, which are made in the background. */
const documentWith = (description: string, parameters: readonly object[] = []) => {
  const count = {
    type: 'object',
    required: ['id', 'kind', 'status', 'total'],
    properties: { id: text, kind: text, status: { ...text, enum: states }, total: { type: ['integer', 'null'], description } },
  };
  const asked = { type: 'object', required: ['kind'], properties: { kind: { ...text, enum: kinds } } };
  return {
    openapi: '3.1.0',
    info: { title: 'Warehouse', version: '1' },
    paths: {
      '/barrels': listOf(parameters),
      '/pallets': listOf(parameters),
      '/counts': {
        post: {
          requestBody: { required: true, ...json(asked) },
          responses: {
            202: { description: 'Begun; see `Location`.', headers: { Location: { schema: text } }, ...json(count) },
            400: { description: 'Wrong' },
          },
        },
      },
      '/counts/{countId}': {
        parameters: [{ name: 'countId', in: 'path', required: true, schema: text }],
        get: { responses: { 200: { description: 'It', ...json(count) }, 404: { description: 'None' } } },
      },
    },
  };
};

const isCount = async (description: string, parameters: readonly object[] = []): Promise<boolean> =>
  countingTasks(await loadContract(writeToolDocument(documentWith(description, parameters)))).length > 0;

test.each([
  'Number of objects of that kind the warehouse has, once succeeded; `null` before.',
  'How many items of the chosen kind there are.',
  'The total number of records of this type.',
])('a number of all there are: %s', async (description) => {
  expect(await isCount(description)).toBe(true);
});

test.for<readonly [string, (readonly object[])?]>([
  ['Number of objects processed so far.'],
  ['Number of objects of that kind that changed since the last count.'],
  ['Approximate number of objects of that kind.'],
  ['Number of rows in the file.'],
  ['Number of records of that kind that the import found in the upload.'],
  ['Number of records of that kind in the trash.'],
  ['Number of rows of that type in the file, with the heading.'],
  ['Number of items of that kind that are on sale.'],
  ['How many items of that kind the warehouse had at the last stocktaking.'],
  ['How many items of that kind are missing.'],
  ['Number of items of that kind, removed ones too.'],
  ['Number of objects of that kind, counted once a night.'],
  ['How many objects of that kind the warehouse has, by weight.'],
  ['Number of objects of that kind.', [{ name: 'state', in: 'query', schema: { ...text, default: 'stored' } }]],
  ['Number of objects of that kind.', [{ name: 'archived', in: 'query', schema: { type: 'boolean' } }]],
])('a number of something else: %s', async ([description, parameters]) => {
  expect(await isCount(description ?? '', parameters)).toBe(false);
});

/** @param others How many objects of others a service counts too. */
const judged = async (others: number): Promise<readonly string[]> => {
  const begun: string[] = [];
  const stored = { barrels: ['b1', 'b2', 'b3'], pallets: ['p1'] };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...fields });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, ...more] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const listed = root === 'barrels' || root === 'pallets' ? stored[root] : undefined;
    if (listed && id === undefined)
      return incoming.method === 'GET'
        ? give(
            200,
            listed.map((one) => ({ id: one })),
          )
        : give(405);
    if (root !== 'counts' || more.length > 0) return give(404);
    if (incoming.method === 'GET') {
      const kind = begun[Number(id)];
      if (kind !== 'barrels' && kind !== 'pallets') return give(404);
      return give(200, { id, kind, status: 'succeeded', total: stored[kind].length + others });
    }
    void objectBody(incoming).then(({ kind } = {}) => {
      if (typeof kind !== 'string' || !kinds.includes(kind)) return give(400);
      begun.push(kind);
      const own = String(begun.length - 1);
      return give(202, { id: own, kind, status: 'queued', total: null }, { location: `/counts/${own}` });
    });
  });
  const document = documentWith('Number of objects of that kind the warehouse has, once succeeded.');
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/task-counts-list'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.actual}` : verdict.kind));
};

describe('a task that counts a list', () => {
  test.concurrent.for<readonly [number, readonly string[]]>([
    [0, ['pass']],
    [4, ['counted-otherwise 7']],
  ])(
    'with so many of others: %i',
    besideOthers(async ([others, expected]) => {
      expect(await judged(others)).toEqual(expected);
    }),
  );
});
