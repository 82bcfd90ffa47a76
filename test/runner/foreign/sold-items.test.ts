import { expect, test } from 'vitest';
import type { Target } from '../../../src/model/target.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const id = { type: 'string' };
const guestInput = { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1, maxLength: 60 } } };
const guest = { type: 'object', properties: { id, ...guestInput.properties } };
const ticketInput = { type: 'object', required: ['seats'], properties: { seats: { type: 'integer', minimum: 1, maximum: 9 } } };
const ticket = { $ref: '#/components/schemas/Ticket' };
const number = (name: string, fallback: number) => ({
  name,
  in: 'query',
  schema: { type: 'integer', minimum: fallback === 0 ? 0 : 1, maximum: 100, default: fallback },
});
const inPath = [{ name: 'guestId', in: 'path', required: true, schema: id }];
const none = { description: 'None' };

/** Guests, to whom tickets are sold that nothing takes back but the removal of the guest. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Ferry', version: '1' },
  components: { schemas: { Ticket: { type: 'object', properties: { id, ...ticketInput.properties } } } },
  paths: {
    '/guests': {
      get: { responses: { 200: answer({ type: 'array', items: guest }) } },
      post: { requestBody: body(guestInput), responses: { 201: answer(guest), 400: none } },
    },
    '/guests/{guestId}': {
      parameters: inPath,
      get: { responses: { 200: answer(guest), 404: none } },
      delete: { description: 'The guest is gone, the tickets go too.', responses: { 204: { description: 'Gone' }, 404: none } },
    },
    '/guests/{guestId}/tickets': {
      parameters: inPath,
      get: {
        parameters: [number('limit', 20), number('offset', 0)],
        responses: {
          200: answer({ type: 'object', properties: { items: { type: 'array', items: ticket }, total: { type: 'integer' } } }),
          404: none,
        },
      },
      post: {
        operationId: 'sellTicket',
        summary: 'Sell a ticket',
        requestBody: body(ticketInput),
        responses: { 201: answer(ticket), 400: none, 404: none },
      },
    },
  },
};

/** The number of tickets that a run sells to judge their list, and of those that it leaves. */
const sold = async (allow: Target['allow']): Promise<readonly [sold: number, left: number]> => {
  const guests = new Map<string, Json>();
  const tickets = new Map<string, readonly Json[]>();
  let [next, count] = [1, 0];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://x');
    const [, root, guestId = '', below] = pathname.split('/');
    if (root !== 'guests' || (below ?? 'tickets') !== 'tickets' || (guestId !== '' && !guests.has(guestId))) return give(404, {});
    const own = tickets.get(guestId) ?? [];
    if (incoming.method === 'GET' && below !== undefined) {
      const [limit, offset] = [Number(searchParams.get('limit') ?? 20), Number(searchParams.get('offset') ?? 0)];
      return give(200, { items: own.slice(offset, offset + limit), total: own.length });
    }
    if (incoming.method === 'GET') return give(200, guestId === '' ? [...guests.values()] : guests.get(guestId));
    if (incoming.method === 'DELETE') {
      guests.delete(guestId);
      tickets.delete(guestId);
      return give(204);
    }
    void objectBody(incoming).then((sent) => {
      const isRight = below === undefined ? typeof sent?.['name'] === 'string' : Number.isInteger(sent?.['seats']);
      if (!sent || !isRight) return give(400, {});
      const made = { ...sent, id: `n-${next++}` };
      if (below === undefined) guests.set(made.id, made);
      else {
        tickets.set(guestId, [...own, made]);
        count += 1;
      }
      return give(201, made);
    });
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow,
    maxCreates: 40,
    credentials: [],
    selection: { only: ['pagination/size-not-exceeded'], skip: [] },
  });
  return [count, [...tickets.values()].flat().length];
};

test('what is sold to a guest of the run fills a list where that may be tried, and goes with the guest', async () => {
  const [made, left] = await sold(['mutation', 'permanent', 'destructive']);
  expect(made).toBeGreaterThan(2);
  expect(left).toBe(0);
});

test('nothing is sold without the permission for what may reach somebody', async () => {
  expect(await sold(['mutation', 'permanent'])).toEqual([0, 0]);
});
