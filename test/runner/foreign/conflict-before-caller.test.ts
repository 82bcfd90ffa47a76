import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shown = (schema: object) => ({ description: 'd', ...json(schema) });
const id = { type: 'string' };
const name = { type: 'string', minLength: 1, maxLength: 60 };
const boat = { type: 'object', required: ['id', 'name'], properties: { id, name } };
const newBoat = { type: 'object', required: ['name'], properties: { name } };
const voyage = { type: 'object', required: ['id', 'boatId', 'name'], properties: { id, boatId: id, name } };
const newVoyage = { type: 'object', required: ['boatId', 'name'], properties: { boatId: { type: 'string', description: 'A boat' }, name } };
const refused = { 400: { description: 'Wrong' }, 401: { description: 'No token' }, 404: { description: 'None' } };
const taken = { 409: { description: 'The boat has sailed already' } };
const inPath = (one: string) => [{ name: one, in: 'path', required: true, schema: id }];

/** Boats that sail once, and voyages that name one. */
const document = {
  openapi: '3.1.0',
  info: {
    title: 'Voyages',
    version: '1',
    description: 'Boats and voyages belong to an account; those of another account are answered with 404.',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/boats': {
      get: { responses: { 200: shown({ type: 'array', items: boat }), ...refused } },
      post: { requestBody: { required: true, ...json(newBoat) }, responses: { 201: shown(boat), ...refused } },
    },
    '/boats/{boatId}': {
      parameters: inPath('boatId'),
      get: { responses: { 200: shown(boat), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/voyages': {
      get: { responses: { 200: shown({ type: 'array', items: voyage }), ...refused } },
      post: { requestBody: { required: true, ...json(newVoyage) }, responses: { 201: shown(voyage), ...refused, ...taken } },
    },
    '/voyages/{voyageId}': {
      parameters: inPath('voyageId'),
      get: { responses: { 200: shown(voyage), ...refused } },
      put: { requestBody: { required: true, ...json(newVoyage) }, responses: { 200: shown(voyage), ...refused, ...taken } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  },
};

type Row = Record<string, unknown> & { readonly id: string; readonly owner: string };

/** Judges a service whose replacement looks for a conflict first, and then for the account, or not at all. */
const judged = async (looksForAccount: boolean): Promise<readonly string[]> => {
  const tokens: Readonly<Record<string, string>> = { 'Bearer voyage-key': 'one', 'Bearer voyage-other': 'two' };
  const rows: Readonly<Record<string, Map<string, Row>>> = { boats: new Map(), voyages: new Map() };
  const sailed = new Set<unknown>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const owner = tokens[incoming.headers.authorization ?? ''];
    const [, kind = '', rowId = ''] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const table = rows[kind];
    if (owner === undefined) return give(401, {});
    if (!table) return give(404, {});
    void objectBody(incoming).then((body) => {
      const view = ({ owner: _owner, ...row }: Row): object => row;
      const found = table.get(rowId);
      const isOwn = found?.owner === owner;
      if (rowId === '' && incoming.method === 'GET') return give(200, [...table.values()].filter((one) => one.owner === owner).map(view));
      const skips = incoming.method === 'PUT' && !looksForAccount;
      if (rowId !== '' && !found) return give(404, {});
      if (incoming.method === 'POST' || incoming.method === 'PUT') {
        const of = body?.['boatId'];
        const isWrong = typeof body?.['name'] !== 'string' || body['name'] === '' || body['name'].length > 60;
        if (isWrong || (kind === 'voyages' && !rows['boats']?.has(String(of)))) return give(400, {});
        if (kind === 'voyages' && sailed.has(of)) return give(409, {});
        if (incoming.method === 'PUT' && !isOwn && !skips) return give(404, {});
        if (kind === 'voyages') sailed.add(of);
        const row: Row = { ...body, id: found?.id ?? `r-${next++}`, owner: found?.owner ?? owner };
        table.set(row.id, row);
        return give(found ? 200 : 201, view(row));
      }
      if (!found || !isOwn) return give(404, {});
      if (incoming.method !== 'DELETE') return give(200, view(found));
      table.delete(rowId);
      return give(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 40,
    key: 'voyage-key',
    secrets: { other: 'voyage-other' },
    credentials: ['key', 'other'],
    selection: { only: ['auth/kept-from-other-accounts'], skip: [] },
  });
  expect(rows['voyages']?.size).toBe(0);
  return verdicts.flatMap(({ verdict, case: { check } }) =>
    check === 'auth/kept-from-other-accounts'
      ? [verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.operation}` : verdict.kind]
      : [],
  );
};

test('a call of another account that a conflict hides is sent once more with resources of its own', async () => {
  expect(await judged(false)).toEqual(['foreign-accepted PUT /voyages/{voyageId}']);
  expect(await judged(true)).toEqual(['pass']);
});
