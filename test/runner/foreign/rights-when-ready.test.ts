import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const id = { type: 'string', format: 'uuid' };
const name = { type: 'string', minLength: 1, maxLength: 80 };
const shape = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const tour = shape({ id, name, status: { type: 'string', enum: ['draft', 'open'] } });
const stop = shape({ id, name });
const named = { required: true, ...json(shape({ name })) };
const inPath = [{ name: 'tourId', in: 'path', required: true, schema: id }];

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Tours',
    version: '1',
    description: 'A token belongs to a *planner*, who reads and writes, or to a *guide*, who only reads and gets `403` for every write.',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/tours': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: tour }) }, ...refusals(401) } },
      post: {
        description: 'A new tour is a `draft`.',
        requestBody: named,
        responses: { 201: { description: 'd', ...json(tour) }, ...refusals(401, 403, 422) },
      },
    },
    '/tours/{tourId}': {
      parameters: inPath,
      get: { responses: { 200: { description: 'd', ...json(tour) }, ...refusals(401, 404) } },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals(401, 403, 404) } },
    },
    '/tours/{tourId}/stops': {
      parameters: inPath,
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: stop }) }, ...refusals(401, 404) } },
      post: { requestBody: named, responses: { 201: { description: 'd', ...json(stop) }, ...refusals(401, 403, 404, 422) } },
    },
    '/tours/{tourId}/open': {
      parameters: inPath,
      post: {
        description: 'Opens a draft. Only a tour with at least one stop can be opened, otherwise `409`.',
        responses: { 200: { description: 'd', ...json(tour) }, ...refusals(401, 403, 404, 409) },
      },
    },
  },
};

const keys = { key: 'planner-key-0123456789', restricted: 'guide-key-0123456789', other: 'another-key-0123456789' };

type Form = {
  /** May a guide open a tour, which it should not. */
  readonly lets?: boolean;
  /** Are rights looked at before the state. */
  readonly isStrict?: boolean;
};

type Tour = { readonly id: string; readonly name: unknown; status: string };

const told = async ({ lets = false, isStrict = false }: Form): Promise<readonly string[]> => {
  const tours = new Map<string, { readonly tour: Tour; readonly stops: object[] }>();
  const url = await serve(async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = await objectBody(incoming);
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const [, , tourId, below] = new URL(incoming.url ?? '/', 'http://tours').pathname.split('/');
    const { method = '' } = incoming;
    const isForbidden = who === 'restricted' && method !== 'GET' && !(lets && below === 'open');
    if (isForbidden && (isStrict || below !== 'open')) return give(403, { title: 'Guides read' });
    const made = body?.['name'];
    const isNamed = typeof made === 'string' && made !== '' && made.length <= 80;
    if (tourId === undefined) {
      if (method === 'GET')
        return give(
          200,
          [...tours.values()].filter(() => who !== 'other').map((one) => one.tour),
        );
      if (!isNamed) return give(422, { title: 'No name' });
      const fresh = { id: crypto.randomUUID(), name: made, status: 'draft' };
      tours.set(fresh.id, { tour: fresh, stops: [] });
      return give(201, fresh);
    }
    const found = who === 'other' ? undefined : tours.get(tourId);
    if (!found) return give(404, { title: 'None' });
    if (below === 'stops') {
      if (method === 'GET') return give(200, found.stops);
      if (!isNamed) return give(422, { title: 'No name' });
      const fresh = { id: crypto.randomUUID(), name: made };
      found.stops.push(fresh);
      return give(201, fresh);
    }
    if (below === 'open') {
      if (found.stops.length === 0) return give(409, { title: 'Without stops' });
      if (isForbidden) return give(403, { title: 'Guides read' });
      found.tour.status = 'open';
    }
    if (method !== 'DELETE') return give(200, found.tour);
    tours.delete(tourId);
    return give(204);
  });
  const run = await judgeWithCallers(document, url, keys, { only: ['auth/permission-missing-refused'], maxCreates: 40 });
  return run.told;
};

describe.concurrent('what a role may not do is tried on what lacks nothing', () => {
  test(
    'a service is told that looks for stops first, and then lets a guide open the tour',
    besideOthers(async () => {
      expect((await told({ lets: true })).join()).toMatch(/permission-missing-accepted.* POST \/tours\/\{tourId\}\/open/u);
    }),
  );

  test.for<readonly [string, Form]>([
    ['looks for stops first', {}],
    ['looks at the rights first', { isStrict: true }],
  ])(
    'nothing is told of a service that %s',
    besideOthers(async ([, form]) => {
      expect(await told(form)).toEqual([]);
    }),
  );
});
