import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const readOnly = { readOnly: true };
const till = {
  type: 'object',
  required: ['id', 'place', 'status', 'balance'],
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 40, ...readOnly },
    note: { type: 'string', maxLength: 60, nullable: true },
    place: { type: 'string', minLength: 1, maxLength: 60 },
    status: { ...readOnly, allOf: [{ $ref: '#/components/schemas/Status' }] },
    balance: { type: 'string', pattern: '^(0|[1-9][0-9]*)\\.[0-9]{2}$', ...readOnly },
    watched: { type: 'boolean', ...readOnly },
    fee: { type: 'number', minimum: 0, ...readOnly },
    shopId: { type: 'integer', minimum: 1, ...readOnly },
    owner: { type: 'integer', minimum: 1, ...readOnly },
  },
};
const keeper = { type: 'string', minLength: 1, maxLength: 60, description: 'Name of the keeper. Set by the server.' };
const entries = { type: 'integer', minimum: 0 };
const shown = { allOf: [till, { type: 'object', properties: { keeper, entries } }] };
const part = { required: true, content: { 'application/json': { schema: { ...till, required: [] } } } };
const shows = (description: string) => ({ description, content: { 'application/json': { schema: shown } } });
const body = { required: true, content: { 'application/json': { schema: till } } };

const documentWith = (introduction: string, changes: 'put' | 'patch'): object => ({
  openapi: '3.0.3',
  info: { title: 'Tills', version: '1', description: introduction },
  components: { schemas: { Status: { type: 'string', enum: ['fresh', 'ready', 'sealed'] } } },
  paths: {
    '/tills': { post: { requestBody: body, responses: { 201: shows('New'), 400: { description: 'Wrong' } } } },
    '/tills/{tillId}': {
      parameters: [{ name: 'tillId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows('It'), 404: { description: 'None' } } },
      [changes]: {
        requestBody: changes === 'put' ? body : part,
        responses: { 200: shows('It'), 400: { description: 'Wrong' }, 404: { description: 'None' } },
      },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

type Json = Readonly<Record<string, unknown>>;

/** A till as one that is watched as long as it has a note. */
const derived = (one: Json): Json => ({ ...one, watched: typeof one['note'] === 'string' && one['note'] !== '' });

/**
 * What is told of a server that takes the named members from the body of one method. `grows`: a till is ready from its second read on, and sealed from its third.
 */
const told = async (
  takes: readonly string[],
  {
    way = 'stays',
    method = 'POST',
    introduction = '',
    changes = method === 'PATCH' ? 'patch' : 'put',
  }: {
    way?: 'stays' | 'grows' | 'refuses' | 'derives' | 'catches up';
    method?: string;
    introduction?: string;
    changes?: 'put' | 'patch';
  } = {},
) => {
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
    const sent = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Json;
    const isKnown = Object.keys(sent).every((name) => ['place', 'note'].includes(name));
    const isRight = typeof sent['place'] === 'string' && (way !== 'refuses' || isKnown);
    const taken = Object.fromEntries(Object.entries(sent).filter(([name]) => incoming.method === method && takes.includes(name)));
    if (id === undefined) {
      if (!isRight) return give(400);
      const made = {
        id: `t-${next++}`,
        place: sent['place'],
        note: sent['note'],
        status: 'fresh',
        balance: '0.00',
        keeper: 'Ida',
        watched: false,
        fee: 0,
        shopId: 3,
        owner: 4,
        entries: 0,
        ...taken,
      };
      tills.set(made.id, made);
      return give(201, way === 'derives' ? derived(made) : made);
    }
    const found = tills.get(id);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') return give(tills.delete(id) ? 204 : 404);
    if (incoming.method === 'PATCH') {
      tills.set(id, {
        ...found,
        ...Object.fromEntries(Object.entries(sent).filter(([name]) => ['place', 'note'].includes(name))),
        ...taken,
      });
      return give(200, way === 'derives' ? derived(tills.get(id) ?? {}) : tills.get(id));
    }
    if (incoming.method === 'PUT') {
      if (isRight) tills.set(id, { ...found, place: sent['place'], note: sent['note'], ...taken });
      reads.delete(id);
      const now = { ...tills.get(id), ...(way === 'catches up' ? { watched: false } : {}) };
      return isRight ? give(200, way === 'derives' ? derived(now) : now) : give(400);
    }
    const times = reads.get(id) ?? 0;
    reads.set(id, times + 1);
    if (way === 'derives') return give(200, derived(found));
    if (way === 'catches up') {
      // Somebody watches it from the second read after a change on.
      tills.set(id, { ...found, watched: times > 0 });
      return give(200, { ...found, watched: times > 0 });
    }
    return give(200, way === 'grows' && times > 0 ? { ...found, status: times > 1 ? 'sealed' : 'ready' } : found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(introduction, changes)), url, {
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

test.concurrent.for<readonly [string, string?]>([
  ['id'],
  ['status'],
  ['balance'],
  ['keeper'],
  ['watched'],
  ['fee'],
  ['status', 'PUT'],
  ['watched', 'PUT'],
  ['fee', 'PUT'],
  ['watched', 'PATCH'],
  ['status', 'PATCH'],
])(
  'a read-only %s that is taken from the body is told (%s)',
  besideOthers(async ([name, method = 'POST']) => {
    expect(await told([name], { method })).toEqual({ failed: [`/${name}`], left: 0 });
  }),
);

test.concurrent.for<readonly [string, string]>(
  ['POST', 'PUT'].flatMap((method) => ['shopId', 'owner'].map((name) => [name, method] as const)),
)(
  'no %s is sent along that may be the number of somebody (%s)',
  besideOthers(async ([name, method]) => {
    expect(await told([name], { method })).toEqual({ failed: [], left: 0 });
  }),
);

test.concurrent.for<readonly [string, readonly string[]]>([
  ['Members that only the service sets may be sent along; they are ignored.', ['/entries']],
  ['Members marked read-only are ours. They are ignored when they come in a body.', []],
  ['Members that only the service sets are not ignored: they are 400.', []],
  ['', []],
])(
  'a member that only answers have is the own one of the service where the document says so: %s',
  besideOthers(async ([introduction, failed]) => {
    expect(await told(['entries'], { introduction })).toEqual({ failed, left: 0 });
  }),
);

test.concurrent.for<readonly ['stays' | 'grows' | 'refuses' | 'derives' | 'catches up', 'put' | 'patch']>([
  ['stays', 'put'],
  ['grows', 'put'],
  ['refuses', 'put'],
  ['derives', 'put'],
  ['derives', 'patch'],
  ['catches up', 'put'],
])(
  'a server that ignores them is told nothing of (it %s, with %s)',
  besideOthers(async ([way, changes]) => {
    expect(await told([], { way, changes })).toEqual({ failed: [], left: 0 });
  }),
);

const unstored = 'Members that are not in the schema are ignored or refused with `400`; they are never stored.';

test.concurrent.for<readonly [method: string, introduction: string, failed: readonly string[]]>([
  ['POST', unstored, ['/ct_unknown']],
  ['PUT', unstored, ['/ct_unknown']],
  ['PATCH', unstored, ['/ct_unknown']],
  ['POST', '', []],
  ['POST', 'Clients have to ignore unknown members of answers.', []],
])(
  'a member that nothing describes and that is stored (%s) is told where the document says that it has no effect: %s',
  besideOthers(async ([method, introduction, failed]) => {
    expect(await told(['ct_unknown'], { method, introduction })).toEqual({ failed, left: 0 });
  }),
);

test.concurrent.for<'stays' | 'refuses'>(['stays', 'refuses'])(
  'a server that does not store what it does not know is told nothing of (it %s)',
  besideOthers(async (way) => {
    expect(await told([], { way, introduction: unstored })).toEqual({ failed: [], left: 0 });
  }),
);
