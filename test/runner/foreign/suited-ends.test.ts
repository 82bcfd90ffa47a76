import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;
type Form = 'date' | 'date-time';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 422: { description: 'Wrong' } };
const stayId = { name: 'stayId', in: 'path', required: true, schema: text };
const endsAt = '#/paths/~1stays~1{stayId}~1end/post';

/** Stays that begin far from today, and are ended by an action with the last day or moment. */
const documentOf = (format: Form) => {
  const time = { type: 'string', format };
  const stay = object({ id: text, starts_on: time, ends_on: { type: ['string', 'null'], format }, ended: { type: 'boolean' } }, [
    'id',
    'starts_on',
    'ends_on',
    'ended',
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Stays', version: '1' },
    paths: {
      '/stays': {
        get: { responses: shows({ type: 'array', items: stay }) },
        post: {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: object({ starts_on: time }, ['starts_on']),
                example: { starts_on: format === 'date' ? '2044-03-05' : '2044-03-05T10:00:00Z' },
              },
            },
          },
          responses: { ...shows(stay, '201'), ...refused },
        },
      },
      '/stays/{stayId}': {
        parameters: [stayId],
        get: { responses: { ...shows(stay), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/stays/{stayId}/end': {
        parameters: [stayId],
        post: {
          description: 'Ends a stay. `ends_on` is not before `starts_on`.',
          requestBody: { required: true, ...json(object({ ends_on: time }, ['ends_on'])) },
          responses: { ...shows(stay), ...refused },
        },
      },
    },
  };
};

const judged = async (format: Form, ended: unknown) => {
  const stays = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = stays.get(id ?? '');
    if (root !== 'stays' || (id !== undefined && !found) || (action !== undefined && action !== 'end')) return give(404);
    if (incoming.method === 'GET') return give(200, found ?? [...stays.values()]);
    if (incoming.method === 'DELETE') return give(stays.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const at = Date.parse(String(body[found ? 'ends_on' : 'starts_on']));
      if (Number.isNaN(at) || (found && at < Date.parse(String(found['starts_on'])))) return give(422);
      const own = id ?? `s-${next++}`;
      stays.set(own, found ? { ...found, ...body, ended } : { id: own, ends_on: null, ended: false, ...body });
      return give(found ? 200 : 201, stays.get(own));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(format)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['schema/response-body', 'status/documented-call'], skip: [] },
  });
  return { end: verdicts.find(({ id }) => id === `schema/response-body@${endsAt}`)?.verdict.kind, left: [...stays.keys()] };
};

test.each<readonly [Form, unknown, string]>([
  ['date', true, 'pass'],
  ['date-time', true, 'pass'],
  ['date', 'yes', 'fail'],
])('a %s at which a resource ends is not before its begin, so that the answer is judged (%j: %s)', async (format, ended, kind) => {
  expect(await judged(format, ended)).toEqual({ end: kind, left: [] });
});
