import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { judgeForeign, serve } from './judge-foreign.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = { '200': { description: 'Quilts', ...json({ type: 'array', items: ref('Quilt') }) } };

/** A document about quilts without a word of `x-assay`: three lists share one schema. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Quilts', version: '1' },
  paths: {
    '/quilts': { get: { responses: list } },
    '/drafts': { get: { responses: { ...list, '404': { description: 'None' } } } },
    '/scraps': { get: { responses: list } },
    '/labels': { get: { responses: { '200': { description: 'One', ...json({ type: 'object' }) } } } },
  },
  components: {
    schemas: { Quilt: { type: 'object', required: ['id', 'maker'], properties: { id: { type: 'string' }, maker: { type: 'string' } } } },
  },
};

const answerJson = (outgoing: ServerResponse, status: number, body: unknown): void =>
  void outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const judged = async (quilt: unknown, lost: number) => {
  const url = await serve((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (path === '/labels') return answerJson(outgoing, 202, {});
    return path in document.paths ? answerJson(outgoing, 200, [quilt]) : answerJson(outgoing, lost, {});
  });
  const file = writeToolDocument(document);
  const { verdicts } = await judgeForeign(file, url);
  return verdicts.flatMap(({ id, case: planned, verdict }) => (verdict.kind === 'fail' ? [{ id, planned, ...verdict.finding, file }] : []));
};

test('a finding points at the schema node that was broken, the same for each operation that shares it, and at the operation for a status', async () => {
  const found = await judged({ id: 'q1', maker: 7 }, 404);
  const pointers = found.map(({ id, documentedAt }) => [id, documentedAt?.pointer]);
  expect(pointers).toEqual([
    ['status/declared@#/paths/~1labels/get', '#/paths/~1labels/get'],
    ...['quilts', 'drafts', 'scraps'].map((name) => [
      `schema/response-body@#/paths/~1${name}/get`,
      '#/components/schemas/Quilt/properties/maker',
    ]),
  ]);
  for (const { file, documentedAt } of found) expect(documentedAt?.file).toBe(file);
  expect(found.every((finding) => !('node' in finding))).toBe(true);
});

test('a case on an inferred word says which one and why, and a conformant server is accused of nothing', async () => {
  const found = await judged({ id: 'q1', maker: 'Ada' }, 200);
  const [first] = found.filter(({ planned }) => planned.check === 'errors/unknown-path-refused');
  expect(first?.planned).toMatchObject({
    requirement: expect.stringMatching(/^CONV-\d+-INFERRED$/u) as string,
    level: 'should',
    inferred: [{ word: 'unknown.path', operation: null, why: expect.stringContaining('describe 404') as string }],
  });
  expect((await judged({ id: 'q1', maker: 'Ada', more: 1 }, 404)).map(({ id }) => id)).toEqual(['status/declared@#/paths/~1labels/get']);
});
