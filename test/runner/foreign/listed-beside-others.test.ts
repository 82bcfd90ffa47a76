import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 80 };
const crew = { type: 'array', maxItems: 5, items: text };
const flight = {
  type: 'object',
  required: ['id', 'place', 'status'],
  properties: { id: { type: 'string' }, place: text, crew, status: { type: 'string', enum: ['planned', 'over'] } },
};
const query = (name: string, schema: object) => ({ name, in: 'query', schema });

/**
 * @param told What the list says of itself.
 * @param about What the document says of all.
 * @param isRead Does a GET read one; otherwise there is only its removal.
 */
const document = (told: string, parameters: readonly object[], about: string, isRead: boolean) => ({
  openapi: '3.0.3',
  info: { title: 'Flights', version: '1', description: about },
  paths: {
    '/flights': {
      get: {
        description: told,
        parameters: [
          query('limit', { type: 'integer', minimum: 1, maximum: 50, default: 20 }),
          query('offset', { type: 'integer', minimum: 0, default: 0 }),
          ...parameters,
        ],
        responses: { 200: json({ type: 'object', properties: { items: { type: 'array', items: flight }, total: { type: 'integer' } } }) },
      },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['place'], properties: { place: text, crew } } } },
        },
        responses: { 201: json(flight), 400: { description: 'Wrong' } },
      },
    },
    '/flights/{flightId}': {
      parameters: [{ name: 'flightId', in: 'path', required: true, schema: { type: 'string' } }],
      ...(isRead
        ? { get: { responses: { 200: json(flight), 404: { description: 'None' } } } }
        : { delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } } }),
    },
  },
});

type Form = {
  readonly told?: string;
  readonly old?: string;
  readonly parameters?: readonly object[];
  /** Is a flight in a list that comes so many milliseconds after the first one since its creation. */
  readonly shows?: (sinceMs: number) => boolean;
  /** Does the list leave out a flight without a crew. */
  readonly joins?: boolean;
  readonly about?: string;
  /** What a removal of a flight that is not there any more is answered, where nothing reads one. */
  readonly removedAgain?: number;
};

const judged = async ({
  told = 'All flights.',
  old = 'planned',
  parameters = [],
  shows = () => true,
  joins = false,
  about = 'Flights of a club.',
  removedAgain,
}: Form) => {
  const flights = new Map<string, { readonly id: string; readonly place: unknown; readonly crew?: unknown; readonly status: string }>([
    ['f-0', { id: 'f-0', place: 'Old hill', status: old }],
  ]);
  let last = 0;
  const firstAskedAt = new Map<string, number>();
  const url = await serve(async (incoming, outgoing) => {
    const at = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, name, id = ''] = at.pathname.split('/');
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(value ?? {}));
    };
    if (name !== 'flights') return give(404);
    if (incoming.method === 'POST' && id === '') {
      const body = await objectBody(incoming);
      if (typeof body?.['place'] !== 'string' || body['place'] === '') return give(400);
      const made = { id: `f-${(last += 1)}`, place: body['place'], crew: body['crew'] ?? [], status: 'planned' };
      flights.set(made.id, made);
      return give(201, made);
    }
    if (incoming.method === 'DELETE' && removedAgain !== undefined) return give(flights.delete(id) ? 204 : removedAgain);
    if (incoming.method !== 'GET' || (id !== '' && removedAgain !== undefined)) return give(405);
    const found = flights.get(id);
    if (id !== '') return found ? give(200, found) : give(404);
    const now = performance.now();
    const all = [...flights.values()].filter(({ id: one, crew: members }) => {
      if (!firstAskedAt.has(one)) firstAskedAt.set(one, now);
      if (joins && Array.isArray(members) && members.length === 0) return false;
      return one === 'f-0' || shows(now - (firstAskedAt.get(one) ?? now));
    });
    const start = Number(at.searchParams.get('offset') ?? 0);
    const items = all.slice(start, start + Number(at.searchParams.get('limit') ?? 20));
    return give(200, { items, total: all.length });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(told, parameters, about, removedAgain === undefined)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 30,
    selection: { only: ['lifecycle/listed-beside-others'], skip: [] },
  });
  return verdicts.find((one) => one.case.check === 'lifecycle/listed-beside-others')?.verdict.kind;
};

const lateMs = 1500;

test.concurrent.for<readonly [string, Form, string]>([
  ['shows it', {}, 'pass'],
  ['shows it a little later', { shows: (sinceMs) => sinceMs > lateMs }, 'inconclusive'],
  ['shows only what is over, and says so', { told: 'Past flights only.', shows: () => false }, 'inconclusive'],
  [
    'has a filter with a default',
    { parameters: [query('state', { type: 'string', enum: ['over', 'planned'], default: 'over' })], shows: () => false },
    'inconclusive',
  ],
  [
    'has a filter that says what it does where it is left out',
    {
      parameters: [{ ...query('kept', { type: 'boolean' }), description: 'Unless it is true, new flights are not shown.' }],
      shows: () => false,
    },
    'inconclusive',
  ],
  ['shows others in another state alone', { old: 'over', shows: () => false }, 'inconclusive'],
  ['never shows it', { shows: () => false }, 'fail'],
  ['shows it, where nothing reads one', { removedAgain: 404 }, 'pass'],
  ['never shows it, where nothing reads one and its removal finds it', { removedAgain: 404, shows: () => false }, 'fail'],
  ['never shows it, where any removal succeeds', { removedAgain: 204, shows: () => false }, 'inconclusive'],
  ['shows others in another state, where nothing reads one', { removedAgain: 404, old: 'over', shows: () => false }, 'inconclusive'],
  ['leaves out what has no crew', { joins: true }, 'fail'],
  [
    'leaves out what has no crew, where only pages are said to be empty',
    { joins: true, about: 'Lists are paged; a page after the last is empty.' },
    'fail',
  ],
  ['leaves out what has no crew, and says so', { joins: true, told: 'Flights without a crew are left out.' }, 'pass'],
  ['leaves out what has no crew, as the document says', { joins: true, about: 'A flight appears in lists once it has a crew.' }, 'pass'],
  ['leaves out what is incomplete, as the document says', { joins: true, about: 'Incomplete flights are not listed.' }, 'pass'],
])(
  'a new resource is looked for in a list that %s',
  besideOthers(async ([_what, form, expected]) => {
    expect(await judged(form)).toBe(expected);
  }),
);
