import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const refused = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [status, json({ type: 'object', properties: { message: text } })]));
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const choir = {
  type: 'object',
  required: ['id', 'name', 'auditions'],
  properties: { id: text, name: text, auditions: { type: 'boolean' } },
};
const singer = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: text, name: text, status: { ...text, enum: ['pending', 'active', 'gone'] } },
};

/** Choirs whose singers begin as a switch of the choir says; by the printed example they are never auditioned. */
const document = (said: string) => ({
  openapi: '3.0.3',
  info: { title: 'Choirs', version: '1' },
  paths: {
    '/choirs': {
      post: {
        summary: 'Found a choir',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: text, auditions: { type: 'boolean', default: true, description: said } },
              },
              example: { name: 'Larks', auditions: false },
            },
          },
        },
        responses: { 201: json(choir), ...refused(422) },
      },
    },
    '/choirs/{choirId}': {
      parameters: [inPath('choirId')],
      get: { responses: { 200: json(choir), ...refused(404) } },
      delete: { responses: { 204: { description: 'gone' }, ...refused(404) } },
    },
    '/choirs/{choirId}/singers': {
      parameters: [inPath('choirId')],
      post: {
        summary: 'Add a singer',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
        },
        responses: { 201: json(singer), ...refused(404, 422) },
      },
    },
    '/choirs/{choirId}/singers/{singerId}': {
      parameters: [inPath('choirId'), inPath('singerId')],
      get: { responses: { 200: json(singer), ...refused(404) } },
      delete: { responses: { 204: { description: 'gone' }, ...refused(404) } },
    },
    '/choirs/{choirId}/singers/{singerId}/admit': {
      parameters: [inPath('choirId'), inPath('singerId')],
      post: {
        summary: 'Admit a pending singer',
        description: '`pending` becomes `active`; 409 in any other status.',
        responses: { 200: json(singer), ...refused(404, 409) },
      },
    },
  },
});

type Way = 'as documented' | 'admits without effect' | 'admits twice';

type Choir = { id: string; name: string; auditions: boolean; singers: Map<string, { id: string; name: string; status: string }> };

const judged = async (way: Way, said: string) => {
  const choirs = new Map<string, Choir>();
  let count = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const [, root = '', name = '', below = '', inner = '', verb = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const { method = 'GET' } = incoming;
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const refuse = (status: number, message: string): void => give(status, { message });
    const shown = ({ id, name: called, auditions }: Choir): object => ({ id, name: called, auditions });
    if (root !== 'choirs') return refuse(404, 'none');
    const isText = typeof body?.['name'] === 'string';
    if (name === '') {
      if (method !== 'POST') return refuse(405, 'no');
      const auditions = body?.['auditions'] ?? true;
      if (!isText || typeof auditions !== 'boolean') return refuse(422, 'wrong');
      const made: Choir = { id: `c${(count += 1)}`, name: String(body['name']), auditions, singers: new Map() };
      choirs.set(made.id, made);
      return give(201, shown(made));
    }
    const own = choirs.get(name);
    if (!own) return refuse(404, 'none');
    if (below === '') {
      if (method === 'GET') return give(200, shown(own));
      if (method !== 'DELETE') return refuse(405, 'no');
      choirs.delete(name);
      return give(204);
    }
    if (below !== 'singers') return refuse(404, 'none');
    if (inner === '') {
      if (method !== 'POST') return refuse(405, 'no');
      if (!isText) return refuse(422, 'wrong');
      const made = { id: `s${(count += 1)}`, name: String(body['name']), status: own.auditions ? 'pending' : 'active' };
      own.singers.set(made.id, made);
      return give(201, made);
    }
    const one = own.singers.get(inner);
    if (!one) return refuse(404, 'none');
    if (verb === 'admit') {
      if (method !== 'POST') return refuse(405, 'no');
      if (one.status !== 'pending' && way !== 'admits twice') return refuse(409, 'The singer does not wait.');
      if (way !== 'admits without effect') one.status = 'active';
      return give(200, one);
    }
    if (verb !== '') return refuse(404, 'none');
    if (method === 'GET') return give(200, one);
    if (method !== 'DELETE') return refuse(405, 'no');
    own.singers.delete(inner);
    return give(204);
  });
  const { verdicts, ended } = await judgeForeign(writeToolDocument(document(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 60,
    selection: { only: ['lifecycle', 'sequences'], skip: [] },
  });
  return {
    fails: verdicts.filter(({ verdict }) => verdict.kind === 'fail' || verdict.kind === 'broken').map(({ id }) => id),
    untried: (ended.coverage?.map ?? []).filter(({ state }) => state !== 'exercised').map(({ operation }) => operation),
  };
};

const sentence = 'If true, new singers are `pending` until admitted; if false they are `active` at once.';

test.each([
  sentence,
  'When set, singers begin as `pending`, otherwise as `active`.',
  'Singers are `active` at once if false; they are `pending` if true.',
])('what begins in the state that a switch above it says is acted on in each, and is no wrong beginning: %s', async (said) => {
  const { fails, untried } = await judged('as documented', said);
  expect(fails).toEqual([]);
  expect(untried).toEqual([]);
});

test('an action that only what such a switch lets wait shows to be without effect is told', async () => {
  expect((await judged('admits without effect', sentence)).fails.filter((id) => id.startsWith('lifecycle/'))).not.toEqual([]);
});

test('an action that is accepted in the other state is told', async () => {
  expect((await judged('admits twice', sentence)).fails.filter((id) => id.startsWith('lifecycle/refused-in-state'))).not.toEqual([]);
});
