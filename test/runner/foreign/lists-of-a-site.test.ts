import { expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const tool = { type: 'object', properties: { id: text, state: { ...text, enum: ['ready', 'broken'] } } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** Tools of a site that a header names, whose values no document tells. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Tools', version: '1' },
  paths: {
    '/tools': {
      parameters: [{ name: 'X-Site', in: 'header', required: true, schema: text, example: 'LYS-02' }],
      get: {
        parameters: [{ name: 'state', in: 'query', schema: { ...text, enum: ['ready', 'broken'] } }],
        responses: { 200: { description: 'd', ...json({ type: 'array', items: tool }) }, 400: { description: 'Wrong' } },
      },
      post: {
        requestBody: { required: true, ...json({ type: 'object', properties: { state: tool.properties.state } }) },
        responses: { 201: { description: 'd', headers: { Location: { schema: text } }, ...json(tool) }, 400: { description: 'Wrong' } },
      },
    },
  },
};

/** @param answers Of the list, by what is asked for. */
const told = async (answers: (asked: string | null) => number) => {
  const url = await serve(({ method = '', url: target = '' }, outgoing) => {
    const { pathname, searchParams } = new URL(target, 'http://localhost');
    const give = (status: number, body?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...(body ? { 'content-type': 'application/json' } : {}), ...fields });
      outgoing.end(body ? JSON.stringify(body) : undefined);
    };
    if (pathname !== '/tools') return give(404);
    if (method === 'POST') return give(201, { id: 't1', state: 'ready' }, { location: '/tools/t1' });
    const status = answers(searchParams.get('state'));
    return give(status, status === 200 ? [{ id: 't1', state: 'ready' }] : { detail: 'There is no such site.' });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent'],
    selection: { only: ['filtering/value-accepted', 'http/location-leads-to-created'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

test('a list that is refused with and without a filter says nothing of the filter', async () => {
  expect(await told(() => 400)).toEqual([]);
});

test('a documented value that alone is refused is told', async () => {
  expect(await told((asked) => (asked === 'broken' ? 400 : 200))).toEqual(['filter-value-refused']);
});

test('a Location of what the document describes no read of leads wherever it likes', async () => {
  expect(await told(() => 200)).toEqual([]);
});
