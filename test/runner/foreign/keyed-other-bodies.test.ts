import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (name: string) => ({ description: 'It', content: { 'application/json': { schema: ref(name) } } });
const list = (name: string) => ({ description: 'All', content: { 'application/json': { schema: { type: 'array', items: ref(name) } } } });
const takes = (name: string) => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const refused = {
  400: { description: 'Wrong' },
  401: { description: 'Who' },
  404: { description: 'None' },
  422: { description: 'Refused' },
};
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: { type: 'string' } }];
const id = { type: 'string' };

type Words = 'heading' | 'link' | 'silent';

/** What is said of the key: under a heading to which its description refers, or nothing. */
const said: Readonly<Record<Words, readonly [introduction: string, key: string]>> = {
  heading: [
    'Rides.\n\n## Repeating a request\n\nSent again with the same key and the same content, a request does nothing.\nThe same key with other content is refused with 409.\n\n## Time\n\nTimes are in UTC.',
    'See "Repeating a request".',
  ],
  link: [
    'Rides.\n\n# Errors\n\nSome.\n\n# Once and for all\n\nOne key belongs to one payload. A different payload is rejected with 422.',
    'Your key, see [Once and for all](#once-and-for-all).',
  ],
  silent: ['Rides.\n\n## Repeating a request\n\nA key is good for a day.', 'See "Repeating a request".'],
};

/** Riders who can be removed, their cards and trips, which stay, and a payment to the purse of a rider; all but the riders take a key. */
const document = (words: Words) => {
  const key = [
    { name: 'Idempotency-Key', in: 'header', required: false, description: said[words][1], schema: { type: 'string', maxLength: 64 } },
  ];
  return {
    openapi: '3.0.3',
    info: { title: 'Rides', version: '1', description: said[words][0] },
    security: [{ token: [] }],
    paths: {
      '/riders': {
        get: { responses: { 200: list('Rider'), ...refused } },
        post: { requestBody: takes('NewRider'), responses: { 201: shows('Rider'), ...refused } },
      },
      '/riders/{riderId}': {
        parameters: inPath('riderId'),
        get: { responses: { 200: shows('Rider'), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/riders/{riderId}/cards': {
        parameters: inPath('riderId'),
        get: { responses: { 200: list('Card'), ...refused } },
        post: { parameters: key, requestBody: takes('NewCard'), responses: { 201: shows('Card'), ...refused } },
      },
      '/riders/{riderId}/top-up': {
        parameters: inPath('riderId'),
        post: {
          summary: 'Bring money to the purse',
          parameters: key,
          requestBody: takes('TopUp'),
          responses: { 200: shows('Rider'), ...refused },
        },
      },
      '/trips': {
        get: { responses: { 200: list('Trip'), ...refused } },
        post: { parameters: key, requestBody: takes('NewTrip'), responses: { 201: shows('Trip'), ...refused } },
      },
      '/trips/{tripId}': { parameters: inPath('tripId'), get: { responses: { 200: shows('Trip'), ...refused } } },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        NewRider: { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1, maxLength: 60 } } },
        Rider: { type: 'object', required: ['id', 'name'], properties: { id, name: { type: 'string' }, cents: { type: 'integer' } } },
        NewCard: { type: 'object', required: ['rides'], properties: { rides: { type: 'integer', minimum: 1, maximum: 90 } } },
        Card: { type: 'object', required: ['id', 'rides'], properties: { id, riderId: id, rides: { type: 'integer' } } },
        TopUp: { type: 'object', required: ['cents'], properties: { cents: { type: 'integer', minimum: 1, maximum: 5000 } } },
        NewTrip: { type: 'object', required: ['riderId'], properties: { riderId: id } },
        Trip: { type: 'object', required: ['id', 'riderId'], properties: { id, riderId: id } },
      },
    },
  };
};

type Habit = 'refuses other content' | 'refuses it by its digest' | 'answers with the first' | 'takes it for a new request';

const judged = async (words: Words, habit: Habit) => {
  const riders = new Map<string, { id: string; name: string; cents: number }>();
  const things: Readonly<Record<string, Json[]>> = { cards: [], trips: [] };
  const answers = new Map<string, { readonly body: string; readonly status: number; readonly value: unknown }>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', headers, url: path = '' } = incoming;
    const [, root = '', own = '', part = ''] = path.split(/[/?]/u);
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const rider = riders.get(own);
    const made = (body: Json): readonly [status: number, value?: unknown] => {
      const isWhole = (one: unknown, most: number): one is number => Number.isInteger(one) && Number(one) >= 1 && Number(one) <= most;
      if (root === 'trips') {
        const trip = { id: `t${next++}`, riderId: body['riderId'] };
        if (!riders.has(String(trip.riderId))) return [422];
        things['trips']?.push(trip);
        return [201, trip];
      }
      if (own === '') {
        const { name } = body;
        if (typeof name !== 'string' || name === '' || name.length > 60) return [400];
        const one = { id: `r${next++}`, name, cents: 0 };
        riders.set(one.id, one);
        return [201, one];
      }
      if (!rider) return [404];
      if (part === 'top-up') {
        if (!isWhole(body['cents'], 5000)) return [400];
        rider.cents += body['cents'];
        return [200, { ...rider }];
      }
      if (!isWhole(body['rides'], 90)) return [400];
      const card = { id: `c${next++}`, riderId: own, rides: body['rides'] };
      things['cards']?.push(card);
      return [201, card];
    };
    const write = async (): Promise<void> => {
      const body = await objectBody(incoming);
      if (!body) return end(400);
      const text = JSON.stringify(body);
      const sent = [headers['idempotency-key']].flat()[0];
      const key = `${path} ${sent} ${habit === 'takes it for a new request' ? text : ''}`;
      const known = sent === undefined ? undefined : answers.get(key);
      if (known && known.body !== text && habit !== 'answers with the first') return end(habit === 'refuses it by its digest' ? 422 : 409);
      if (known) return end(known.status, known.value);
      const [status, value] = made(body);
      if (status < 300 && sent !== undefined) answers.set(key, { body: text, status, value });
      return end(status, value);
    };
    if (headers.authorization === undefined) return end(401);
    if (method === 'POST') return ['riders', 'trips'].includes(root) ? void write() : end(404);
    if (root === 'trips') {
      const trip = things['trips']?.find((one) => one['id'] === own);
      return own === '' ? end(200, things['trips']) : trip ? end(200, trip) : end(404);
    }
    if (root !== 'riders') return end(404);
    if (own === '') return end(200, [...riders.values()]);
    if (!rider) return end(404);
    if (part === 'cards')
      return end(
        200,
        things['cards']?.filter(({ riderId }) => riderId === own),
      );
    if (part !== '') return end(404);
    if (method === 'GET') return end(200, rider);
    riders.delete(own);
    return end(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(words)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    selection: { only: ['idempotency'], skip: [] },
  });
  return Object.fromEntries(
    verdicts.flatMap(({ id: name, verdict }) => {
      const [check = '', at = ''] = name.split('@');
      if (check !== 'idempotency/other-body-not-taken-for-the-first') return [];
      const part = /cards|top-up|trips/u.exec(at)?.[0] ?? at;
      return [[part, verdict.kind === 'fail' ? verdict.finding.code : verdict.kind]];
    }),
  );
};

test.concurrent.for<readonly [Words, Habit]>([
  ['heading', 'refuses other content'],
  ['link', 'refuses it by its digest'],
])(
  'a service that %s passes for what is below a resource, for what stays, and for actions, by words behind a heading: %s',
  besideOthers(async ([words, habit]) => {
    expect(await judged(words, habit)).toEqual({ cards: 'pass', 'top-up': 'pass', trips: 'pass' });
  }),
);

test.concurrent.for<readonly [Words, Habit, string]>([
  ['heading', 'answers with the first', 'keyed-body-ignored'],
  ['link', 'answers with the first', 'keyed-body-ignored'],
  ['heading', 'takes it for a new request', 'keyed-body-accepted'],
  ['link', 'takes it for a new request', 'keyed-body-accepted'],
])(
  'by words behind a heading (%s) a service that %s is told: %s',
  besideOthers(async ([words, habit, code]) => {
    expect(await judged(words, habit)).toEqual({ cards: code, 'top-up': 'keyed-body-accepted', trips: code });
  }),
);

test.concurrent.for<readonly [Habit]>([['refuses other content'], ['answers with the first'], ['takes it for a new request']])(
  'where nothing is said of other content, a service that %s is not judged',
  besideOthers(async ([habit]) => {
    expect(await judged('silent', habit)).toEqual({});
  }),
);
