import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const ticket = { type: 'object', required: ['id', 'siteId', 'title'], properties: { id: text, siteId: text, title: text } };
const at = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));
const refused = { 404: { description: 'None' }, 422: { description: 'Wrong' } };

/** Tickets of sites that no operation creates. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Tickets', version: '1' },
  paths: {
    '/sites/{siteId}/tickets': {
      parameters: at('siteId'),
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['title'], properties: { title: text } } } },
        },
        responses: { 201: json(ticket), ...refused },
      },
    },
    '/sites/{siteId}/tickets/{ticketId}': {
      parameters: at('siteId', 'ticketId'),
      get: { responses: { 200: json(ticket), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  },
};

test('that a resource is below no other parent is left open where there is no other parent', async () => {
  const tickets = new Map<string, object>();
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, , siteId, , id = ''] = (incoming.url ?? '').split('/');
    if (siteId !== 'north') return give(404);
    const found = tickets.get(id);
    if (incoming.method === 'GET') return found ? give(200, found) : give(404);
    if (incoming.method === 'DELETE') return give(tickets.delete(id) ? 204 : 404);
    const title = (await objectBody(incoming))?.['title'];
    if (typeof title !== 'string' || title === '') return give(422);
    const made = { id: `t-${tickets.size + 1}`, siteId, title };
    tickets.set(made.id, made);
    return give(201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    values: { 'POST /sites/{siteId}/tickets': { siteId: 'north' } },
    selection: { only: ['lifecycle/below-own-parent', 'lifecycle/sent-is-shown'], skip: [] },
  });
  const kinds = Object.fromEntries(verdicts.map(({ case: { check }, verdict }) => [check, verdict.kind]));
  expect(kinds).toMatchObject({ 'lifecycle/below-own-parent': 'inconclusive', 'lifecycle/sent-is-shown': 'pass' });
});

/** Mooring lines of ships, which only their ship shows, in a list of its own. */
const lines = (removes: 'own' | 'any' | 'idempotent') => {
  const line = {
    type: 'object',
    required: ['id', 'length'],
    properties: { id: text, length: { type: 'integer', minimum: 1, maximum: 90 } },
  };
  const ship = {
    type: 'object',
    required: ['id', 'title', 'lines'],
    properties: { id: text, title: text, lines: { type: 'array', items: line } },
  };
  const body = (member: string, schema: object) => ({
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', required: [member], properties: { [member]: schema } } } },
    },
  });
  const contract = {
    openapi: '3.1.0',
    info: { title: 'Lines', version: '1' },
    paths: {
      '/ships': { post: { ...body('title', text), responses: { 201: json(ship), ...refused } } },
      '/ships/{shipId}': {
        parameters: at('shipId'),
        get: { responses: { 200: json(ship), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/ships/{shipId}/lines': {
        parameters: at('shipId'),
        post: { ...body('length', line.properties.length), responses: { 201: json(line), ...refused } },
      },
      '/ships/{shipId}/lines/{lineId}': {
        parameters: at('shipId', 'lineId'),
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
    },
  };
  type Ship = { readonly id: string; readonly title: string; lines: { readonly id: string; readonly length: number }[] };
  const ships = new Map<string, Ship>();
  let last = 0;
  const url = serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, , shipId, below, lineId] = (incoming.url ?? '').split('/');
    const found = ships.get(shipId ?? '');
    const sent = await objectBody(incoming);
    if (shipId !== undefined && !found) return give(404);
    if (incoming.method === 'GET') return give(200, found);
    if (found && incoming.method === 'DELETE') {
      if (below === undefined) return give(ships.delete(found.id) ? 204 : 404);
      const holder = removes === 'any' ? [...ships.values()].find((one) => one.lines.some(({ id }) => id === lineId)) : found;
      const isThere = holder?.lines.some(({ id }) => id === lineId) === true;
      if (holder) holder.lines = holder.lines.filter(({ id }) => id !== lineId);
      return give(isThere || removes === 'idempotent' ? 204 : 404);
    }
    last += 1;
    if (found) {
      const { length } = sent ?? {};
      if (typeof length !== 'number') return give(422);
      found.lines.push({ id: `line-${last}`, length });
      return give(201, found.lines.at(-1));
    }
    const title = sent?.['title'];
    if (typeof title !== 'string') return give(422);
    const made: Ship = { id: `ship-${last}`, title, lines: [] };
    ships.set(made.id, made);
    return give(201, made);
  });
  return { contract, url };
};

test.each([
  ['by its own path alone', 'own', ['pass']],
  ['below any other, too', 'any', ['removed-below-other']],
  ['by a removal that may be repeated', 'idempotent', ['inconclusive']],
] as const)('what no read shows is removed %s', async (_what, removes, expected) => {
  const { contract, url } = lines(removes);
  const { verdicts } = await judgeForeign(writeToolDocument(contract), await url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    selection: { only: ['lifecycle/below-own-parent'], skip: [] },
  });
  const own = verdicts.filter(({ id }) => id.startsWith('lifecycle/below-own-parent') && id.includes('lines'));
  expect(own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind))).toEqual(expected);
});

/** Notes of stays, of which a guest has one at a time. */
const notes = (shows: 'its own' | 'all') => {
  const guest = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
  const stay = { type: 'object', required: ['id', 'guestId'], properties: { id: text, guestId: text } };
  const note = { type: 'object', required: ['id', 'words'], properties: { id: text, words: text } };
  const takes = (member: string) => ({
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', required: [member], properties: { [member]: text } } } },
    },
  });
  const one = (name: string, schema: object) => ({
    parameters: at(name),
    get: { responses: { 200: json(schema), ...refused } },
    delete: { responses: { 204: { description: 'Gone' }, ...refused } },
  });
  const contract = {
    openapi: '3.1.0',
    info: { title: 'Stays', version: '1' },
    paths: {
      '/guests': { post: { ...takes('name'), responses: { 201: json(guest), ...refused } } },
      '/guests/{guestId}': one('guestId', guest),
      '/stays': {
        post: { ...takes('guestId'), responses: { 201: json(stay), ...refused, 409: { description: 'The guest has a stay already' } } },
      },
      '/stays/{stayId}': one('stayId', stay),
      '/stays/{stayId}/notes': {
        parameters: at('stayId'),
        get: { responses: { 200: json({ type: 'array', items: note }), ...refused } },
        post: { ...takes('words'), responses: { 201: json(note), ...refused } },
      },
    },
  };
  type Row = { readonly id: string; readonly kind: string; readonly of: string; readonly value: object };
  const rows: Row[] = [];
  let last = 0;
  const url = serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, kind = '', id, below] = (incoming.url ?? '').split('/');
    const found = rows.find((row) => row.kind === kind && row.id === id);
    const sent = await objectBody(incoming);
    if (id !== undefined && !found) return give(404);
    const added = below ?? kind;
    if (incoming.method === 'GET' && below !== undefined)
      return give(
        200,
        rows.filter((row) => row.kind === below && (shows === 'all' || row.of === id)).map(({ value }) => value),
      );
    if (incoming.method === 'GET') return give(200, found?.value);
    if (incoming.method === 'DELETE') {
      rows.splice(0, rows.length, ...rows.filter((row) => row !== found));
      return give(204);
    }
    const member = { guests: 'name', stays: 'guestId', notes: 'words' }[added];
    const value = sent?.[member ?? ''];
    if (member === undefined || typeof value !== 'string' || value === '') return give(422);
    const isTaken = rows.some((row) => row.kind === 'stays' && row.of === value);
    if (added === 'stays' && !rows.some((row) => row.kind === 'guests' && row.id === value)) return give(422);
    if (added === 'stays' && isTaken) return give(409);
    last += 1;
    const made = { id: `n-${last}`, kind: added, of: id ?? value, value: { id: `n-${last}`, [member]: value } };
    rows.push(made);
    return give(201, made.value);
  });
  return { contract, url };
};

test.each([
  ['the notes of its own', 'its own', ['pass']],
  ['all notes', 'all', ['listed-below-other']],
] as const)('a parent that needs something of its own is made to see that it shows %s', async (_what, shows, expected) => {
  const { contract, url } = notes(shows);
  const { verdicts } = await judgeForeign(writeToolDocument(contract), await url, {
    allow: ['mutation', 'destructive', 'permanent'],
    credentials: [],
    selection: { only: ['lifecycle/below-own-parent'], skip: [] },
  });
  const own = verdicts.filter(({ id }) => id.startsWith('lifecycle/below-own-parent') && id.includes('notes'));
  expect(own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind))).toEqual(expected);
});
