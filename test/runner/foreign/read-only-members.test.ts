import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const readOnly = { readOnly: true };
const till = {
  type: 'object',
  required: ['id', 'place', 'status', 'balance'],
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 40, ...readOnly },
    place: { type: 'string', minLength: 1, maxLength: 60 },
    note: { type: 'string', maxLength: 60 },
    status: { ...readOnly, allOf: [{ $ref: '#/components/schemas/Status' }] },
    balance: { type: 'string', pattern: '^(0|[1-9][0-9]*)\\.[0-9]{2}$', ...readOnly },
  },
};
const keeper = { type: 'string', minLength: 1, maxLength: 60, description: 'Name of the keeper. Set by the server.' };
const shown = { allOf: [till, { type: 'object', properties: { keeper } }] };
const shows = (description: string) => ({ description, content: { 'application/json': { schema: shown } } });
const body = { required: true, content: { 'application/json': { schema: till } } };

const document = {
  openapi: '3.0.3',
  info: { title: 'Tills', version: '1' },
  components: { schemas: { Status: { type: 'string', enum: ['fresh', 'ready', 'sealed'] } } },
  paths: {
    '/tills': { post: { requestBody: body, responses: { 201: shows('New'), 400: { description: 'Wrong' } } } },
    '/tills/{tillId}': {
      parameters: [{ name: 'tillId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows('It'), 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
};

type Json = Readonly<Record<string, unknown>>;

/** What is told of a server that takes the named members from the body. `grows`: a till is ready from its second read on, and sealed from its third. */
const told = async (takes: readonly string[], way: 'stays' | 'grows' | 'refuses' = 'stays') => {
  const tills = new Map<string, Json>();
  const reads = new Map<string, number>();
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'tills') return give(404);
    if (id === undefined) {
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as Json;
      const isKnown = Object.keys(sent).every((name) => ['place', 'note'].includes(name));
      if (typeof sent['place'] !== 'string' || (way === 'refuses' && !isKnown)) return give(400);
      const taken = Object.fromEntries(Object.entries(sent).filter(([name]) => takes.includes(name)));
      const made = {
        id: `t-${next++}`,
        place: sent['place'],
        note: sent['note'],
        status: 'fresh',
        balance: '0.00',
        keeper: 'Ida',
        ...taken,
      };
      tills.set(made.id, made);
      return give(201, made);
    }
    const found = tills.get(id);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') return give(tills.delete(id) ? 204 : 404);
    const times = reads.get(id) ?? 0;
    reads.set(id, times + 1);
    return give(200, way === 'grows' && times > 0 ? { ...found, status: times > 1 ? 'sealed' : 'ready' } : found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/undescribed-member-ignored'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.where] : [])),
    left: tills.size,
  };
};

test.each<readonly [string]>([['id'], ['status'], ['balance'], ['keeper']])(
  'a read-only %s that is taken from the body is told',
  async (name) => {
    expect(await told([name])).toEqual({ failed: [`/${name}`], left: 0 });
  },
);

test.each<'stays' | 'grows' | 'refuses'>(['stays', 'grows', 'refuses'])(
  'a server that ignores them is told nothing of (it %s)',
  async (way) => {
    expect(await told([], way)).toEqual({ failed: [], left: 0 });
  },
);
