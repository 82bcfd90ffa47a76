import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const kite = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const none = { 404: { description: 'None' } };
const parameters = [{ name: 'kiteId', in: 'path', required: true, schema: text }];

/** Kites, each with a picture that a PUT of a media type replaces. */
const document = (mediaType: string) => ({
  openapi: '3.1.0',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
        },
        responses: { 201: json(kite) },
      },
    },
    '/kites/{kiteId}': {
      parameters,
      get: { responses: { 200: json(kite), ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/kites/{kiteId}/picture': {
      parameters,
      get: { responses: { 200: { description: 'The picture', content: { [mediaType]: {} } }, ...none } },
      put: {
        requestBody: { required: true, content: { [mediaType]: {} } },
        responses: { 204: { description: 'Stored' }, ...none, 415: { description: 'Another type' } },
      },
    },
  },
});

/** How a service finds out what it was sent. */
type Looks = 'at the announced type' | 'into the file' | 'at nothing';

const told = async (looks: Looks, mediaType = 'image/png'): Promise<readonly string[]> => {
  const kites = new Map<string, { readonly type: string; readonly file: Buffer } | undefined>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const end = (status: number, value?: object): void => {
        outgoing.writeHead(status, value ? { 'content-type': 'application/json' } : {}).end(value && JSON.stringify(value));
      };
      const [, , id = '', below] = (incoming.url ?? '').split('/');
      const file = Buffer.concat(chunks);
      if (id === '') {
        const own = `kite-of-ours-${++last}`;
        kites.set(own, undefined);
        return end(201, { id: own, name: 'A kite' });
      }
      if (!kites.has(id)) return end(404);
      const kept = kites.get(id);
      if (below === undefined && incoming.method === 'DELETE') return kites.delete(id) ? end(204) : end(404);
      if (below === undefined) return end(200, { id, name: 'A kite' });
      if (incoming.method === 'GET') return kept ? void outgoing.writeHead(200, { 'content-type': kept.type }).end(kept.file) : end(404);
      const type = incoming.headers['content-type'] ?? '';
      if (looks === 'at the announced type' && type !== mediaType) return end(415);
      if (looks === 'into the file' && file.subarray(1, 4).toString('latin1') !== 'PNG') return end(415);
      kites.set(id, { type: mediaType, file });
      return end(204);
    });
  });
  const selection = { only: ['body/other-media-type-refused'], skip: [] };
  const { verdicts } = await judgeForeign(writeToolDocument(document(mediaType)), url, { allow: ['mutation'], selection });
  expect(kites.size).toBe(0);
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'pass' || verdict.kind === 'fail' ? [verdict.kind] : []));
};

test.each<readonly [Looks, readonly string[]]>([
  ['at the announced type', ['pass']],
  ['into the file', ['pass']],
  ['at nothing', ['fail']],
])('a service that looks %s when a picture is replaced', async (looks, expected) => {
  expect(await told(looks)).toEqual(expected);
});

test('a file of any type, or of texts, may be announced as another one', async () => {
  expect(await told('at nothing', 'application/octet-stream')).toEqual([]);
  expect(await told('at nothing', 'text/csv')).toEqual([]);
});
