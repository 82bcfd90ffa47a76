import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });

const pattern = object({
  id: text,
  title: text,
  revision: { type: 'integer', minimum: 1 },
  state: { type: 'string', enum: ['draft', 'printed'] },
});
const missing = { 404: { description: 'None' } };
const refused = { 422: { description: 'Wrong' } };

/** Patterns for knitting, which are revised, printed and copied. */
const documentOf = (said: string) => {
  const shows = { description: 'It', ...json(pattern) };
  const below = { parameters: [{ name: 'patternId', in: 'path', required: true, schema: text }] };
  return {
    openapi: '3.1.0',
    info: { title: 'Patterns', version: '1' },
    paths: {
      '/patterns': {
        post: { requestBody: { required: true, ...json(object({ title: text })) }, responses: { 201: shows, ...refused } },
      },
      '/patterns/{patternId}': {
        ...below,
        get: { responses: { 200: shows, ...missing } },
        patch: {
          description: 'Changes it; the `revision` goes up by one.',
          requestBody: { required: true, ...json(object({ title: text })) },
          responses: { 200: shows, ...missing, ...refused },
        },
        delete: { responses: { 204: { description: 'Gone' }, ...missing } },
      },
      '/patterns/{patternId}/print': {
        ...below,
        post: { description: 'The state of the pattern becomes `printed`.', responses: { 200: shows, ...missing } },
      },
      '/patterns/{patternId}/copy': { ...below, post: { description: said, responses: { 201: shows, ...missing } } },
    },
  };
};

type Pattern = { readonly id: string; readonly title: unknown; readonly revision: number; readonly state: string };

const told = async (said: string, copied: (source: Pattern) => Partial<Pattern>): Promise<readonly string[]> => {
  const all = new Map<string, Pattern>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const keep = (one: Pattern): Pattern => {
      all.set(one.id, one);
      return one;
    };
    const [, root, id, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = all.get(id ?? '');
    if (root !== 'patterns' || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return found ? give(200, found) : give(404);
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    if (found && action === 'print') return give(200, keep({ ...found, state: 'printed' }));
    if (found && action === 'copy') return give(201, keep({ ...found, revision: 1, state: 'draft', ...copied(found), id: `p-${next++}` }));
    void objectBody(incoming).then((body = {}) => {
      if (found) return give(200, keep({ ...found, title: body['title'], revision: found.revision + 1 }));
      return give(201, keep({ id: `p-${next++}`, title: body['title'], revision: 1, state: 'draft' }));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/copy-begins-as-told'], skip: [] },
  });
  return verdicts.filter(({ id }) => id.startsWith('lifecycle/copy-begins')).map(({ verdict: { kind } }) => kind);
};

const numbered = 'The copy has the same title. It starts at revision 1.';
const drafted = 'The copy is a `draft`.';

test.each<readonly [string, string, (source: Pattern) => Partial<Pattern>, string]>([
  ['begins anew', numbered, () => ({}), 'pass'],
  ['takes over the number', numbered, ({ revision }) => ({ revision }), 'fail'],
  ['begins as a draft', drafted, () => ({}), 'pass'],
  ['takes over the state', drafted, ({ state }) => ({ state }), 'fail'],
])('a copy that %s, where the text says "%s"', async (_name, said, copied, expected) => {
  expect(await told(said, copied)).toEqual([expected]);
});

test.each([
  'Copies the pattern.',
  'It may start at revision 1.',
  'The copy starts at revision 1 when it is printed.',
  'The copy is draft quality at first.',
  'The copy is a draft of the pattern for the next size.',
  'It is draft.',
])('nothing is told of "%s"', async (said) => {
  expect(await told(said, ({ revision, state }) => ({ revision, state }))).toEqual([]);
});
