import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const booking = {
  type: 'object',
  required: ['id', 'kilnId', 'startsAt', 'endsAt'],
  properties: { id: { ...text, readOnly: true }, kilnId: text, startsAt: moment, endsAt: moment, note: { ...text, maxLength: 80 } },
};
const refused = { 400: { description: 'Wrong' }, 401: { description: 'Who?' }, 403: { description: 'Not you' } };

/** Bookings of a kiln, which never overlap; of the times an example is printed, or nothing. */
const documentOf = (isPrinted: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Kilns', version: '1', description: 'The role `guest` may read only.' },
  security: [{ token: [] }],
  paths: {
    '/bookings': {
      get: {
        responses: { 200: { description: 'All', ...json({ type: 'array', items: booking }) }, 401: { description: 'Who?' } },
      },
      post: {
        summary: 'Book a kiln',
        description: 'Bookings of one kiln never overlap (`409`). A booking ends after it starts.',
        requestBody: {
          required: true,
          ...json(
            booking,
            isPrinted ? { example: { kilnId: 'k-1', startsAt: '2031-03-02T08:00:00Z', endsAt: '2031-03-02T10:30:00Z', note: 'Mugs' } } : {},
          ),
        },
        responses: { 201: { description: 'Booked', ...json(booking) }, 409: { description: 'Taken' }, ...refused },
      },
    },
    '/bookings/{bookingId}': {
      parameters: [{ name: 'bookingId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(booking) }, 401: { description: 'Who?' }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused, 404: { description: 'None' } } },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
});

type Booking = { readonly id: string; readonly startsAt: string; readonly endsAt: string; readonly kilnId: string };

const isText = (value: unknown): value is string => typeof value === 'string';

/** What is told of a service, and how many creations were in conflict. */
const told = async (isPrinted: boolean, flaw: 'none' | 'lets guests book') => {
  const all = new Map<string, Booking>([
    ['b0', { id: 'b0', kilnId: 'k-1', startsAt: '2031-03-02T08:00:00Z', endsAt: '2031-03-02T10:30:00Z' }],
  ]);
  let next = 1;
  let conflicts = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const who = /^Bearer (key|guest)-secret$/u.exec(incoming.headers.authorization ?? '')?.[1];
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'bookings') return give(404);
    if (who === undefined) return give(401);
    const isBooking = incoming.method === 'POST';
    if (who === 'guest' && incoming.method !== 'GET' && (flaw === 'none' || !isBooking)) return give(403);
    if (incoming.method === 'GET') {
      if (id === undefined) return give(200, [...all.values()]);
      return all.has(id) ? give(200, all.get(id)) : give(404);
    }
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    if (!isBooking || id !== undefined) return give(405);
    void objectBody(incoming).then(({ kilnId, startsAt, endsAt, note } = {}) => {
      const [from, to] = [startsAt, endsAt].map((one) => (isText(one) ? Date.parse(one) : Number.NaN));
      const isRight = isText(kilnId) && isText(startsAt) && isText(endsAt) && Number(from) < Number(to);
      if (!isRight || (note !== undefined && (!isText(note) || note.length > 80))) return give(400);
      const clashes = [...all.values()].some((one) => Date.parse(one.startsAt) < Number(to) && Number(from) < Date.parse(one.endsAt));
      if (clashes) {
        conflicts += 1;
        return give(409);
      }
      const made = { id: `b${next++}`, kilnId, startsAt, endsAt, ...(note === undefined ? {} : { note }) };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(isPrinted)), url, {
    allow: ['mutation'],
    maxCreates: 60,
    credentials: ['key', 'restricted'],
    key: 'key-secret',
    secrets: { restricted: 'guest-secret' },
    selection: {
      only: ['lifecycle/creation-accepted', 'lifecycle/remove-accepted', 'lifecycle/sent-is-shown', 'auth/permission-*'],
      skip: [],
    },
  });
  const of = (kind: string) => [...new Set(verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check] : [])))];
  return { failed: of('fail'), passed: of('pass').toSorted(), left: [...all.keys()], conflicts };
};

const judged = ['auth/permission-missing-refused', 'lifecycle/creation-accepted', 'lifecycle/remove-accepted', 'lifecycle/sent-is-shown'];

describe.each([
  ['of a printed example', true],
  ['that are made up', false],
] as const)('bookings at times %s', (_what, isPrinted) => {
  test('are made at times of their own, and a service that lets no two overlap is told nothing of', async () => {
    expect(await told(isPrinted, 'none')).toEqual({ failed: [], passed: judged, left: ['b0'], conflicts: 0 });
  });

  test('a service that lets guests book is told', async () => {
    expect(await told(isPrinted, 'lets guests book')).toMatchObject({ failed: ['auth/permission-missing-refused'], left: ['b0'] });
  });
});
