import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const none = { description: 'None' };
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const text = { type: 'string', minLength: 1, maxLength: 80 };
const shelf = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: text } };

const said = 'A shelf with jars is `409`. With `moveTo` its jars go to that shelf first (`400` if there is none of this id).';

const document = (words: string) => {
  const jar = {
    type: 'object',
    required: ['id', 'label'],
    properties: { id: { type: 'string' }, shelfId: { type: 'string' }, label: text },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Pantry', version: '1' },
    paths: {
      '/shelves': {
        get: { responses: { 200: json({ type: 'array', items: shelf }) } },
        post: { requestBody: takes(['name'], { name: text }), responses: { 201: json(shelf), 400: none } },
      },
      '/shelves/{shelfId}': {
        ...inPath('shelfId'),
        get: { responses: { 200: json(shelf), 404: none } },
        delete: {
          description: words,
          parameters: [{ name: 'moveTo', in: 'query', description: 'Id of another shelf', schema: { type: 'string' } }],
          responses: { 204: { description: 'Gone' }, 400: none, 404: none, 409: none },
        },
      },
      '/jars': {
        get: { responses: { 200: json({ type: 'array', items: jar }) } },
        post: {
          requestBody: takes(['shelfId', 'label'], { shelfId: { type: 'string' }, label: text }),
          responses: { 201: json(jar), 400: none, 404: none },
        },
      },
      '/jars/{jarId}': {
        ...inPath('jarId'),
        get: { responses: { 200: json(jar), 404: none } },
        delete: { responses: { 204: { description: 'Gone' }, 404: none } },
      },
    },
  };
};

type Habit = 'moves' | 'moves late' | 'loses' | 'leaves' | 'refuses';

const failed = async (habit: Habit, words = said): Promise<readonly string[]> => {
  const shelves = new Map<string, { id: string; name: string }>();
  const jars = new Map<string, { id: string; shelfId: string; label: string }>();
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://pantry');
    const [, root = '', own] = pathname.split('/');
    const body = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>);
    const { method } = incoming;
    const add = (shelfId: string): void => {
      if (!shelves.has(shelfId)) return give(400);
      const jar = { id: `j${next++}`, shelfId, label: body['label'] ?? '' };
      jars.set(jar.id, jar);
      return give(201, jar);
    };
    if (root === 'jars' && own === undefined) return method === 'POST' ? add(body['shelfId'] ?? '') : give(200, [...jars.values()]);
    if (root === 'jars') {
      const jar = jars.get(own ?? '');
      if (!jar) return give(404);
      if (method === 'DELETE') jars.delete(jar.id);
      return method === 'DELETE' ? give(204) : give(200, jar);
    }
    if (root !== 'shelves') return give(404);
    if (own === undefined && method === 'GET') return give(200, [...shelves.values()]);
    if (own === undefined) {
      const made = { id: `s${next++}`, name: body['name'] ?? '' };
      shelves.set(made.id, made);
      return give(201, made);
    }
    const found = shelves.get(own);
    if (!found) return give(404);
    const on = [...jars.values()].filter(({ shelfId }) => shelfId === own);
    if (method === 'GET') return give(200, found);
    const target = searchParams.get('moveTo');
    if (on.length > 0 && (target === null || habit === 'refuses')) return give(409);
    if (target !== null && (!shelves.has(target) || target === own)) return give(400);
    const settle = (): void => {
      for (const jar of on) if (target !== null && habit !== 'leaves') jar.shelfId = target;
    };
    if (habit === 'loses') for (const { id } of on) jars.delete(id);
    else if (habit === 'moves late') setTimeout(settle, 400);
    else settle();
    shelves.delete(own);
    return give(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(words)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/moved-on-removal'], skip: [] },
  });
  if (['moves', 'moves late'].includes(habit)) expect([shelves.size, jars.size]).toEqual([0, 0]);
  const own = verdicts.filter(({ id }) => id.startsWith('lifecycle/moved-on-removal@'));
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.each<readonly [Habit, string]>([
  ['moves', 'pass'],
  ['moves late', 'pass'],
  ['refuses', 'inconclusive'],
  ['loses', 'moved-is-gone'],
  ['leaves', 'not-moved'],
])('a service that %s what is on a removed shelf is judged so: %s', async (habit, expected) => {
  expect(await failed(habit)).toEqual([expected]);
});

test.each(['With `moveTo` the jars are reassigned to another shelf.', 'Removes a shelf. All jars are moved to the one in `moveTo`.'])(
  'what is lost is told in other words, too: %s',
  async (words) => {
    expect(await failed('loses', words)).toEqual(['moved-is-gone']);
  },
);

test.each(['Removes a shelf.', 'With `moveTo` jars may be moved to another shelf later.', 'Jars go with it; `moveTo` is for lids.'])(
  'nothing is expected where the document does not say so: %s',
  async (words) => {
    expect(await failed('loses', words)).toEqual([]);
  },
);
