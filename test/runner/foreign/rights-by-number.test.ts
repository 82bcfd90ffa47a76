import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const chart = { $ref: '#/components/schemas/Chart' };
const shown = { description: 'd', ...json(chart) };
const id = { name: 'chartId', in: 'path', required: true, schema: text };
const number = { name: 'number', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } };
const written = { type: 'object', required: ['name'], properties: { name: { ...text, minLength: 1 } } };
const version = { type: 'object', required: ['number', 'name'], properties: { number: { type: 'integer' }, name: text } };

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
        responses: { 201: shown, ...refusals(401, 403, 422) },
      },
    },
    '/charts/{chartId}': {
      parameters: [id],
      get: { responses: { 200: shown, ...refusals(401, 404) } },
      put: {
        summary: 'Draw a new version of a chart (pilot)',
        requestBody: { required: true, ...json(written) },
        responses: { 200: shown, ...refusals(401, 403, 404, 422) },
      },
      delete: { summary: 'Burn a chart (pilot)', responses: { 204: { description: 'Done' }, ...refusals(401, 403, 404) } },
    },
    '/charts/{chartId}/versions': {
      parameters: [id],
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: version }) }, ...refusals(401, 404) } },
    },
    '/charts/{chartId}/versions/{number}': {
      parameters: [id, number],
      delete: { summary: 'Burn a version (pilot)', responses: { 204: { description: 'Gone' }, ...refusals(401, 403, 404, 409) } },
    },
    '/charts/{chartId}/versions/{number}/restore': {
      parameters: [id, number],
      post: { summary: 'Take an earlier version (pilot)', responses: { 200: shown, ...refusals(401, 403, 404, 409) } },
    },
  },
};

const keys = { key: 'pilot-key-0123456789', restricted: 'guest-key-0123456789', other: 'other-key-0123456789' };

type Habits = {
  /** What a guest may do although it should not. */
  readonly lets?: string;
  /** Does the service keep the newest version alone, so that there is no older one to name. */
  readonly forgets?: boolean;
};

const judged = async ({ lets, forgets = false }: Habits) => {
  const old = [
    { number: 2, name: 'Old' },
    { number: 1, name: 'Older' },
  ];
  const charts = new Map([['old', old]]);
  const touched: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
      if (who === undefined) return give(401, { title: 'Who?' });
      const [, root, name, below, which, action] = new URL(incoming.url ?? '/', 'http://charts').pathname.split('/');
      const { method = '' } = incoming;
      if (root !== 'charts') return give(404, { title: 'None' });
      const isAllowed = who === 'key' || method === 'GET' || [method, below, action].filter(Boolean).join(' ') === lets;
      if (!isAllowed) return give(403, { title: 'Guests read' });
      const title = body?.['name'];
      const isWrong = (method === 'PUT' || name === undefined) && (typeof title !== 'string' || title === '');
      if (name === undefined && method === 'GET')
        return give(
          200,
          [...charts].map(([one, [now]]) => ({ id: one, name: now?.name })),
        );
      const versions = charts.get(name ?? '');
      if (name !== undefined && !versions) return give(404, { title: 'None' });
      if (isWrong) return give(422, { title: 'No name' });
      if (name === undefined || !versions) {
        const made = crypto.randomUUID();
        charts.set(made, [{ number: 1, name: String(title) }]);
        return give(201, { id: made, name: title });
      }
      if (name === 'old' && method !== 'GET') touched.push(`${method} ${name}`);
      const add = (drawn: string): void => {
        versions.unshift({ number: (versions[0]?.number ?? 0) + 1, name: drawn });
        if (forgets) versions.splice(1);
      };
      if (below === undefined) {
        if (method === 'DELETE') charts.delete(name);
        if (method === 'DELETE') return give(204);
        if (method === 'PUT') add(String(title));
        return give(200, { id: name, name: versions[0]?.name });
      }
      if (which === undefined) return give(200, versions);
      const found = versions.find((one) => String(one.number) === which);
      if (!found) return give(404, { title: 'None' });
      if (found === versions[0]) return give(409, { title: 'Current' });
      if (action === 'restore') add(found.name);
      else versions.splice(versions.indexOf(found), 1);
      return action === 'restore' ? give(200, { id: name, name: found.name }) : give(204);
    });
  });
  const { told } = await judgeWithCallers(document, url, keys, { only: ['auth/permission-missing-refused'], maxCreates: 40 });
  return { told: told.join('\n'), touched };
};

test.concurrent.for<readonly [string, RegExp]>([
  ['DELETE versions', /permission-missing-accepted DELETE \/charts\/\{chartId\}\/versions\/\{number\}/u],
])(
  'what a role may not do with an older version is tried with one of the run: %s',
  besideOthers(async ([lets, finding]) => {
    const { told, touched } = await judged({ lets });
    expect(told).toMatch(finding);
    expect(touched).toEqual([]);
  }),
);

test.concurrent.for<Habits>([{}, { forgets: true }, { forgets: true, lets: 'DELETE versions' }])(
  'nothing is told of a service that refuses it, or that keeps no older version: %o',
  besideOthers(async (habits) => {
    expect(await judged(habits)).toEqual({ told: '', touched: [] });
  }),
);
