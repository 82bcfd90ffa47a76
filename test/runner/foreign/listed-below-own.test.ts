import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const sends = (schema: object): object => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const none = { description: 'None' };
const conflict = { description: 'Not possible in the present state' };
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});

const tour = object({ id: text, name: text, status: { type: 'string', enum: ['draft', 'open'] } });
const stop = object({ id: text, tour_id: text, place: text });
const booking = object({ id: text, tour_id: text });
const one = (schema: object): object => ({
  get: { responses: { '200': shows(schema), '404': none } },
  delete: { responses: { '204': none, '404': none } },
});

/** Tours with stops that are added while they are drafts, and with bookings that need an open tour. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Tours', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/tours': { post: { description: 'New tours are drafts.', ...sends(object({ name: text })), responses: { '201': shows(tour) } } },
    '/tours/{tour_id}': { ...inPath('tour_id'), ...one(tour) },
    '/tours/{tour_id}/open': {
      ...inPath('tour_id'),
      post: { description: 'A draft tour becomes `open`.', responses: { '200': shows(tour), '404': none, '409': conflict } },
    },
    '/tours/{tour_id}/stops': {
      ...inPath('tour_id'),
      get: { responses: { '200': shows({ type: 'array', items: stop }), '404': none } },
      post: {
        description: 'Only while the tour is a draft (409).',
        ...sends(object({ place: text })),
        responses: { '201': shows(stop), '404': none, '409': conflict },
      },
    },
    '/tours/{tour_id}/stops/{stop_id}': { ...inPath('tour_id', 'stop_id'), delete: { responses: { '204': none, '404': none } } },
    '/bookings': {
      post: {
        description: 'The tour has to be open, otherwise 409.',
        ...sends(object({ tour_id: text })),
        responses: { '201': shows(booking), '409': conflict, '422': none },
      },
    },
    '/bookings/{booking_id}': { ...inPath('booking_id'), ...one(booking) },
  },
};

/** How the service keeps its lists of stops. */
type Way = 'all' | 'without the last one' | 'with removed ones';

const judged = async (way: Way) => {
  const tours = new Map<string, Json>();
  const stops = new Map<string, Json & { readonly gone?: true }>();
  const bookings = new Map<string, Json>();
  let last = 0;
  const idFor = (noun: string): string => `${noun}-${(last += 1)}`;
  const ofStops = (method: string, above: string, id: string | undefined, given: Json): Answer => {
    const own = [...stops.values()].filter((each) => each['tour_id'] === above);
    if (id === undefined && method === 'GET') {
      const listed = way === 'with removed ones' ? own : own.filter(({ gone }) => gone !== true);
      return [200, (way === 'without the last one' ? listed.slice(0, -1) : listed).map(({ gone: _gone, ...rest }) => rest)];
    }
    if (id === undefined) {
      if (tours.get(above)?.['status'] !== 'draft') return [409];
      const made = { id: idFor('stop'), tour_id: above, place: given['place'] };
      stops.set(made.id, made);
      return [201, made];
    }
    const found = stops.get(id);
    if (found?.['tour_id'] !== above || found.gone === true) return [404];
    stops.set(id, { ...found, gone: true });
    return [204];
  };
  const answer = (method: string, [root, id, noun, child]: readonly string[], given: Json): Answer => {
    const all = root === 'tours' ? tours : root === 'bookings' ? bookings : undefined;
    if (!all) return [404];
    if (id === undefined) {
      const above = tours.get(String(given['tour_id']));
      if (root === 'bookings' && !above) return [422];
      if (root === 'bookings' && above?.['status'] !== 'open') return [409];
      const made: Json =
        root === 'tours'
          ? { id: idFor('tour'), name: given['name'], status: 'draft' }
          : { id: idFor('booking'), tour_id: given['tour_id'] };
      all.set(String(made['id']), made);
      return [201, made];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (noun === 'stops') return ofStops(method, id, child, given);
    if (noun === 'open') {
      if (found['status'] !== 'draft') return [409];
      all.set(id, { ...found, status: 'open' });
      return [200, all.get(id)];
    }
    if (method === 'DELETE') all.delete(id);
    return method === 'DELETE' ? [204] : [200, found];
  };
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/created-is-listed', 'lifecycle/removed-is-unlisted'], skip: [] },
  });
  const told = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
  return { told, passed: verdicts.filter(({ verdict: { kind } }) => kind === 'pass').length };
};

test.concurrent.for<readonly [Way, { readonly told: readonly string[]; readonly passed: number }]>([
  ['all', { told: [], passed: 2 }],
  ['without the last one', { told: ['created-not-listed'], passed: 1 }],
  ['with removed ones', { told: ['removed-still-listed'], passed: 1 }],
])(
  'what is created below a resource that is kept for that is looked for in the list below it: %s',
  besideOthers(async ([way, expected]) => {
    expect(await judged(way)).toEqual(expected);
  }),
);
