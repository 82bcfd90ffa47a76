import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { isRefusedForOwn } from '../../../src/checks/subjects/refused-for-own.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const name = { type: 'string', minLength: 1, maxLength: 80 };
const tour = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: { type: 'string', format: 'uuid' }, name, status: { type: 'string', enum: ['proposed', 'approved'] } },
};
const inPath = [{ name: 'tourId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }];

/** Tours that walkers propose and managers approve. */
const documentWith = (approval: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Tours',
    version: '1',
    description:
      'A token has a role.\n\n| role | may |\n|---|---|\n| `manager` | everything |\n| `walker` | read tours, propose and withdraw them |\n',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/tours': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: tour }) }, ...refusals(401) } },
      post: {
        description: 'The new tour is proposed.',
        requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: { name } }) },
        responses: { 201: { description: 'd', ...json(tour) }, ...refusals(401, 422) },
      },
    },
    '/tours/{tourId}': {
      parameters: inPath,
      get: { responses: { 200: { description: 'd', ...json(tour) }, ...refusals(401, 404) } },
      delete: { summary: 'Withdraw a tour', responses: { 204: { description: 'Gone' }, ...refusals(401, 404) } },
    },
    '/tours/{tourId}/approve': {
      parameters: inPath,
      post: { description: approval, responses: { 200: { description: 'd', ...json(tour) }, ...refusals(401, 403, 404, 409) } },
    },
  },
});

const keys = { key: 'manager-key-0123456789', restricted: 'walker-key-0123456789', other: 'another-key-0123456789' };

/** Judges a service, which may let walkers approve what they have proposed themselves. */
const judged = async (approval: string, letsOwn: boolean) => {
  const tours = new Map<string, { readonly id: string; readonly name: unknown; readonly by: string; status: string }>();
  const url = await serve(async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = await objectBody(incoming);
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const [, , id, action] = new URL(incoming.url ?? '/', 'http://tours').pathname.split('/');
    const isSeen = (by: string): boolean => (by === 'other') === (who === 'other');
    if (id === undefined && incoming.method === 'GET')
      return give(
        200,
        [...tours.values()].filter(({ by }) => isSeen(by)),
      );
    if (id === undefined) {
      if (typeof body?.['name'] !== 'string' || body['name'] === '') return give(422, { title: 'No name' });
      const made = { id: crypto.randomUUID(), name: body['name'], by: who, status: 'proposed' };
      tours.set(made.id, made);
      return give(201, made);
    }
    const found = tours.get(id);
    if (!found || !isSeen(found.by)) return give(404, { title: 'None' });
    if (incoming.method === 'DELETE') {
      tours.delete(id);
      return give(204);
    }
    if (action !== undefined) {
      if (who === 'restricted' && !(letsOwn && found.by === who)) return give(403, { title: 'Managers approve' });
      if (found.status !== 'proposed') return give(409, { title: 'Approved' });
      found.status = 'approved';
    }
    return give(200, found);
  });
  const { told, passed } = await judgeWithCallers(documentWith(approval), url, keys, {
    only: ['auth/permission-missing-refused'],
    maxCreates: 40,
  });
  return { told, isPassed: passed.has('auth/permission-missing-refused') };
};

describe.concurrent('what a role may not do is tried on what it has made itself', () => {
  test.for(['Only managers approve (`403` for all others, also for their own tours). In any other state `409`.', 'Managers only.'])(
    'a service is told that lets a walker approve the own tour: %s',
    besideOthers(async (approval) => {
      const { told } = await judged(approval, true);
      expect(told.join()).toMatch(/permission-missing-accepted.* POST \/tours\/\{tourId\}\/approve/u);
    }),
  );

  test(
    'a service that refuses it passes',
    besideOthers(async () => {
      const approval = 'Only managers approve (`403` for all others, also for their own tours).';
      expect(await judged(approval, false)).toEqual({ told: [], isPassed: true });
    }),
  );

  test(
    'nothing is told where the document leaves to walkers what is their own',
    besideOthers(async () => {
      const own = 'Only managers approve the tours of others (`403`).';
      expect((await judged(own, true)).told).toEqual([]);
    }),
  );
});

test.each([
  ['Only managers, or whoever has proposed the tour.', false],
  ['Managers only. Any other caller and any other state is refused.', true],
  ['Managers only, the own tours included.', true],
  ['Managers only, unless the tour is their own.', false],
  ['Only managers approve what somebody else has proposed.', false],
  ['Only managers approve the tours of others. Own ones are approved with a second call.', false],
  ['Approves a tour.', false],
])('a refusal holds for what a caller has made: %s %s', async (approval, expected) => {
  const contract = await loadContract(writeDocument(documentWith(approval)));
  expect(isRefusedForOwn(contract, operationOf(contract, 'POST /tours/{tourId}/approve'))).toBe(expected);
});
