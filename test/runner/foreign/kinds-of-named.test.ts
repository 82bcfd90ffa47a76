import { expect, test } from 'vitest';
import { isObject } from '../../../src/contract/pointer.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 422: { description: 'Wrong' } };
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const removal = { delete: { responses: { 204: { description: 'Gone' }, ...refused } } };

const hut = object({ id: text, name: text });
const night = object({
  minutes: { type: 'integer', minimum: 0 },
  places: { type: 'array', minItems: 1, items: object({ kind: { type: 'string', enum: ['peak', 'hut', 'camp'] }, id: text }) },
});
const takes = object({
  name: text,
  nights: { type: 'array', minItems: 1, items: night },
  starterType: { type: 'string', enum: ['hut', 'camp'] },
  starterId: text,
  // What a person is known by is no id.
  contact: object({
    type: { type: 'string', enum: ['person', 'hut'] },
    ref: { ...text, minLength: 1, maxLength: 64, description: 'The name of a person, or the id of one of your huts.' },
  }),
});
const tour = object({ id: text, ...takes.properties });

/** Huts, and tours whose nights and starts name one by its kind and its id. Nothing is known of peaks and camps. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Tours', version: '1' },
  paths: {
    '/huts': {
      get: { responses: shows({ type: 'array', items: hut }) },
      post: { requestBody: { required: true, ...json(object({ name: text })) }, responses: { ...shows(hut, '201'), ...refused } },
    },
    '/huts/{hutId}': { ...inPath('hutId'), get: { responses: { ...shows(hut), ...refused } }, ...removal },
    '/tours': {
      get: { responses: shows({ type: 'array', items: tour }) },
      post: {
        description: 'The first night is at the start: its `minutes` are 0. All places have to exist (422).',
        requestBody: { required: true, ...json(takes) },
        responses: { ...shows(tour, '201'), ...refused },
      },
    },
    '/tours/{tourId}': { ...inPath('tourId'), get: { responses: { ...shows(tour), ...refused } }, ...removal },
  },
};

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value) && value.every(isObject);

/** A service of such tours; with a slip, a tour shows another first night. */
const judged = async (isForgetful: boolean) => {
  const huts = new Map<string, Json>();
  const tours = new Map<string, Json>();
  let [last, added] = [0, 0];
  const mistaken: unknown[] = [];
  const isPlace = (kind: unknown, id: unknown): boolean => kind === 'hut' && typeof id === 'string' && huts.has(id);
  const isContact = (contact: unknown): boolean =>
    isObject(contact) && typeof contact['ref'] === 'string' && (contact['type'] === 'person' || isPlace(contact['type'], contact['ref']));
  const isTour = ({ name, nights, starterType, starterId, contact }: Json): boolean =>
    typeof name === 'string' &&
    isContact(contact) &&
    isPlace(starterType, starterId) &&
    isList(nights) &&
    nights.length > 0 &&
    nights[0]?.['minutes'] === 0 &&
    nights.every(
      ({ minutes, places }) =>
        Number.isInteger(minutes) &&
        Number(minutes) >= 0 &&
        isList(places) &&
        places.length > 0 &&
        places.every(({ kind, id }) => isPlace(kind, id)),
    );
  const made = (into: Map<string, Json>, body: Json): readonly [number, unknown] => {
    const id = `n-${(last += 1)}-of-the-service`;
    into.set(id, { id, ...body });
    return [201, into.get(id)];
  };
  const answer = (method: string, [root, id]: readonly string[], body: Json | undefined): readonly [number, unknown?] => {
    const all = root === 'huts' ? huts : root === 'tours' ? tours : undefined;
    if (!all) return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, [...all.values()]];
      if (!body) return [400];
      if (root === 'huts') return typeof body['name'] === 'string' ? made(huts, { name: body['name'] }) : [422];
      if (!isTour(body)) return [422];
      const { name, nights, starterType, starterId, contact } = body;
      added += 1;
      if (isObject(contact) && contact['type'] === 'person' && huts.has(String(contact['ref']))) mistaken.push(contact);
      return made(tours, { name: isForgetful ? 'Tour' : name, nights, starterType, starterId, contact });
    }
    const one = all.get(id);
    if (!one) return [404];
    if (method === 'DELETE') return all.delete(id) ? [204] : [404];
    return [200, one];
  };
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const [status, value] = answer(incoming.method ?? 'GET', new URL(incoming.url ?? '/', 'http://x').pathname.split('/').slice(1), body);
    outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
    outgoing.end(value === undefined || incoming.method === 'HEAD' ? '' : JSON.stringify(value));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['lifecycle/*', 'responses/*'], skip: [] },
  });
  return {
    fails: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.operation] : [])),
    added,
    left: tours.size,
    mistaken,
  };
};

test.concurrent(
  'an id is one of the kind that the body tells beside it, of which the run can create one',
  besideOthers(async () => {
    const { fails, added, left, mistaken } = await judged(false);
    expect(fails).toEqual([]);
    expect(mistaken).toEqual([]);
    expect(added).toBeGreaterThan(0);
    expect(left).toBe(0);
  }),
);

test.concurrent(
  'what such a creation forgets is told',
  besideOthers(async () => {
    expect((await judged(true)).fails).toContain('POST /tours');
  }),
);
