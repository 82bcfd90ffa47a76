import { describe, expect, test } from 'vitest';
import type { Permission } from '../../../src/model/target.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const none = { description: 'None' };
const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const json = (schema: object) => ({ description: 'd', ...content(schema) });
const inPath = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));
const team = object({ id: text, name: text });
const list = (items: object) => json({ type: 'array', items });

/** Players are there already; they are put into teams by their ids, and taken out again. */
const document = (member: 'player_ids' | 'playerId', isInvited: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Teams', version: '1' },
  paths: {
    '/players': { get: { responses: { 200: list(object({ id: text, name: text })) } } },
    '/teams': { post: { requestBody: { required: true, ...content(object({ name: text })) }, responses: { 201: json(team), 400: none } } },
    '/teams/{team_id}': {
      parameters: inPath('team_id'),
      get: { responses: { 200: json(team), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/teams/{team_id}/players': {
      parameters: inPath('team_id'),
      get: { responses: { 200: list(object({ player_id: text })), 404: none } },
      post: {
        // Who is invited may be told of it, so that nothing is taken to be created there.
        operationId: isInvited ? 'invitePlayers' : 'putPlayers',
        requestBody: {
          required: true,
          ...content(object({ [member]: member === 'playerId' ? text : { type: 'array', minItems: 1, uniqueItems: true, items: text } })),
        },
        responses: { 200: json(object({ added: { type: 'integer' } })), 400: none, 404: none },
      },
    },
    '/teams/{team_id}/players/{player_id}': {
      parameters: inPath('team_id', 'player_id'),
      delete: { summary: 'Take a player out of a team', responses: { 204: none, 404: none, 409: none } },
    },
  },
});

type Service = {
  readonly member?: 'player_ids' | 'playerId';
  /** The player who is in each new team, and cannot be taken out. */
  readonly captain?: string;
  readonly allow?: readonly Permission[];
  /** Are players invited, or put there at once. */
  readonly isInvited?: boolean;
  /** The answer to a removal. */
  readonly removed?: number;
};

const judged = async ({
  member = 'player_ids',
  captain,
  allow = ['mutation', 'destructive'],
  removed = 204,
  isInvited = true,
}: Service) => {
  const players = ['p1', 'p2', 'p3'];
  const teams = new Map([['theirs', new Set(['p1', 'p2'])]]);
  const names = new Map([['theirs', 'Reds']]);
  const taken: string[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const { method } = incoming;
    const [, kind, id = '', below, player = ''] = (incoming.url ?? '').split('/');
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const sent = (method === 'POST' ? await objectBody(incoming) : undefined) ?? {};
    if (kind === 'players' && method === 'GET')
      return give(
        200,
        players.map((one) => ({ id: one, name: one })),
      );
    if (kind !== 'teams') return give(404);
    if (id === '') {
      const { name } = sent;
      if (typeof name !== 'string' || name === '' || [...name].length > 60) return give(400);
      const made = crypto.randomUUID();
      teams.set(made, new Set(captain === undefined ? [] : [captain]));
      names.set(made, name);
      return give(201, { id: made, name });
    }
    const inTeam = teams.get(id);
    if (!inTeam) return give(404);
    if (below === undefined) {
      if (method === 'DELETE') teams.delete(id);
      return method === 'GET' ? give(200, { id, name: names.get(id) }) : give(204);
    }
    if (player === '') {
      if (method === 'GET')
        return give(
          200,
          [...inTeam].map((one) => ({ player_id: one })),
        );
      const asked = [sent[member]].flat();
      if (asked.length === 0 || !asked.every((one) => typeof one === 'string' && one !== '' && one.length <= 60)) return give(400);
      const added = asked.filter((one): one is string => players.includes(String(one)) && !inTeam.has(String(one)));
      for (const one of added) inTeam.add(one);
      return give(200, { added: added.length });
    }
    if (!inTeam.has(player)) return give(404);
    taken.push(`${id === 'theirs' ? id : 'own'} ${player}`);
    if (player === captain) return give(409);
    inTeam.delete(player);
    return give(removed);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(member, isInvited)), url, {
    allow: [...allow],
    selection: { only: ['status/*'], skip: [] },
  });
  // Nobody is taken out of a team that was there before.
  expect([...(teams.get('theirs') ?? [])]).toEqual(['p1', 'p2']);
  return {
    taken,
    found: [...new Set(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])))],
  };
};

describe('what is put below a resource by its id is taken out again', () => {
  test.each<readonly [string, Service]>([
    ['by a list of ids', {}],
    ['by one id', { member: 'playerId' }],
    ['beside somebody who is there from the beginning', { captain: 'p1' }],
  ])('%s', async (_what, service) => {
    const { taken, found } = await judged(service);
    expect(found).toEqual([]);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.every((one) => one.startsWith('own ') && one !== `own ${service.captain}`)).toBe(true);
  });

  test('and another answer than a documented one is told', async () => {
    expect((await judged({ removed: 202 })).found.length).toBeGreaterThan(0);
  });

  test('and nobody is looked for in a list that only a request for one of its entries could fill', async () => {
    // The document takes the addition for a creation, whose body names what the list below the team shows.
    expect((await judged({ isInvited: false })).found).toEqual([]);
  });

  test('not without the permission to name what the run has not created', async () => {
    expect((await judged({ allow: ['mutation'] })).taken).toEqual([]);
  });
});
