import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Closed' }, 422: { description: 'Wrong' } };
const stayId = { name: 'stayId', in: 'path', required: true, schema: text };
const closing = '#/paths/~1stays~1{stayId}~1close/post';

/** Stays that begin with the reading of a meter, and are closed with another one. */
const documentOf = (description: string) => {
  const stay = object({ id: text, startReading: whole, endReading: { type: ['integer', 'null'] } });
  return {
    openapi: '3.1.0',
    info: { title: 'Stays', version: '1' },
    paths: {
      '/stays': {
        get: { responses: shows({ type: 'array', items: stay }) },
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: object({ startReading: whole }), example: { startReading: 48_210 } } },
          },
          responses: { ...shows(stay, '201'), ...refused },
        },
      },
      '/stays/{stayId}': {
        parameters: [stayId],
        get: { responses: { ...shows(stay), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/stays/{stayId}/close': {
        parameters: [stayId],
        post: {
          description,
          requestBody: { required: true, ...json(object({ endReading: whole })) },
          responses: { ...shows(stay), ...refused },
        },
      },
    },
  };
};

/** How the closing of stays is judged at a service that takes readings above some other one. */
const judged = async (description: string, takes: (reading: number, start: number) => boolean) => {
  const stays = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = stays.get(id ?? '');
    if (root !== 'stays' || (id !== undefined && !found) || (action !== undefined && action !== 'close')) return give(404);
    if (incoming.method === 'GET') return give(200, found ?? [...stays.values()]);
    if (incoming.method === 'DELETE') return give(stays.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const reading = body[found ? 'endReading' : 'startReading'];
      if (!Number.isInteger(reading) || Number(reading) < 0) return give(422);
      if (found && found['endReading'] !== null) return give(409);
      if (found && !takes(Number(reading), Number(found['startReading']))) return give(422);
      const own = id ?? `s-${next++}`;
      stays.set(own, found ? { ...found, endReading: reading } : { id: own, startReading: reading, endReading: null });
      return give(found ? 200 : 201, stays.get(own));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(description)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['lifecycle/unsuited-refused'], skip: [] },
  });
  return verdicts.find(({ id }) => id === `lifecycle/unsuited-refused@${closing}`)?.verdict.kind;
};

const told = 'Closes a stay. An `endReading` below `startReading` is refused with `422`, a stay that is not open with `409`.';
const mayLie = 'Closes a stay. An `endReading` below `startReading` is usually refused with `422`.';

test.each<readonly [string, string, (reading: number, start: number) => boolean, string | undefined]>([
  ['refuses what is below', told, (reading, start) => reading >= start, 'pass'],
  ['takes everything', told, () => true, 'fail'],
  [
    'takes what is above alone',
    'Closes a stay. `endReading` must be greater than `startReading`, else `422`.',
    (reading, start) => reading > start,
    'pass',
  ],
  ['takes everything and may do so', mayLie, () => true, undefined],
])('a number below the one that is shown: a service that %s', async (_, description, takes, expected) => {
  expect(await judged(description, takes)).toBe(expected);
});
