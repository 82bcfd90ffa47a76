import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const chart = { $ref: '#/components/schemas/Chart' };
const id = { name: 'chartId', in: 'path', required: true, schema: text };
const written = { type: 'object', required: ['name'], properties: { name: { ...text, minLength: 1 } } };

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Charts',
    version: '1',
    description:
      'A key has one of two roles:\n\n- `guest` reads.\n- `pilot` may also do everything else.\n\nA key whose role is not enough gets `403`.',
  },
  security: [{ token: [] }],
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: { Chart: { type: 'object', required: ['id', 'name'], properties: { id: { ...text, readOnly: true }, name: text } } },
  },
  paths: {
    '/charts': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: chart }) }, ...refusals(401) } },
      post: {
        summary: 'Draw a chart (pilot)',
        requestBody: { required: true, ...json(written) },
        responses: { 201: { description: 'd', ...json(chart) }, ...refusals(401, 403, 422) },
      },
    },
    '/charts/{chartId}': {
      parameters: [id],
      get: { responses: { 200: { description: 'd', ...json(chart) }, ...refusals(401, 404) } },
      delete: { summary: 'Move a chart to the trash (pilot)', responses: { 204: { description: 'Done' }, ...refusals(401, 403, 404) } },
    },
    '/trash': {
      get: {
        summary: 'List removed charts',
        responses: { 200: { description: 'd', ...json({ type: 'array', items: chart }) }, ...refusals(401) },
      },
    },
    '/trash/{chartId}': {
      parameters: [id],
      delete: { summary: 'Remove a chart for good (pilot)', responses: { 204: { description: 'Gone' }, ...refusals(401, 403, 404) } },
    },
    '/trash/{chartId}/restore': {
      parameters: [id],
      post: {
        summary: 'Take a chart out again (pilot)',
        responses: { 200: { description: 'd', ...json(chart) }, ...refusals(401, 403, 404) },
      },
    },
  },
};

const keys = { key: 'pilot-key-0123456789', restricted: 'guest-key-0123456789', other: 'other-key-0123456789' };

type Habits = {
  /** What a guest may do although it should not. */
  readonly lets?: string;
  /** Does a guest find nothing in the trash, so that a refusal says nothing of its rights. */
  readonly hides?: boolean;
};

const judged = async ({ lets, hides = false }: Habits) => {
  const [there, removed] = [new Map<string, object>(), new Map<string, object>([['old', { id: 'old', name: 'Old' }]])];
  const touched: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
      if (who === undefined) return give(401, { title: 'Who?' });
      const [, root, name, action] = new URL(incoming.url ?? '/', 'http://charts').pathname.split('/');
      const { method = '' } = incoming;
      const kept = root === 'trash' ? removed : root === 'charts' ? there : undefined;
      if (!kept) return give(404, { title: 'None' });
      const isGuest = who !== 'key';
      if (isGuest && hides && root === 'trash' && name !== undefined) return give(404, { title: 'None' });
      if (isGuest && method !== 'GET' && [method, root, action].filter(Boolean).join(' ') !== lets)
        return give(403, { title: 'Guests read' });
      if (name === undefined && method === 'GET') return give(200, [...kept.values()]);
      if (name === undefined) {
        if (typeof body?.['name'] !== 'string' || body['name'] === '') return give(422, { title: 'No name' });
        const made = { id: crypto.randomUUID(), name: body['name'] };
        there.set(made.id, made);
        return give(201, made);
      }
      const found = kept.get(name);
      if (name === 'old' && method !== 'GET') touched.push(`${method} ${name}`);
      if (!found) return give(404, { title: 'None' });
      if (method === 'GET') return give(200, found);
      kept.delete(name);
      if (action !== undefined) there.set(name, found);
      if (root === 'charts') removed.set(name, found);
      return action === undefined ? give(204) : give(200, found);
    });
  });
  const { told } = await judgeWithCallers(document, url, keys, { only: ['auth/permission-missing-refused'], maxCreates: 40 });
  return { told: told.join('\n'), touched, left: there.size };
};

test.concurrent(
  'what a role may not remove for good is tried with one that the run has removed',
  besideOthers(async () => {
    const { told, touched } = await judged({ lets: 'DELETE trash' });
    expect(told).toMatch(/permission-missing-accepted DELETE \/trash\/\{chartId\}/u);
    expect(touched).toEqual([]);
  }),
);

test.concurrent.for<Habits>([{}, { hides: true }])(
  'nothing is told of a service that refuses it: %o',
  besideOthers(async (habits) => {
    expect(await judged(habits)).toEqual({ told: '', touched: [], left: 0 });
  }),
);
