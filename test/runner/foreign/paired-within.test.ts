import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const none = { description: 'None' };
const listed = (...values: readonly string[]) => ({ type: 'string', enum: values });
const shape = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object, description = 'It') => ({ description, content: { 'application/json': { schema } } });
const asks = (properties: object) => ({ required: true, content: { 'application/json': { schema: shape(properties) } } });
const at = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));
const title = { type: 'string', minLength: 1, maxLength: 60 };

/** Tours that open once they have a stage, bookings of a tour with the stages that were walked, and a badge for who walked all of them. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Tours', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Tour: shape({ id: text, title: text, status: listed('draft', 'open') }),
      Stage: shape({ id: text, tourId: text, title: text }),
      Booking: shape({ id: text, tourId: text, guest: text, walked: { type: 'array', items: text }, status: listed('booked', 'finished') }),
      Badge: shape({ id: text, bookingId: text, motto: text }),
    },
  },
  paths: {
    '/tours': {
      get: { responses: { 200: shows({ type: 'array', items: named('Tour') }) } },
      post: { requestBody: asks({ title }), responses: { 201: shows(named('Tour')), 400: none } },
    },
    '/tours/{tourId}': {
      parameters: at('tourId'),
      get: { responses: { 200: shows(named('Tour')), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/tours/{tourId}/open': {
      parameters: at('tourId'),
      post: {
        summary: 'Open a tour',
        description: 'A draft becomes open. 409 if the tour is not a draft or has no stages.',
        responses: { 200: shows(named('Tour')), 404: none, 409: none },
      },
    },
    '/tours/{tourId}/stages': {
      parameters: at('tourId'),
      get: { responses: { 200: shows({ type: 'array', items: named('Stage') }), 404: none } },
      post: {
        description: 'Stages can only be added to drafts (409 otherwise).',
        requestBody: asks({ title }),
        responses: { 201: shows(named('Stage')), 400: none, 404: none, 409: none },
      },
    },
    '/tours/{tourId}/stages/{stageId}': {
      parameters: at('tourId', 'stageId'),
      get: { responses: { 200: shows(named('Stage')), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/bookings': {
      get: { responses: { 200: shows({ type: 'array', items: named('Booking') }) } },
      post: {
        description: 'Answers 409 if the tour is not open.',
        requestBody: asks({ tourId: text, guest: title }),
        responses: { 201: shows(named('Booking')), 400: none, 409: none, 422: none },
      },
    },
    '/bookings/{bookingId}': {
      parameters: at('bookingId'),
      get: { responses: { 200: shows(named('Booking')), 404: none } },
    },
    '/bookings/{bookingId}/stages/{stageId}': {
      parameters: at('bookingId', 'stageId'),
      put: {
        summary: 'Mark a stage as walked or not',
        description: 'Not found if the stage is not one of the booked tour. Once all stages are walked, the booking becomes finished.',
        requestBody: asks({ done: { type: 'boolean' } }),
        responses: { 200: shows(named('Booking')), 400: none, 404: none },
      },
    },
    '/bookings/{bookingId}/badge': {
      parameters: at('bookingId'),
      post: {
        summary: 'Hand out the badge',
        description: 'For finished bookings, 409 otherwise.',
        responses: { 201: shows(named('Badge')), 404: none, 409: none },
      },
    },
    '/badges/{badgeId}': { parameters: at('badgeId'), get: { responses: { 200: shows(named('Badge')), 404: none } } },
  },
};

type Way = 'as said' | 'two stages' | 'no stage needed' | 'any body' | 'badges without a motto';

/** Such a service, with the requests that it accepted, as methods and patterns of paths. */
const tours = (way: Way, done: Set<string>) => {
  const all = new Map<string, Json>();
  let last = 0;
  const add = (kind: string, value: Json): Answer => {
    const made = { id: `${kind.slice(0, 2)}-${(last += 1)}`, ...value };
    all.set(`${kind}/${made.id}`, made);
    return [201, made];
  };
  const below = (kind: string, tourId: unknown): readonly Json[] =>
    [...all].flatMap(([key, one]) => (key.startsWith(`${kind}/`) && one['tourId'] === tourId ? [one] : []));
  const isTitle = (value: unknown): value is string => typeof value === 'string' && value !== '' && [...value].length <= 60;
  const answer = (method: string, [root = '', id, part, other]: readonly string[], given: Json): Answer => {
    const key = `${root}/${id ?? ''}`;
    const found = all.get(key);
    if (id !== undefined && !found) return [404];
    const put = (value: Json): Answer => [all.set(key, { ...found, ...value }) && 200, all.get(key)];
    if (root === 'tours' && part === 'stages' && other !== undefined) {
      const stage = all.get(`stages/${other}`);
      if (stage?.['tourId'] !== id) return [404];
      return method === 'DELETE' ? [all.delete(`stages/${other}`) ? 204 : 404] : [200, stage];
    }
    if (root === 'tours' && part === 'stages' && method === 'GET') return [200, below('stages', id)];
    if (root === 'tours' && part === 'stages') {
      if (!isTitle(given['title'])) return [400];
      return found?.['status'] === 'draft' ? add('stages', { tourId: id, title: given['title'] }) : [409];
    }
    if (part === 'open') {
      const isEnough = below('stages', id).length > 0 || way === 'no stage needed';
      return found?.['status'] === 'draft' && isEnough ? put({ status: 'open' }) : [409];
    }
    if (part === 'stages') {
      const stage = all.get(`stages/${other ?? ''}`);
      if (stage?.['tourId'] !== found?.['tourId']) return [404];
      if (typeof given['done'] !== 'boolean' && way !== 'any body') return [400];
      const others = ((found?.['walked'] as readonly string[] | undefined) ?? []).filter((one) => one !== other);
      const walked = given['done'] === true ? [...others, other] : others;
      const most = below('stages', found?.['tourId']).length;
      return put({ walked, status: walked.length >= most ? 'finished' : 'booked' });
    }
    if (part === 'badge') {
      if (found?.['status'] !== 'finished') return [409];
      return add('badges', { bookingId: id, ...(way === 'badges without a motto' ? {} : { motto: 'On foot' }) });
    }
    if (method === 'DELETE') return [all.delete(key) ? 204 : 404];
    if (method === 'GET') return [200, found ?? [...all].flatMap(([one, value]) => (one.startsWith(key) ? [value] : []))];
    if (root === 'tours') {
      if (!isTitle(given['title'])) return [400];
      const made = add('tours', { title: given['title'], status: 'draft' });
      if (way === 'two stages') add('stages', { tourId: `to-${last}`, title: 'The way there' });
      return made;
    }
    if (!isTitle(given['guest']) || typeof given['tourId'] !== 'string') return [400];
    const tour = all.get(`tours/${given['tourId']}`);
    if (!tour) return [422];
    return tour['status'] === 'open'
      ? add('bookings', { tourId: given['tourId'], guest: given['guest'], walked: [], status: 'booked' })
      : [409];
  };
  return (method: string, path: readonly string[], given: Json): Answer => {
    const [status, ...rest] = answer(method, path, given);
    if (status < 300) done.add([method, ...path.map((one, n) => (n % 2 === 1 ? '*' : one))].join(' '));
    return [status, ...rest];
  };
};

const told = async (way: Way) => {
  const done = new Set<string>();
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(tours(way, done)), {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 120,
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['status/documented-call', 'body/breach-refused', 'schema/response-body', 'lifecycle/refused-in-state'], skip: [] },
  });
  return { done, failed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])) };
};

test.concurrent.for<readonly [Way, readonly string[], string | undefined]>([
  ['as said', ['PUT bookings * stages *', 'POST bookings * badge'], undefined],
  ['no stage needed', ['PUT bookings * stages *', 'POST bookings * badge'], undefined],
  ['two stages', ['PUT bookings * stages *', 'POST bookings * badge'], undefined],
  ['any body', ['PUT bookings * stages *'], 'body/breach-refused@#/paths/~1bookings~1{bookingId}~1stages~1{stageId}/put'],
  ['badges without a motto', ['POST bookings * badge'], 'schema/response-body'],
])(
  'what a PUT is about besides a resource belongs to the same as that: %s',
  besideOthers(async ([way, reached, expected]) => {
    const { done, failed } = await told(way);
    for (const one of reached) expect([...done]).toContain(one);
    expect(failed.filter((one) => expected === undefined || !one.startsWith(expected))).toEqual([]);
    expect(failed.length > 0).toBe(expected !== undefined);
  }),
);
