import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const at = (name: string) => [{ name, in: 'path', required: true, schema: text }];
const shape = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
/** A creation whose answer says where what it made is. */
const made = (schema: object) => ({
  201: { description: 'Made', headers: { Location: { required: true, schema: text } }, ...json(schema) },
});
const no = (...statuses: readonly number[]) => Object.fromEntries(statuses.map((status) => [status, { description: 'No' }]));
const club = shape({ id: text, name: text, status: { type: 'string', enum: ['founded', 'open'] } });
const runner = shape({ id: text, clubId: text, name: text });
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const trip = shape({ id: text, clubId: text, title: text });
const entry = shape({ id: text, tripId: text, runnerId: text, remark: text });
const asked = (properties: object) => ({ requestBody: { required: true, ...json(shape(properties)) } });
const remark = { type: 'string', minLength: 3, maxLength: 60 };

/** Clubs that have to be open before somebody joins, trips of a club, and entries by runners of the same club. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Trips', version: '1' },
  components: { schemas: { Trip: trip, Entry: entry } },
  paths: {
    '/clubs': { post: { ...asked({ name: text }), responses: { ...made(club), ...no(400) } } },
    '/clubs/{clubId}': {
      parameters: at('clubId'),
      get: { responses: { 200: { description: 'It', ...json(club) }, ...no(404) } },
      delete: { responses: { 204: { description: 'Gone' }, ...no(404) } },
    },
    '/clubs/{clubId}/open': {
      parameters: at('clubId'),
      post: { description: 'The club becomes `open`.', responses: { 200: { description: 'It', ...json(club) }, ...no(404) } },
    },
    '/runners': {
      post: {
        description: 'The club has to be open, otherwise the answer is 409.',
        ...asked({ clubId: text, name: text }),
        responses: { ...made(runner), ...no(400, 409) },
      },
    },
    '/runners/{runnerId}': {
      parameters: at('runnerId'),
      get: { responses: { 200: { description: 'It', ...json(runner) }, ...no(404) } },
      delete: { responses: { 204: { description: 'Gone' }, ...no(404) } },
    },
    '/clubs/{clubId}/trips': {
      parameters: at('clubId'),
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: named('Trip') }) }, ...no(404) } },
      post: { ...asked({ title: text }), responses: { ...made(named('Trip')), ...no(400, 404) } },
    },
    '/trips/{tripId}': {
      parameters: at('tripId'),
      get: { responses: { 200: { description: 'It', ...json(named('Trip')) }, ...no(404) } },
    },
    '/trips/{tripId}/entries': {
      parameters: at('tripId'),
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: named('Entry') }) }, ...no(404) } },
      post: {
        description: 'The runner has to be one of the club of the trip (422).',
        ...asked({ runnerId: text, remark }),
        responses: { ...made(named('Entry')), ...no(400, 404, 422) },
      },
    },
    '/entries/{entryId}': {
      parameters: at('entryId'),
      get: { responses: { 200: { description: 'It', ...json(named('Entry')) }, ...no(404) } },
    },
  },
};

type Flaw = 'none' | 'shows no remark' | 'takes long remarks';

/** What is told of such a service, and the statuses of its entries. */
const told = async (flaw: Flaw, asks: 'asks for one club' | 'asks for nothing') => {
  const all = new Map<string, Json>();
  const statuses: number[] = [];
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id = '', below] = (incoming.url ?? '/').split('/');
    const isAt = (kind: string, one: unknown): boolean => typeof one === 'string' && all.get(`${kind}/${one}`) !== undefined;
    const add = (kind: string, value: Json): void => {
      const one = { id: `${kind.slice(0, 2)}-${next++}`, ...value };
      all.set(`${kind}/${one.id}`, one);
      outgoing.setHeader('Location', `/${kind}/${one.id}`);
      give(201, one);
    };
    const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
    const key = `${root}/${id}`;
    const found = all.get(key);
    if (id !== '' && !found) return give(404);
    const shown = (one: Json): Json => (flaw === 'shows no remark' && 'remark' in one ? { ...one, remark: '' } : one);
    const listed = [...all].filter(([of, one]) => of.startsWith(`${below ?? ''}/`) && [one['clubId'], one['tripId']].includes(id));
    if (incoming.method === 'GET' && below !== undefined)
      return give(
        200,
        listed.map(([, one]) => shown(one)),
      );
    if (incoming.method === 'GET') return give(200, shown(found ?? {}));
    if (incoming.method === 'DELETE') return give(all.delete(key) ? 204 : 404);
    if (below === 'open') {
      all.set(key, { ...found, status: 'open' });
      return give(200, all.get(key));
    }
    if (body === undefined) return give(400);
    const { name, title, clubId, runnerId } = body;
    if (root === 'clubs' && id === '') return isText(name) ? add('clubs', { name, status: 'founded' }) : give(400);
    if (below === 'trips') return isText(title) ? add('trips', { clubId: id, title }) : give(400);
    if (root === 'runners') {
      if (!isText(name) || !isAt('clubs', clubId)) return give(400);
      return all.get(`clubs/${String(clubId)}`)?.['status'] === 'open' ? add('runners', { clubId, name }) : give(409);
    }
    const isLong = typeof body['remark'] === 'string' && body['remark'].length > 60;
    const isRemark = isText(body['remark']) && body['remark'].length >= 3 && (!isLong || flaw === 'takes long remarks');
    if (below !== 'entries' || !isRemark || !isAt('runners', runnerId)) return give(400);
    const isSame = all.get(`runners/${String(runnerId)}`)?.['clubId'] === found?.['clubId'];
    statuses.push(isSame || asks === 'asks for nothing' ? 201 : 422);
    if (statuses.at(-1) === 422) return give(422);
    add('entries', { tripId: id, runnerId, remark: body['remark'] });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 120,
    selection: { only: ['lifecycle/sent-is-shown', 'body/breach-refused'], skip: [] },
  });
  const failed = verdicts.filter(({ verdict }) => verdict.kind === 'fail').map(({ case: { check } }) => check);
  return { failed, statuses };
};

test('what a body names and what its path names come to belong together', async () => {
  const { failed, statuses } = await told('none', 'asks for one club');
  expect(failed).toEqual([]);
  expect(statuses[0]).toBe(422);
  expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(1);
  // Only the first one did not.
  expect(statuses.filter((status) => status === 422).length).toBeLessThan(3);
});

test('a service that asks for nothing of the kind gets nothing made for it', async () => {
  const { failed, statuses } = await told('none', 'asks for nothing');
  expect(failed).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([201]));
});

test.each<readonly [Flaw, string]>([
  ['shows no remark', 'lifecycle/sent-is-shown'],
  ['takes long remarks', 'body/breach-refused'],
])('a defect behind such a creation is told: it %s', async (flaw, expected) => {
  expect((await told(flaw, 'asks for one club')).failed).toContain(expected);
});
