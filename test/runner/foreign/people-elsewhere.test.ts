import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object, required = Object.keys(properties)): object => ({ type: 'object', properties, required });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200'): object => ({ [status]: { description: 'It', ...json(schema) } });
const refused = {
  401: { description: 'Who' },
  404: { description: 'None' },
  409: { description: 'Clashes' },
  422: { description: 'Wrong' },
};
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
});
const club = object({ id: { type: 'string' }, name: text });
const role = { type: 'string', enum: ['guest', 'host'] };
const member = object({ userId: { type: 'string' }, role });

/** Clubs whose members somebody else has signed up. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Clubs', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/clubs': {
      get: { responses: shows({ type: 'array', items: club }) },
      post: { requestBody: { required: true, ...json(object({ name: text })) }, responses: { ...shows(club, '201'), ...refused } },
    },
    '/clubs/{clubId}': {
      ...inPath('clubId'),
      get: { responses: { ...shows(club), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/clubs/{clubId}/members': {
      ...inPath('clubId'),
      get: { responses: { ...shows({ type: 'array', items: member }), ...refused } },
    },
    '/clubs/{clubId}/members/{userId}': {
      ...inPath('clubId', 'userId'),
      put: {
        description: 'Adds a member or changes the role. A user nobody knows is `404`. The last host stays one (`409`).',
        requestBody: { required: true, ...json(object({ role })) },
        responses: { ...shows(member), ...shows(member, '201'), ...refused },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  },
};

const person = object({ id: { type: 'string' } });
const { put, ...others } = document.paths['/clubs/{clubId}/members/{userId}'];

/** The same with a list of people, and a PUT that says nothing of unknown ones. */
const withPeople = {
  ...document,
  paths: {
    ...document.paths,
    '/me': { get: { responses: { ...shows(person), ...refused } } },
    '/users': { get: { responses: { ...shows({ type: 'array', items: person }), ...refused } } },
    '/clubs/{clubId}/members/{userId}': { ...others, put: { ...put, description: 'Adds a member or changes the role.' } },
  },
};

const tokens = { key: 'clubs_ana_0123456789', other: 'clubs_ben_0123456789' };

/** Serves them. Ana has a club with Cleo and Dora, and one with Ben and Elsa. */
const judged = async (allow: readonly ('mutation' | 'permanent' | 'destructive')[], listed: 'clubs' | 'people' = 'clubs') => {
  const clubs = new Map<string, { name: string; members: Map<string, string> }>([
    [
      'old',
      {
        name: 'Old',
        members: new Map([
          ['ana', 'host'],
          ['cleo-of-the-clubs', 'guest'],
          ['dora-of-the-clubs', 'guest'],
        ]),
      },
    ],
    [
      'both',
      {
        name: 'Both',
        members: new Map([
          ['ana', 'host'],
          ['ben', 'guest'],
          ['elsa', 'guest'],
        ]),
      },
    ],
  ]);
  const before = JSON.stringify([...clubs].map(([id, { members }]) => [id, [...members]]));
  const added = new Set<string>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    void (async () => {
      const [, root, id, part, who] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
      const { method } = incoming;
      const given = (await objectBody(incoming)) ?? {};
      const caller = { [`Bearer ${tokens.key}`]: 'ana', [`Bearer ${tokens.other}`]: 'ben' }[incoming.headers.authorization ?? ''];
      const answer = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, {
          ...(value !== undefined && { 'content-type': 'application/json' }),
          ...(status === 401 && { 'www-authenticate': 'Bearer' }),
          ...(status === 405 && { allow: 'GET, POST' }),
        });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      if (caller === undefined) return answer(401);
      if ((root === 'me' || root === 'users') && method !== 'GET') return answer(405);
      if (root === 'me') return answer(200, { id: caller });
      if (root === 'users')
        return answer(
          200,
          ['ana', 'ben', 'cleo-of-the-clubs', 'dora-of-the-clubs'].map((own) => ({ id: own })),
        );
      if (root !== 'clubs') return answer(404);
      if (id === undefined) {
        if (method === 'GET')
          return answer(
            200,
            [...clubs].flatMap(([own, one]) => (one.members.has(caller) ? [{ id: own, name: one.name }] : [])),
          );
        if (method !== 'POST') return answer(405);
        const { name } = given;
        if (typeof name !== 'string' || name === '' || [...name].length > 80) return answer(422);
        last += 1;
        clubs.set(`club-${last}`, { name, members: new Map([[caller, 'host']]) });
        return answer(201, { id: `club-${last}`, name });
      }
      const one = clubs.get(id);
      if (!one?.members.has(caller)) return answer(404);
      if (part === undefined) return method === 'DELETE' ? answer(clubs.delete(id) ? 204 : 404) : answer(200, { id, name: one.name });
      if (who === undefined)
        return answer(
          200,
          [...one.members].map(([userId, own]) => ({ userId, role: own })),
        );
      if (method === 'DELETE') return answer(one.members.delete(who) ? 204 : 404);
      if (!['guest', 'host'].includes(String(given['role']))) return answer(422);
      if (!['ana', 'ben', 'cleo-of-the-clubs', 'dora-of-the-clubs', 'elsa'].includes(who)) return answer(404);
      const isNew = !one.members.has(who);
      one.members.set(who, String(given['role']));
      if (isNew) added.add(who);
      return answer(isNew ? 201 : 200, { userId: who, role: given['role'] });
    })();
  });
  const { verdicts } = await judgeForeign(writeDocument(listed === 'people' ? withPeople : document), url, {
    allow: [...allow],
    maxCreates: 60,
    key: tokens.key,
    secrets: { other: tokens.other },
    credentials: ['key', 'other'],
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
  });
  const after = JSON.stringify([...clubs].map(([id, { members }]) => [id, [...members]]));
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : []));
  return { failed, added: [...added].toSorted(), isAsBefore: after === before };
};

test.concurrent.for([true, false])(
  'somebody whom another list shows is added to what the run made, never the other account, and taken out again: may reach others %o',
  besideOthers(async (mayReach) => {
    const { added, ...rest } = await judged(['mutation', 'permanent', ...(mayReach ? (['destructive'] as const) : [])]);
    expect(rest).toEqual({ failed: [], isAsBefore: true });
    expect(added.length > 0).toBe(mayReach);
    expect(added.filter((one) => !['cleo-of-the-clubs', 'dora-of-the-clubs'].includes(one))).toEqual([]);
  }),
);

test.concurrent(
  'somebody whom a list of people shows is added as well, and never the other account',
  besideOthers(async () => {
    const { added, ...rest } = await judged(['mutation', 'permanent', 'destructive'], 'people');
    expect(rest).toEqual({ failed: [], isAsBefore: true });
    expect(added.length).toBeGreaterThan(0);
    expect(added.filter((one) => !['cleo-of-the-clubs', 'dora-of-the-clubs'].includes(one))).toEqual([]);
  }),
);
