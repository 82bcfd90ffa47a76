import { expect, test } from 'vitest';
import { judgeForeign, serve } from './judge-foreign.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const content = (type: string) => ({ [type]: { schema: { type: 'object', required: ['wool'] } } });
const described = (status: string, type = 'application/json') => ({
  responses: { [status]: { description: 'Yarn', content: content(type) } },
});

/** A document about yarn: bodies are described where HTTP has none, and types by their suffix only. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Yarn', version: '1' },
  paths: {
    '/skeins': { head: described('200'), get: described('200') },
    '/empty': { get: described('204') },
    '/kept': { get: described('304') },
    '/dyes': { get: described('200', 'application/*+json') },
    '/tins': { get: described('200', 'application/*+json') },
  },
};

test('no body is required where HTTP has none, and a suffix matches every type that ends in it', async () => {
  const types: Readonly<Record<string, string>> = { '/dyes': 'application/vnd.yarn+json', '/tins': 'application/vnd.yarn+xml' };
  const url = await serve((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (!(path in document.paths)) return outgoing.writeHead(404).end();
    if (path === '/empty' || path === '/kept') return outgoing.writeHead(path === '/empty' ? 204 : 304).end();
    return outgoing.writeHead(200, { 'content-type': types[path] ?? 'application/json' }).end('{"wool":"merino"}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  const failed = verdicts.filter(({ verdict }) => verdict.kind === 'fail' || verdict.kind === 'broken').map(({ id }) => id);
  expect(failed).toEqual([
    'headers/media-type-declared@#/paths/~1tins/get',
    // A 304 answers only who asks whether something has changed (RFC 9110, section 15.4.5), whatever is described.
    'http/status-fits-request@#/paths/~1kept/get',
  ]);
  // Nor is evidence asked for there.
  const judged = verdicts.map(({ id }) => id).filter((id) => /^(?:schema|headers)\/(?!unchanged)/.test(id));
  expect(judged.filter((id) => /head$|empty|kept/.test(id))).toEqual([]);
  expect(judged).toContain('schema/response-body@#/paths/~1skeins/get');
});
