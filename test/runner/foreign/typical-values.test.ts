import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const depot = {
  type: 'object',
  required: ['id', 'name', 'timeZone', 'currency', 'phone', 'opensAt'],
  properties: {
    id: { ...text, readOnly: true },
    name: { ...text, maxLength: 60 },
    timeZone: { ...text, maxLength: 64 },
    currency: text,
    phone: text,
    opensAt: { ...text, description: 'Local time, HH:MM.' },
    country: text,
    colour: { ...text, description: 'A hex colour, #RRGGBB.' },
  },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const document = {
  openapi: '3.1.0',
  info: { title: 'Depots', version: '1' },
  paths: {
    '/depots': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: depot }) } } },
      post: {
        requestBody: { required: true, ...json(depot) },
        responses: { 201: { description: 'Made', ...json(depot) }, 422: { description: 'Wrong' } },
      },
    },
    '/depots/{depotId}': {
      parameters: [{ name: 'depotId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(depot) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
};

const isZone = (value: unknown): boolean => {
  try {
    return typeof value === 'string' && new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
const matches = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value);

/** A service that takes nothing that is not what its names say. */
const isRight = ({ name, timeZone, currency, phone, opensAt, country, colour }: Json): boolean =>
  typeof name === 'string' &&
  isZone(timeZone) &&
  Intl.supportedValuesOf('currency').includes(String(currency)) &&
  matches(phone, /^\+[1-9]\d{7,14}$/u) &&
  matches(opensAt, /^(?:[01]\d|2[0-3]):[0-5]\d$/u) &&
  (country === undefined || matches(country, /^[A-Z]{2}$/u)) &&
  (colour === undefined || matches(colour, /^#[0-9a-f]{6}$/iu));

test.each<readonly [string, (made: Json) => Json, readonly string[]]>([
  ['keeps all', (made) => made, []],
  ['writes the colour without its sign', (made) => ({ ...made, ...(made['colour'] === undefined ? {} : { colour: '336699' }) }), []],
  ['forgets the colour', ({ colour: _colour, ...made }) => made, ['lifecycle/sent-is-shown']],
])('values of well-known forms are sent to a service that %s', async (_what, stored, failed) => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'depots' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (!isRight(body)) return give(422);
      const made = stored({ ...body, id: `d-${next++}` });
      all.set(String(made['id']), made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/creation-accepted', 'lifecycle/sent-is-shown'], skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check] : [])).toSorted();
  const both = ['lifecycle/creation-accepted', 'lifecycle/sent-is-shown'];
  expect({ failed: of('fail'), passed: of('pass') }).toEqual({ failed, passed: both.filter((one) => !failed.includes(one)) });
});
