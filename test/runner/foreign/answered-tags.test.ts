import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const kiln = { type: 'object', required: ['name'], properties: { id: { ...text, readOnly: true }, name: text, heat: { type: 'integer' } } };
const json = { content: { 'application/json': { schema: kiln } } };
const status = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const tagged = { description: 'It', headers: { ETag: { schema: text } }, ...json };

const documentWith = (takesCondition: boolean) => ({
  openapi: '3.0.3',
  info: { title: 'Kilns', version: '1' },
  paths: {
    '/kilns': { post: { requestBody: { required: true, ...json }, responses: { 201: tagged, ...status(400) } } },
    '/kilns/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: tagged, ...status(404) } },
      patch: {
        ...(takesCondition && { parameters: [{ name: 'If-Match', in: 'header', schema: text }] }),
        requestBody: { required: true, content: { 'application/json': { schema: { ...kiln, required: [] } } } },
        responses: { 200: tagged, ...status(400, 404, ...(takesCondition ? [412] : [])) },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...status(404) } },
    },
  },
});

/** Which ETag an answer has: that of a read, the one from before the change, one of its own form, a weak one, or that of the first version. */
type Way = 'current' | 'before' | 'of-the-body' | 'weak' | 'first';

const judged = async (way: Way, takesCondition = true) => {
  const kept = new Map<string, { readonly value: object; readonly version: number }>();
  let count = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const give = (code: number, value?: object, tag?: string): void => {
      outgoing.writeHead(code, { ...(value && { 'content-type': 'application/json' }), ...(tag !== undefined && { etag: tag }) });
      // A change is answered with the same in another writing.
      outgoing.end(value && (incoming.method === 'PATCH' ? JSON.stringify(value, undefined, 1) : JSON.stringify(value)));
    };
    const body = await objectBody(incoming);
    const id = (incoming.url ?? '').split('?')[0]?.split('/')[2];
    if (id === undefined) {
      if (incoming.method !== 'POST' || typeof body?.['name'] !== 'string') return give(400, {});
      count += 1;
      const value = { ...body, id: `kiln-${count}-5d` };
      kept.set(value.id, { value, version: 1 });
      return give(201, value, way === 'weak' ? 'W/"a"' : `"${value.id}-1"`);
    }
    const found = kept.get(id);
    if (!found) return give(404, {});
    if (incoming.method === 'DELETE') {
      kept.delete(id);
      return give(204);
    }
    const tag = (version: number): string => `"${id}-${version}"`;
    if (incoming.method === 'GET') return give(200, found.value, tag(found.version));
    if (!body) return give(400, {});
    const condition = incoming.headers['if-match'];
    if (takesCondition && condition !== undefined && condition !== '*' && condition !== tag(found.version)) return give(412, {});
    const next = { value: { ...found.value, ...body, id }, version: found.version + 1 };
    kept.set(id, next);
    const tags = {
      current: tag(next.version),
      before: tag(found.version),
      'of-the-body': `"patched-${id}-${next.version}"`,
      weak: 'W/"b"',
      first: tag(1),
    };
    return give(200, next.value, tags[way]);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(takesCondition)), url, {
    allow: ['mutation'],
    maxCreates: 40,
    selection: { only: ['concurrency/answered-tag-current'], skip: [] },
  });
  return verdicts.flatMap(({ verdict: { kind } }) => (kind === 'skipped' ? [] : [kind]));
};

describe('the ETag of an answer to a change', () => {
  test.each<readonly [Way, boolean, string]>([
    ['current', true, 'pass'],
    ['before', true, 'fail'],
    ['first', true, 'fail'],
    ['of-the-body', true, 'fail'],
    ['of-the-body', false, 'pass'],
    ['weak', true, 'inconclusive'],
  ])('that is %s, where the change takes If-Match (%s), is judged: %s', async (way, takesCondition, kind) => {
    expect(await judged(way, takesCondition)).toEqual([kind]);
  });
});
