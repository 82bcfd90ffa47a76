import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const ship = { type: 'object', required: ['id', 'title'], properties: { id: text, title: text } };
const missing = { 404: { description: 'None' } };
const inPath = { parameters: [{ name: 'shipId', in: 'path', required: true, schema: text }] };

/** Ships with a drawing each, of which a header tells the digest. */
const documentOf = (mediaType: string, said: string, shownType: string) => ({
  openapi: '3.1.0',
  info: { title: 'Ships', version: '1' },
  paths: {
    '/ships': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) },
        responses: { 201: { description: 'Made', ...json(ship) }, 422: { description: 'Wrong' } },
      },
    },
    '/ships/{shipId}': {
      ...inPath,
      get: { responses: { 200: { description: 'It', ...json(ship) }, ...missing } },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
    '/ships/{shipId}/drawing': {
      ...inPath,
      get: {
        responses: {
          200: {
            description: 'It',
            headers: { 'X-Sum': { required: true, description: 'SHA-256 of the content in hex.', schema: text } },
            content: { [shownType]: { schema: { ...text, format: 'binary' } } },
          },
          ...missing,
        },
      },
      put: {
        description: said,
        requestBody: { required: true, content: { [mediaType]: { schema: { ...text, format: 'binary' } } } },
        responses: { 204: { description: 'Done' }, ...missing },
      },
    },
  },
});

type Way = 'keeps' | 'keeps the old one' | 'adds a line' | 'keeps the old sum';

const told = async (
  way: Way,
  mediaType = 'application/octet-stream',
  said = 'Replaces the drawing.',
  shownType = '*/*',
): Promise<readonly string[]> => {
  const ships = new Map<string, object>();
  const drawings = new Map<string, { readonly octets: Buffer; readonly sum: string }>();
  const sumOf = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');
  const blank = Buffer.from('nothing yet');
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id = '', part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const octets = Buffer.concat(chunks);
      if (root !== 'ships') return give(404);
      if (id === '') {
        if (incoming.method !== 'POST') return give(404);
        const { title } = JSON.parse(octets.toString() || '{}') as { readonly title?: unknown };
        if (typeof title !== 'string') return give(422);
        const made = { id: `s-${next++}`, title };
        ships.set(made.id, made);
        drawings.set(made.id, { octets: blank, sum: sumOf(blank) });
        return give(201, made);
      }
      const [found, drawing] = [ships.get(id), drawings.get(id)];
      if (!found || !drawing) return give(404);
      if (part === undefined) return incoming.method === 'DELETE' ? give(ships.delete(id) ? 204 : 404) : give(200, found);
      if (incoming.method === 'PUT') {
        const kept =
          way === 'keeps the old one' ? drawing.octets : way === 'adds a line' ? Buffer.concat([octets, Buffer.from('\n')]) : octets;
        drawings.set(id, { octets: kept, sum: way === 'keeps the old sum' ? drawing.sum : sumOf(kept) });
        return outgoing.writeHead(204).end();
      }
      outgoing.writeHead(200, { 'content-type': 'application/octet-stream', 'x-sum': drawing.sum }).end(drawing.octets);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(mediaType, said, shownType)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/content-kept', 'headers/digest-fits'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict: { kind } }) =>
    /^(?:lifecycle\/content-kept|headers\/digest-fits)/u.test(id) && kind !== 'skipped' ? [`${id.split('@')[0] ?? ''} ${kind}`] : [],
  );
};

const [kept, digest] = ['lifecycle/content-kept', 'headers/digest-fits'];

test.each<readonly [Way, string, readonly string[]]>([
  ['keeps', 'application/octet-stream', [`${digest} pass`, `${kept} pass`]],
  ['keeps the old one', 'application/octet-stream', [`${digest} pass`, `${kept} fail`]],
  ['adds a line', 'application/octet-stream', [`${digest} pass`, `${kept} fail`]],
  ['adds a line', 'text/plain', [`${digest} pass`, `${kept} pass`]],
  ['keeps the old sum', 'application/octet-stream', [`${digest} fail`, `${kept} pass`]],
])('a service that %s, of %s', async (way, mediaType, expected) => {
  expect((await told(way, mediaType)).toSorted()).toEqual(expected);
});

test.each<readonly [string, string]>([
  ['Replaces the drawing, which is converted to a line drawing.', '*/*'],
  ['Replaces the drawing. The line ends are normalised.', '*/*'],
  ['Replaces the drawing.', 'image/png'],
])('what "%s" is read as %s may be made anew', async (said, shownType) => {
  expect((await told('adds a line', 'application/octet-stream', said, shownType)).filter((one) => one.startsWith(kept))).toEqual([]);
});
