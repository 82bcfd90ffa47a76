import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 90 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: Json, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (name: string, status = 200) => ({ [status]: { description: 'It', ...json(named(name)) } });
const refused = Object.fromEntries([400, 404, 409].map((status) => [status, { description: 'Refused' }]));
const gone = { delete: { responses: { 204: { description: 'Gone' }, ...refused } } };
const keptWhileBooked = { delete: { ...gone.delete, description: 'Removes it. 409 while a booking refers to it.' } };
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const makes = (summary: string, body: object, name: string, description = summary) => ({
  post: { summary, description, requestBody: { required: true, ...json(body) }, responses: { ...shows(name, 201), ...refused } },
});

const states = { type: 'string', enum: ['planned', 'on_sale', 'stopped'] };

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Tours',
    version: '1',
    description: [
      'Tours with seats, and guests who book these.',
      '',
      '## Statuses of a tour',
      '',
      '| From | To | Needs |',
      '|---|---|---|',
      '| planned | on_sale | at least one seat and at least one guide, otherwise 409 |',
      '| on_sale | stopped | |',
    ].join('\n'),
  },
  paths: {
    '/tours': makes('Plan a tour', object({ title: text }), 'Tour'),
    '/tours/{tourId}': { ...inPath('tourId'), get: { responses: { ...shows('Tour'), ...refused } }, ...gone },
    '/tours/{tourId}/status': {
      ...inPath('tourId'),
      put: {
        summary: 'Set the status',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: object({ status: states }), example: { status: 'stopped' } } },
        },
        responses: { ...shows('Tour'), ...refused },
      },
    },
    '/tours/{tourId}/seats': { ...inPath('tourId'), ...makes('Add a seat', object({ label: text }), 'Seat') },
    '/tours/{tourId}/seats/{seatId}': {
      ...inPath('tourId', 'seatId'),
      get: { responses: { ...shows('Seat'), ...refused } },
      ...keptWhileBooked,
    },
    '/tours/{tourId}/guides': { ...inPath('tourId'), ...makes('Name a guide', object({ label: text }), 'Seat') },
    '/tours/{tourId}/guides/{guideId}': { ...inPath('tourId', 'guideId'), get: { responses: { ...shows('Seat'), ...refused } }, ...gone },
    '/bookings': makes(
      'Book a seat',
      object({ seatId: text, guest: text }),
      'Booking',
      'An unknown seat is 400. 409 if\n\n- the tour is not on sale,\n- the seat is taken.',
    ),
    '/bookings/{bookingId}': { ...inPath('bookingId'), get: { responses: { ...shows('Booking'), ...refused } }, ...gone },
  },
  components: {
    schemas: {
      Tour: object({ id: text, title: text, status: states }),
      Seat: object({ id: text, label: text }),
      Booking: object({ id: text, seatId: text, guest: text }),
    },
  },
};

type Part = { readonly id: string; readonly label: string };
type Tour = { readonly id: string; readonly title: string; status: string; readonly seats: Part[]; readonly guides: Part[] };

const bodyOf = async (incoming: IncomingMessage): Promise<Json | undefined> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && [...value].length <= 90;

type Flaw = 'none' | 'removes booked seats' | 'stops in words of its own' | 'forgets who books';

/** Tours that keep to their document but for one flaw; `done` has what was accepted. */
const agency = (flaw: Flaw) => {
  const tours = new Map<string, Tour>();
  const bookings = new Map<string, Json>();
  const done = new Set<string>();
  let next = 0;
  const newId = (): string => `n-${(next += 1)}`;
  const shown = ({ id, title, status }: Tour) => ({
    id,
    title,
    status: flaw === 'stops in words of its own' && status === 'stopped' ? 'halted' : status,
  });
  const ofOne = <T extends { readonly id: unknown }>(
    method: string,
    one: T | undefined,
    remove: () => void,
  ): readonly [number, unknown?] => {
    if (!one) return [404, {}];
    if (method === 'GET') return [200, one];
    if (method !== 'DELETE') return [405, {}];
    remove();
    return [204];
  };
  const answer = (method: string, path: string, body: Json | undefined): readonly [status: number, value?: unknown] => {
    const [, root, id, kind, part] = path.split('/');
    if (root === 'bookings') {
      if (id !== undefined) return ofOne(method, bookings.get(id) as { id: string } | undefined, () => bookings.delete(id));
      if (method !== 'POST') return [405, {}];
      const tour = [...tours.values()].find(({ seats }) => seats.some((seat) => seat.id === body?.['seatId']));
      if (!isText(body?.['guest']) || !tour) return [400, {}];
      if (tour.status !== 'on_sale' || [...bookings.values()].some((one) => one['seatId'] === body['seatId'])) return [409, {}];
      const made = { id: newId(), seatId: body['seatId'], ...(flaw === 'forgets who books' ? {} : { guest: body['guest'] }) };
      bookings.set(made.id, made);
      done.add('booked');
      return [201, made];
    }
    if (root !== 'tours') return [404, {}];
    if (id === undefined) {
      if (method !== 'POST') return [405, {}];
      if (!isText(body?.['title'])) return [400, {}];
      const made: Tour = { id: newId(), title: body['title'], status: 'planned', seats: [], guides: [] };
      tours.set(made.id, made);
      return [201, shown(made)];
    }
    const one = tours.get(id);
    if (!one) return [404, {}];
    if (kind === undefined) return ofOne(method, shown(one), () => tours.delete(id));
    if (kind === 'status') {
      if (method !== 'PUT') return [405, {}];
      const to = String(body?.['status']);
      if (!states.enum.includes(to)) return [400, {}];
      const isPossible =
        to === 'on_sale'
          ? one.status === 'planned' && one.seats.length * one.guides.length > 0
          : one.status === 'on_sale' && to === 'stopped';
      if (!isPossible) return [409, {}];
      one.status = to;
      done.add(to);
      return [200, shown(one)];
    }
    if (kind !== 'seats' && kind !== 'guides') return [404, {}];
    const all = one[kind];
    if (part !== undefined) {
      const isBooked = method === 'DELETE' && [...bookings.values()].some((each) => each['seatId'] === part);
      if (isBooked && flaw !== 'removes booked seats') return [409, {}];
      return ofOne(
        method,
        all.find((each) => each.id === part),
        () =>
          all.splice(
            all.findIndex((each) => each.id === part),
            1,
          ),
      );
    }
    if (method !== 'POST') return [405, {}];
    if (!isText(body?.['label'])) return [400, {}];
    const made = { id: newId(), label: body['label'] };
    all.push(made);
    return [201, made];
  };
  return { done, answer };
};

const judged = async (flaw: Flaw) => {
  const { done, answer } = agency(flaw);
  const url = await serve((incoming, outgoing) => {
    void (async () => {
      const body = await bodyOf(incoming);
      const { method = 'GET', url: target = '' } = incoming;
      const isHead = method === 'HEAD';
      const [status, value] = answer(isHead ? 'GET' : method, decodeURIComponent(target.split('?')[0] ?? ''), body);
      outgoing.writeHead(status, {
        ...(value === undefined ? {} : { 'content-type': 'application/json' }),
        ...(status === 405 ? { allow: '' } : {}),
      });
      outgoing.end(value === undefined || isHead ? undefined : JSON.stringify(value));
    })();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: {
      only: ['status/documented-call', 'schema/response-body', 'schema/described-success-present', 'lifecycle/used-is-kept'],
      skip: [],
    },
  });
  const fails = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code}`] : [],
  );
  return { done: [...done].toSorted(), fails };
};

describe('a table of moves in the introduction leads to the states that operations need', () => {
  test('an agency that keeps to its document', async () => {
    expect(await judged('none')).toEqual({ done: ['booked', 'on_sale', 'stopped'], fails: [] });
  });

  test.each<readonly [Flaw, string]>([
    ['stops in words of its own', 'PUT /tours/{tourId}/status'],
    ['forgets who books', 'POST /bookings'],
    ['removes booked seats', 'DELETE /tours/{tourId}/seats/{seatId} used-removed'],
  ])('an agency that %s is told', async (flaw, operation) => {
    const { fails } = await judged(flaw);
    expect(fails.some((one) => one.startsWith(operation))).toBe(true);
  });
});
