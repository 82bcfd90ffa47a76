import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const text = { type: 'string' };
const name = { ...text, minLength: 1, maxLength: 60 };
const ref = (of: string) => ({ $ref: `#/components/schemas/${of}` });
const at = (parameter: string) => ({ parameters: [{ name: parameter, in: 'path', required: true, schema: text }] });
const bodyOf = (required: readonly string[], properties: object) => ({ required: true, ...json({ type: 'object', required, properties }) });
const listOf = (of: string) => ({ 200: { description: 'All', ...json({ type: 'array', items: ref(of) }) } });

/** A pottery: what is fired is made of clay that is there, and no operation brings any. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Pottery', version: '1' },
  paths: {
    '/clays': {
      get: { responses: listOf('Clay') },
      post: { requestBody: bodyOf(['name'], { name }), responses: { 201: { description: 'It', ...json(ref('Clay')) }, 422: none } },
    },
    '/clays/{clayId}': {
      ...at('clayId'),
      get: { responses: { 200: { description: 'It', ...json(ref('Clay')) }, 404: none } },
      delete: { description: 'A clay that has firings cannot be removed (`409`).', responses: { 204: none, 404: none, 409: none } },
    },
    '/firings': {
      get: { responses: listOf('Firing') },
      post: {
        description:
          'A firing takes one kilogram of a clay (`409` where none is left). The same `Idempotency-Key` with the same body gives the first firing again, and with another body `422`.',
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: text }],
        requestBody: bodyOf(['clayId', 'note'], { clayId: text, note: name, glaze: { ...name, default: 'clear' } }),
        responses: { 201: { description: 'It', ...json(ref('Firing')) }, 409: none, 422: none },
      },
    },
    '/firings/{firingId}': {
      ...at('firingId'),
      get: { responses: { 200: { description: 'It', ...json(ref('Firing')) }, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
  components: {
    schemas: {
      Clay: {
        type: 'object',
        required: ['id', 'name', 'kilogramsLeft'],
        properties: { id: text, name, kilogramsLeft: { type: 'integer', readOnly: true } },
      },
      Firing: {
        type: 'object',
        required: ['id', 'clayId', 'note', 'glaze'],
        properties: { id: text, clayId: text, note: name, glaze: name },
      },
    },
  },
};

type Clay = { readonly id: string; readonly name: string; kilogramsLeft: number };

/** @param options.losesGlaze The default of the glaze is not kept. */
const judged = async (allow: readonly ('mutation' | 'permanent' | 'destructive')[], options: { readonly losesGlaze?: true } = {}) => {
  const clays = new Map<string, Clay>([1, 2, 3].map((n) => [`clay-${n}`, { id: `clay-${n}`, name: `Clay ${n}`, kilogramsLeft: 100 * n }]));
  const own = new Set<string>();
  const firings = new Map<string, object>([['f-0', { id: 'f-0', clayId: 'clay-2', note: 'Bowls', glaze: 'ash' }]]);
  const changed: string[] = [];
  const keyed = new Map<string, { readonly body: string; readonly firing: object }>();
  const fired: string[] = [];
  let next = 1;
  const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && [...value].length <= 60;
  const url = await serve((incoming, outgoing) => {
    const [, kind = '', id = ''] = new URL(incoming.url ?? '/', 'http://pottery.example').pathname.split('/');
    const give = (status: number, body?: unknown): void => {
      if (body === undefined) outgoing.writeHead(status).end();
      else outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const all: Map<string, object> = kind === 'clays' ? clays : firings;
    const add = async (): Promise<void> => {
      const body = await objectBody(incoming);
      if (kind === 'clays') {
        const given = body?.['name'];
        if (!isName(given)) return give(422);
        const clay = { id: `own-${next++}`, name: given, kilogramsLeft: 0 };
        clays.set(clay.id, clay);
        own.add(clay.id);
        return give(201, clay);
      }
      const [clayId, note, glaze = options.losesGlaze ? 'none' : 'clear'] = [body?.['clayId'], body?.['note'], body?.['glaze']];
      const key = String(incoming.headers['idempotency-key'] ?? '');
      const before = keyed.get(key);
      if (before) return before.body === JSON.stringify(body) ? give(201, before.firing) : give(422);
      const clay = typeof clayId === 'string' ? clays.get(clayId) : undefined;
      if (!clay || !isName(note) || !isName(glaze)) return give(422);
      if (clay.kilogramsLeft < 1) return give(409);
      clay.kilogramsLeft -= 1;
      fired.push(clay.id);
      const firing = { id: `f-${next++}`, clayId: clay.id, note, glaze };
      firings.set(firing.id, firing);
      if (key !== '') keyed.set(key, { body: JSON.stringify(body), firing });
      return give(201, firing);
    };
    if (kind !== 'clays' && kind !== 'firings') return give(404);
    if (id === '') return incoming.method === 'POST' ? void add() : give(200, [...all.values()]);
    if (incoming.method === 'DELETE' && !own.has(id) && clays.has(id) && kind === 'clays') changed.push(id);
    if (!all.has(id)) return give(404);
    const isUsed = [...firings.values()].some((one) => 'clayId' in one && one.clayId === id);
    if (incoming.method === 'DELETE' && isUsed) return give(409);
    if (incoming.method === 'DELETE') return all.delete(id) ? give(204) : give(404);
    return give(200, all.get(id));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow,
    credentials: [],
    selection: { only: ['* /firings*', '* /firings/*', '* /clays*', '* /clays/*'], skip: [] },
  });
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  const told = verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [`${check} ${verdict.finding.actual}`] : []));
  const kept = verdicts.find(({ case: { check } }) => check === 'lifecycle/used-is-kept')?.verdict;
  return { told, fired, changed, firings, kept };
};

test('where nothing that the run makes suits a creation, it names what others of its kind name, and is judged like any other', async () => {
  const { told, fired, changed, firings } = await judged(['mutation', 'permanent', 'destructive']);
  expect(told).toEqual([]);
  expect(fired.length).toBeGreaterThan(5);
  expect(changed).toEqual([]);
  expect([...firings.keys()]).toEqual(['f-0']);
});

test('what a check names itself is not replaced: a clay of the run that no firing could use is removed, and nothing is concluded from it', async () => {
  const { kept } = await judged(['mutation', 'permanent', 'destructive']);
  expect(kept).toMatchObject({ kind: 'inconclusive', reason: 'Nothing that the text counts was created' });
});

test('a defect behind such a creation is told', async () => {
  const { told } = await judged(['mutation', 'permanent', 'destructive'], { losesGlaze: true });
  expect(told.filter((one) => one.startsWith('lifecycle/defaults-shown '))).not.toEqual([]);
});

test('without the permission for what others have, nothing of theirs is named', async () => {
  const { told, fired } = await judged(['mutation', 'permanent'], { losesGlaze: true });
  expect(told).toEqual([]);
  expect(fired).toEqual([]);
});
