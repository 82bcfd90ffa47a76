import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const booking = {
  type: 'object',
  required: ['id', 'pupil_id', 'status', 'note'],
  properties: { id: text, pupil_id: text, status: { ...text, enum: ['booked', 'dropped'] }, note: text },
};
const inPath = { parameters: [{ name: 'booking_id', in: 'path', required: true, schema: text }] };

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Lessons',
    version: '1',
    description:
      '## Roles\n\n* **admin** – the office. Everything.\n* **pupil** – books and drops lessons for themselves.\n\nWhat your role may not do is `403`.',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/me': {
      get: {
        responses: { 200: { description: 'd', ...json({ type: 'object', properties: { id: text, role: text } }) }, ...refusals(401) },
      },
    },
    '/people': {
      get: {
        responses: {
          200: {
            description: 'd',
            ...json({ type: 'array', items: { type: 'object', properties: { id: text, role: { ...text, enum: ['admin', 'pupil'] } } } }),
          },
          ...refusals(401),
        },
      },
    },
    '/bookings': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: booking }) }, ...refusals(401) } },
      post: {
        requestBody: {
          required: true,
          ...json({ type: 'object', required: ['pupil_id', 'note'], properties: { pupil_id: text, note: { ...text, maxLength: 60 } } }),
        },
        responses: { 201: { description: 'd', ...json(booking) }, ...refusals(401, 403, 422) },
      },
    },
    '/bookings/{booking_id}': {
      ...inPath,
      get: {
        description: 'For the pupil and admins. For anyone else it does not exist (`404`).',
        responses: { 200: { description: 'd', ...json(booking) }, ...refusals(401, 404) },
      },
      delete: {
        description: 'The pupil of the booking or an admin.',
        responses: { 204: { description: 'Gone' }, ...refusals(401, 403, 404) },
      },
    },
  },
};

type Flaw = 'shows all' | 'removes all';

const keys = { key: 'admin-key-0123456789', restricted: 'pupil-key-0123456789', other: 'another-key-0123456789' };
const people = [
  { id: 'p-77', role: 'admin' },
  { id: 'p-78', role: 'pupil' },
  { id: 'p-79', role: 'pupil' },
];
const callers = { key: people[0], restricted: people[1], other: { id: 'q-1', role: 'admin' } };

const judged = async (flaw?: Flaw) => {
  const bookings = new Map<string, Readonly<Record<string, unknown>>>();
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const [, collection, id] = new URL(incoming.url ?? '/', 'http://lessons').pathname.split('/');
    const me = callers[who as keyof typeof callers];
    const isMine = (one: Readonly<Record<string, unknown>>): boolean =>
      who === 'key' || (who === 'restricted' && one['pupil_id'] === me?.id);
    if (collection === 'me') return give(200, me);
    if (collection === 'people') return give(200, who === 'other' ? [] : people);
    if (collection !== 'bookings') return give(404, { title: 'None' });
    if (id === undefined && incoming.method === 'GET') return give(200, [...bookings.values()].filter(isMine));
    if (id === undefined) {
      const isRight = people.some((one) => one.role === 'pupil' && one.id === body?.['pupil_id']) && typeof body?.['note'] === 'string';
      if (!isRight) return give(422, { title: 'Wrong' });
      const made = { id: `b-${(bookings.size + 1) * 7919}abcdefgh`, pupil_id: body['pupil_id'], note: body['note'], status: 'booked' };
      if (who === 'restricted' && made.pupil_id !== me?.id) return give(403, { title: 'Not yours' });
      bookings.set(made.id, made);
      return give(201, made);
    }
    const found = bookings.get(id);
    const isOpen = who === 'restricted' && flaw === (incoming.method === 'GET' ? 'shows all' : 'removes all');
    if (!found || !(isMine(found) || isOpen)) return give(404, { title: 'None' });
    if (incoming.method === 'DELETE') bookings.delete(id);
    return incoming.method === 'DELETE' ? give(204) : give(200, found);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  return judgeWithCallers(document, url, keys, { only: ['auth/own-only-shown', 'auth/permission-missing-refused'], maxCreates: 20 });
};

test.concurrent(
  'what a sentence leaves to the one whom a resource names is refused to others of the role',
  besideOthers(async () => {
    const right = await judged();
    expect(right.told).toEqual([]);
    expect([...right.passed]).toContain('auth/own-only-shown');
    expect((await judged('shows all')).told).toEqual(['OAS-146 foreign-shown GET /bookings/{booking_id}']);
    expect((await judged('removes all')).told).toEqual(['CONV-71-INFERRED permission-missing-accepted DELETE /bookings/{booking_id}']);
  }),
);
