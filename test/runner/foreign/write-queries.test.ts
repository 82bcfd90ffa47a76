import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const note = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', readOnly: true }, title: { type: 'string', minLength: 1, maxLength: 80 } },
};
const mode = { name: 'mode', in: 'query', schema: { type: 'string', enum: ['draft', 'final'] } };
const notify = { name: 'notify', in: 'query', schema: { type: 'boolean' } };
const since = { name: 'since', in: 'query', schema: { type: 'string', format: 'date-time' } };
const weight = { name: 'weight', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } };

type Has = { readonly query: readonly object[]; readonly on: 'post' | 'patch' | 'delete'; readonly refusals?: readonly number[] };

/** Notes whose creation, change or removal takes query parameters. */
const documentOf = ({ query, on, refusals = [400] }: Has) => {
  const own = (method: string) => (method === on ? { parameters: query } : {});
  const refused = Object.fromEntries(refusals.map((status) => [status, { description: 'Wrong' }]));
  return {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: note }) } } },
        post: {
          ...own('post'),
          requestBody: { required: true, ...json(note) },
          responses: { 201: { description: 'Made', ...json(note) }, ...refused },
        },
      },
      '/notes/{noteId}': {
        parameters: [{ name: 'noteId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'It', ...json(note) }, 404: { description: 'None' } } },
        patch: {
          ...own('patch'),
          requestBody: { required: true, ...json({ type: 'object', properties: { title: note.properties.title } }) },
          responses: { 200: { description: 'Changed', ...json(note) }, 404: { description: 'None' }, ...refused },
        },
        delete: { ...own('delete'), responses: { 204: { description: 'Gone' }, 404: { description: 'None' }, ...refused } },
      },
    },
  };
};

const told = async (has: Has, checks: boolean) => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    const [, root, id] = pathname.split('/');
    if (root !== 'notes' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    const [chosen, flag] = [searchParams.get('mode'), searchParams.get('notify')];
    const moment = searchParams.get('since');
    // A count of seconds is a moment to many readers.
    const isNoMoment = moment !== null && Number.isNaN(Number(moment)) && Number.isNaN(Date.parse(moment));
    const isWrong =
      isNoMoment || (chosen !== null && !mode.schema.enum.includes(chosen)) || (flag !== null && flag !== 'true' && flag !== 'false');
    if (checks && isWrong) return give(400);
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (incoming.method === 'PATCH' && id !== undefined) {
        all.set(id, { ...all.get(id), ...body, id });
        return give(200, all.get(id));
      }
      if (typeof body['title'] !== 'string') return give(400);
      const made = { ...body, id: `n-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(has)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['query/write-breach-refused'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    left: [...all.keys()],
  };
};

const cases: readonly Has[] = [
  { query: [mode], on: 'post' },
  { query: [notify], on: 'patch' },
  { query: [mode, notify], on: 'delete' },
  { query: [since], on: 'delete' },
];

test.each(cases)('a wrong query parameter that is accepted is told: $on', async (has) => {
  expect(await told(has, false)).toEqual({ failed: ['OAS-134 should'], passed: 0, left: [] });
});

test.each(cases)('nothing is told where it is refused: $on', async (has) => {
  expect(await told(has, true)).toEqual({ failed: [], passed: 1, left: [] });
});

test.each<Has>([
  { query: [{ ...weight, schema: { type: 'number', minimum: 1, maximum: 9 } }], on: 'post', refusals: [] },
  { query: [mode], on: 'post', refusals: [409] },
  { query: [{ name: 'X-Mode', in: 'header', schema: mode.schema }], on: 'post' },
])('nothing is told where no refusal is described, or of a header field', async (has) => {
  expect(await told(has, false)).toEqual({ failed: [], passed: 0, left: [] });
});
