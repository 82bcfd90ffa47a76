import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[]): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (name: string): object => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const none = { description: 'None' };

/** Where stays are listed and created, and where one is removed. */
type Places = { readonly list: string; readonly item: string };

const documentWith = ({ list, item }: Places): object => {
  const link = { links: { end: { operationId: 'endStay', parameters: { stay: '$response.body#/id' } } } };
  const end = { operationId: 'endStay', responses: { '204': none, '404': none } };
  return {
    openapi: '3.0.3',
    info: { title: 'Rooms', version: '1' },
    security: [{ key: [] }],
    components: {
      schemas: { Room: object({ id: text, name: text }, ['name']), Stay: object({ id: text, guest: text }, ['guest']) },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/rooms': {
        get: { responses: { '200': shows({ type: 'array', items: ref('Room') }) } },
        post: { requestBody: asks('Room'), responses: { '201': shows(ref('Room')), '422': none } },
      },
      '/rooms/{room}': {
        ...inPath('room'),
        get: { responses: { '200': shows(ref('Room')), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      [list]: {
        ...(list.includes('{') ? inPath('room') : {}),
        get: { responses: { '200': shows({ type: 'array', items: ref('Stay') }), '404': none } },
        post: { requestBody: asks('Stay'), responses: { '201': { ...shows(ref('Stay')), ...link }, '404': none, '422': none } },
      },
      [item]: {
        parameters: ['room', 'stay']
          .filter((name) => item.includes(`{${name}}`))
          .map((name) => ({ name, in: 'path', required: true, schema: text })),
        delete: end,
      },
    },
  };
};

type Stay = { readonly id: string; readonly guest: unknown; readonly room: string };

/** Two accounts that count what they have each from 1, of which one has stays that lists do not show, or show below rooms of its own. */
const tried = async (places: Places, word: string) => {
  const accounts = ['one', 'two'].map((name) => ({
    name,
    last: 0,
    rooms: new Map<string, unknown>(),
    stays: new Map<string, Stay>(),
  }));
  const [, two] = accounts;
  for (let n = 1; n <= 20; n += 1) two?.stays.set(`${word}${n}`, { id: `${word}${n}`, guest: 'theirs', room: 'attic' });
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const who = accounts.find(({ name }) => incoming.headers.authorization === `Bearer ${name}-key-0123456789`);
    if (!who) return give(401);
    const { method = '' } = incoming;
    const segments = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const isBelow = segments[0] === 'rooms' && segments[2] === 'stays';
    const [room, id] = isBelow ? [segments[1], segments[3]] : [undefined, segments[1]];
    if (method === 'DELETE' && (isBelow || segments[0] === 'stays')) asked.push(who.name);
    void objectBody(incoming).then((body = {}) => {
      if (room !== undefined && !who.rooms.has(room)) return give(404);
      if (isBelow || segments[0] === 'stays') {
        if (id !== undefined) return give(method === 'DELETE' && who.stays.delete(id) ? 204 : 404);
        if (method === 'GET')
          return give(
            200,
            [...who.stays.values()].filter((stay) => stay.room === (room ?? 'hall')),
          );
        if (typeof body['guest'] !== 'string') return give(422);
        const stay = { id: `${word}${(who.last += 1)}`, guest: body['guest'], room: room ?? 'hall' };
        who.stays.set(stay.id, stay);
        return give(201, stay);
      }
      if (id === undefined) {
        if (method === 'GET') return give(200, [...who.rooms.values()]);
        if (typeof body['name'] !== 'string') return give(422);
        const made = { id: `${who.name}-R${(who.last += 1)}`, name: body['name'] };
        who.rooms.set(made.id, made);
        return give(201, made);
      }
      if (!who.rooms.has(id)) return give(404);
      return method === 'DELETE' ? give(who.rooms.delete(id) ? 204 : 404) : give(200, who.rooms.get(id));
    });
  });
  await judgeForeign(writeDocument(documentWith(places)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    key: 'one-key-0123456789',
    credentials: ['key', 'other'],
    secrets: { other: 'two-key-0123456789' },
    selection: { only: ['auth/kept-from-other-accounts'], skip: [] },
  });
  return { theirs: two?.stays.size, isTried: asked.includes('two') };
};

const [below, beside] = ['/rooms/{room}/stays', '/stays'];

describe.concurrent('what only a list shows, where each account counts its own', () => {
  test.for<readonly [string, Places, string]>([
    ['below a resource, and removed at a path of its own', { list: below, item: '/stays/{stay}' }, 'S'],
    ['below a resource, under long ids', { list: below, item: '/stays/{stay}' }, 'reservation-'],
    ['in a list of its own', { list: beside, item: '/stays/{stay}' }, 'S'],
  ])(
    'is left alone by another account %s',
    besideOthers(async ([, places, word]: readonly [string, Places, string]) => {
      expect(await tried(places, word)).toEqual({ theirs: 20, isTried: false });
    }),
  );

  test(
    'is tried by it where the path names as well what is not there for it',
    besideOthers(async () => {
      expect(await tried({ list: below, item: '/rooms/{room}/stays/{stay}' }, 'S')).toEqual({ theirs: 20, isTried: true });
    }),
  );
});
