import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const kite = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };

/** Kites below `/v1/kites`, and perhaps something of which the path begins otherwise. */
const documentOf = (other?: string) => ({
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/v1/kites': { get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: kite }) } } } },
    '/v1/kites/{kiteId}': {
      parameters: [{ name: 'kiteId', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { 200: { description: 'It', ...json(kite) }, 404: { description: 'None' } } },
    },
    ...(other === undefined ? {} : { [other]: { get: { responses: { 200: { description: 'It', ...json({ type: 'object' }) } } } } }),
  },
});

/** What is told of a service whose page is shown for each path that `shows` takes. */
const told = async (shows: (path: string) => boolean, other?: string): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const path = (incoming.url ?? '').split('?')[0] ?? '';
    const known: Readonly<Record<string, unknown>> = { '/v1/kites': [{ id: 1 }], '/v1/kites/1': { id: 1 }, '/v1/wind': {}, '/wind': {} };
    const found = known[path];
    const isPage = found === undefined && shows(path);
    outgoing.writeHead(isPage || found !== undefined ? 200 : 404, { 'content-type': isPage ? 'text/html' : 'application/json' });
    outgoing.end(isPage ? '<!doctype html><title>Kites</title>' : JSON.stringify(found ?? {}));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(other)), url, {
    allow: [],
    credentials: [],
    selection: { only: ['errors/unknown-path-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

const outside = (path: string): boolean => !path.startsWith('/v1/');

test.each([undefined, '/v1/wind'])('a site beside an API may have a page for each path: %s', async (other) => {
  expect(await told(outside, other)).toEqual([]);
});

test('a page below what all paths share is told', async () => {
  expect(await told(() => true)).toEqual(['unknown-path-accepted']);
});

test('a page beside paths that share nothing is told', async () => {
  expect(await told(outside, '/wind')).toEqual(['unknown-path-accepted']);
});
