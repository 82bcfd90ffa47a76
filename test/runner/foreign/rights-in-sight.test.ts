import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { permissionMissingRefused } from '../../../src/checks/families/auth/permission-missing-refused.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { targetOf } from '../../checks/support/fake-session.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const name = { type: 'string', minLength: 1, maxLength: 80 };
const chart = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: { type: 'string', format: 'uuid' }, name, status: { type: 'string', enum: ['sketch', 'released'] } },
};
const written = (required: readonly string[]) => ({ required: true, ...json({ type: 'object', required, properties: { name } }) });

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Charts',
    version: '1',
    description:
      'Tokens with the scope `draw` (pilots) may do everything. Tokens with `look` alone (guests) may read; the rest is a `403`. Sketches are hidden from guests everywhere.',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/charts': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: chart }) }, ...refusals(401) } },
      post: {
        description: 'The new chart is a sketch.',
        requestBody: written(['name']),
        responses: { 201: { description: 'd', ...json(chart) }, ...refusals(401, 403, 422) },
      },
    },
    '/charts/{chartId}': {
      parameters: [{ name: 'chartId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      get: { responses: { 200: { description: 'd', ...json(chart) }, ...refusals(401, 404) } },
      patch: {
        requestBody: written([]),
        responses: { 200: { description: 'd', ...json(chart) }, ...refusals(401, 403, 404, 422) },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals(401, 403, 404) } },
    },
    '/charts/{chartId}/release': {
      parameters: [{ name: 'chartId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      post: {
        description: 'Releases a sketch. Releasing a released chart changes nothing.',
        responses: { 200: { description: 'd', ...json(chart) }, ...refusals(401, 403, 404) },
      },
    },
  },
};

const keys = { key: 'pilot-key-0123456789', restricted: 'guest-key-0123456789', other: 'another-key-0123456789' };

type Form = {
  /** The request that a guest may make although it should not. */
  readonly lets?: string;
  /** Are rights looked at before anything else. */
  readonly isStrict?: boolean;
};

const judged = async ({ lets, isStrict = false }: Form) => {
  const charts = new Map<string, { readonly id: string; name: unknown; status: string }>();
  const creations: string[] = [];
  const url = await serve(async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = await objectBody(incoming);
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const [, , id, action] = new URL(incoming.url ?? '/', 'http://charts').pathname.split('/');
    const { method = '' } = incoming;
    const line = `${method}${action === undefined ? '' : ` ${action}`}`;
    const isForbidden = who === 'restricted' && method !== 'GET' && line !== lets;
    const sees = ({ status }: { readonly status: string }): boolean => who === 'key' || (who === 'restricted' && status === 'released');
    if (isForbidden && (isStrict || id === undefined)) return give(403, { title: 'Guests read' });
    if (id === undefined && method === 'GET') return give(200, [...charts.values()].filter(sees));
    if (id === undefined) {
      if (typeof body?.['name'] !== 'string' || body['name'] === '') return give(422, { title: 'No name' });
      const made = { id: crypto.randomUUID(), name: body['name'], status: 'sketch' };
      charts.set(made.id, made);
      creations.push(made.id);
      return give(201, made);
    }
    const found = charts.get(id);
    if (!found || !sees(found)) return give(404, { title: 'None' });
    if (isForbidden) return give(403, { title: 'Guests read' });
    if (method === 'DELETE') {
      charts.delete(id);
      return give(204);
    }
    if (action !== undefined) found.status = 'released';
    if (method === 'PATCH' && body?.['name'] !== undefined) {
      if (typeof body['name'] !== 'string' || body['name'] === '') return give(422, { title: 'No name' });
      found.name = body['name'];
    }
    return give(200, found);
  });
  const { told, passed } = await judgeWithCallers(document, url, keys, { only: ['auth/permission-missing-refused'], maxCreates: 40 });
  return { told, isPassed: passed.has('auth/permission-missing-refused'), made: creations.length };
};

test('the plan counts what is created to be seen by a role', async () => {
  const contract = await loadContract(writeDocument(document));
  const around = { contract, target: targetOf({ contract: 'charts', credentials: ['key', 'restricted'] }) };
  const costs = permissionMissingRefused.locations(contract).map((one) => permissionMissingRefused.cost(one, around).creates);
  // One of its own, and one for each of three states at most in which a guest may see it: for the change, the removal and the release, which may also need one that lacks nothing.
  expect(costs.toSorted((a, b) => a - b)).toEqual([1, 4, 4, 5]);
});

describe.concurrent('what a role may not do is tried where it sees the resource', () => {
  test.for(['PATCH', 'DELETE'])(
    'a service is told that lets a guest send %s, and hides sketches',
    besideOthers(async (lets) => {
      const { told } = await judged({ lets });
      expect(told.join()).toMatch(new RegExp(`permission-missing-accepted.* ${lets} /charts/\\{chartId\\}`, 'u'));
    }),
  );

  test.for<readonly [string, Form]>([
    ['looks for the resource first', {}],
    ['looks at the rights first', { isStrict: true }],
  ])(
    'nothing is told of a service that %s',
    besideOthers(async ([, form]) => {
      const { told, isPassed, made } = await judged(form);
      expect(told).toEqual([]);
      expect(isPassed).toBe(true);
      expect(made).toBeLessThan(25);
    }),
  );
});
