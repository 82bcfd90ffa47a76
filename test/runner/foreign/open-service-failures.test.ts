import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const note = { type: 'object', required: ['text'], properties: { text: { type: 'string' } } };
const json = { 'application/json': { schema: note } };

/** Notes that anybody may read and write. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  paths: {
    '/notes': {
      get: { responses: { 200: { description: 'notes', content: { 'application/json': { schema: { type: 'array', items: note } } } } } },
      post: {
        requestBody: { required: true, content: json },
        responses: { 201: { description: 'a note', content: json }, 400: { description: 'no' } },
      },
    },
  },
};

/** The same behind a door: what the document describes first is redirected. */
const behindDoor = { ...document, paths: { '/': { get: { responses: { 200: { description: 'the door' } } } }, ...document.paths } };

const failures = async (ofMistakes: number, described: object = document): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      if (incoming.url === '/') return outgoing.writeHead(302, { location: '/notes' }).end();
      const status = incoming.method === 'GET' ? 200 : /^\{.*"text":"/u.test(body) ? 201 : ofMistakes;
      const text = incoming.method === 'GET' ? '[]' : body;
      return outgoing.writeHead(status, { 'content-type': 'application/json' }).end(status >= 400 ? '{}' : text);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(described), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    selection: { only: ['errors/no-server-error'], skip: [] },
  });
  return verdicts.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('an API without credentials is told that it fails at mistakes of its callers', async () => {
  expect(await failures(500)).toContain('server-error');
  expect(await failures(400)).not.toContain('server-error');
  expect(await failures(501)).not.toContain('server-error');
});

test('a redirect from the first read leaves other reads to show that the service works', async () => {
  expect(await failures(500, behindDoor)).toContain('server-error');
  expect(await failures(400, behindDoor)).not.toContain('server-error');
});

/** Notes whose members may all be left out. */
const ofLooseNotes = JSON.parse(JSON.stringify(document).replaceAll('"required":["text"],', '')) as object;

test('a body without required members is broken off too', async () => {
  expect(await failures(500, ofLooseNotes)).toContain('server-error');
  expect(await failures(400, ofLooseNotes)).not.toContain('server-error');
});
