import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const crate = { type: 'object', required: ['label'], properties: { id: text, label: text } };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = [{ name: 'crate_id', in: 'path', required: true, schema: text }];

/** Crates that the answers identify by an id, and that a removal names by their label, although the document says "crate_id". */
const document = {
  openapi: '3.1.0',
  info: { title: 'Crates', version: '1' },
  paths: {
    '/crates': {
      get: { responses: { 200: { description: 'crates', ...content({ type: 'array', items: crate }) } } },
      post: {
        requestBody: { required: true, ...content({ ...crate, properties: { label: text } }) },
        responses: { 201: { description: 'a crate', ...content(crate) } },
      },
    },
    '/crates/{crate_id}': {
      get: { parameters: inPath, responses: { 200: { description: 'a crate', ...content(crate) }, 404: { description: 'none' } } },
      delete: { parameters: inPath, responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
  },
};

const outcomes = async (isListing: boolean): Promise<string[]> => {
  const labels: string[] = [];
  const shown = (label: string, n: number) => ({ id: `c-${n}9`, label });
  const url = await serve((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const answer = (status: number, value: unknown) =>
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      const isRoot = incoming.url?.split('?')[0] === '/crates';
      if (!isRoot) return answer(404, { message: 'none' });
      if (incoming.method === 'GET') return answer(200, isListing ? labels.map(shown) : []);
      const label = /"label":"([^"]+)"/u.exec(body)?.[1];
      if (label === undefined) return answer(400, { message: 'no label' });
      labels.push(label);
      return answer(201, shown(label, labels.length - 1));
    });
  });
  const { events } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return [...new Set(events.flatMap((event) => (event.type === 'removed' ? [event.outcome] : [])))];
};

test('what a list still shows is not gone because its removal was answered 404', async () => {
  expect(await outcomes(true)).toEqual(['failed']);
  expect(await outcomes(false)).toEqual(['gone']);
});
