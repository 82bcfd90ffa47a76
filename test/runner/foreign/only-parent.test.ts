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
