import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import type { CredentialName } from '../../../src/model/request.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const role = { type: 'string', enum: ['viewer', 'editor', 'owner'] };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = {
  401: { description: 'Who?' },
  403: { description: 'Your role is not enough' },
  404: { description: 'None' },
  422: { description: 'Wrong' },
};
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const takes = (description: string, schema: object, answers: object) => ({
  description,
  requestBody: { required: true, ...json(schema) },
  responses: { ...answers, ...refused },
});
const removes = (description: string) => ({ delete: { description, responses: { 204: { description: 'Gone' }, ...refused } } });
const reads = (schema: object) => ({ get: { responses: { ...shows(schema), ...refused } } });

const board = object({ id: text, name: text });
const card = object({ id: text, boardId: text, title: text });
const share = object({ personId: text, role });

/** Boards that are shared with roles, by a PUT or by a POST. */
const documentOf = (byPost: boolean) => ({
  openapi: '3.0.3',
  info: {
    title: 'Boards',
    version: '1',
    description:
      '**Roles**: a board has one owner and can be shared.\n\n| role | may |\n| --- | --- |\n| `viewer` | see the board and its cards |\n| `editor` | also create, change and delete cards |\n| `owner` | everything |\n\nWithout access a board answers `404`, without the role `403`.',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/me': reads(object({ id: text })),
    '/boards': {
      ...reads({ type: 'array', items: board }),
      post: takes('You become its owner.', object({ name: text }), shows(board, '201')),
    },
    '/boards/{boardId}': { ...inPath('boardId'), ...reads(board), ...removes('Needs the role `owner`.') },
    '/boards/{boardId}/cards': {
      ...inPath('boardId'),
      ...reads({ type: 'array', items: card }),
      post: takes('Needs the role `editor`.', object({ title: text }), shows(card, '201')),
    },
    '/boards/{boardId}/cards/{cardId}': {
      ...inPath('boardId', 'cardId'),
      ...reads(card),
      patch: takes('Needs the role `editor`.', object({ title: text }), shows(card)),
      ...removes('Needs the role `editor`.'),
    },
    '/boards/{boardId}/shares': {
      ...inPath('boardId'),
      ...reads({ type: 'array', items: share }),
      ...(byPost && { post: takes('Needs the role `owner`.', share, shows(share, '201')) }),
    },
    '/boards/{boardId}/shares/{personId}': {
      ...inPath('boardId', 'personId'),
      ...(!byPost && { put: takes('Needs the role `owner`.', object({ role }), { ...shows(share), ...shows(share, '201') }) }),
      ...removes('Needs the role `owner`.'),
    },
  },
});

const tokens = { key: 'boards_ana_0123456789', second: 'boards_ben_0123456789' };
const ranks: Readonly<Record<string, number>> = { viewer: 1, editor: 2, owner: 3 };

type Ways = {
  readonly byPost?: boolean;
  /** Calls for which the service does not look at the role. */
  readonly lets?: string;
  /** What the other person is everywhere. */
  readonly hasAll?: boolean;
  readonly isSame?: boolean;
  readonly refusesShares?: boolean;
  readonly allow?: readonly ('mutation' | 'permanent' | 'destructive')[];
};

const judged = async ({ byPost = false, lets, hasAll = false, isSame = false, refusesShares = false, allow }: Ways) => {
  type Board = { readonly name: string; readonly roles: Map<string, string>; readonly cards: Map<string, string> };
  const boards = new Map<string, Board>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    void (async () => {
      const steps = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
      const [, root = '', id = '', part = '', who = ''] = steps[3] === 'cards' && steps.length > 4 ? steps.slice(2) : steps;
      const given = (await objectBody(incoming)) ?? {};
      const { method = '' } = incoming;
      const give = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, {
          ...(value !== undefined && { 'content-type': 'application/json' }),
          ...(status === 401 && { 'www-authenticate': 'Bearer' }),
        });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const caller = { [`Bearer ${tokens.key}`]: 'ana', [`Bearer ${tokens.second}`]: isSame ? 'ana' : 'ben' }[
        incoming.headers.authorization ?? ''
      ];
      if (caller === undefined) return give(401);
      if (root === 'me') return give(200, { id: caller });
      const isText = (name: string): boolean => typeof given[name] === 'string' && given[name] !== '';
      const roleOn = (one: Board): number => (hasAll && caller === 'ben' ? 3 : (ranks[one.roles.get(caller) ?? ''] ?? 0));
      const line = `${method} ${root}${part === '' ? '' : `/${part}`}`;
      const mayNot = (one: Board, least: number): boolean => roleOn(one) < least && lets !== line;
      if (root === 'boards' && id === '') {
        if (method === 'GET')
          return give(
            200,
            [...boards].flatMap(([own, one]) => (roleOn(one) > 0 ? [{ id: own, name: one.name }] : [])),
          );
        if (!isText('name')) return give(422);
        last += 1;
        boards.set(`board-${last}-x`, { name: String(given['name']), roles: new Map([[caller, 'owner']]), cards: new Map() });
        return give(201, { id: `board-${last}-x`, name: given['name'] });
      }
      const [key, one] = [...boards].find(([own, { cards }]) => (root === 'cards' ? cards.has(id) : own === id)) ?? [];
      if (key === undefined || one === undefined || roleOn(one) === 0) return give(404);
      const shown = (own: string) => ({ id: own, boardId: key, title: one.cards.get(own) });
      if (root === 'cards') {
        if (method === 'GET') return give(200, shown(id));
        if (mayNot(one, 2)) return give(403);
        if (method === 'DELETE') return give(one.cards.delete(id) ? 204 : 404);
        if (!isText('title')) return give(422);
        one.cards.set(id, String(given['title']));
        return give(200, shown(id));
      }
      if (part === '' && method === 'DELETE') return give(mayNot(one, 3) ? 403 : boards.delete(key) ? 204 : 404);
      if (part === '') return give(200, { id: key, name: one.name });
      if (part === 'cards') {
        if (method === 'GET') return give(200, [...one.cards.keys()].map(shown));
        if (mayNot(one, 2)) return give(403);
        if (!isText('title')) return give(422);
        last += 1;
        one.cards.set(`card-${last}-x`, String(given['title']));
        return give(201, shown(`card-${last}-x`));
      }
      if (method === 'GET')
        return give(
          200,
          [...one.roles].map(([personId, own]) => ({ personId, role: own })),
        );
      if (mayNot(one, 3)) return give(403);
      if (method === 'DELETE') return give(one.roles.delete(who) ? 204 : 404);
      const person = who === '' ? given['personId'] : who;
      if (ranks[String(given['role'])] === undefined) return give(422);
      if (refusesShares || typeof person !== 'string' || !['ana', 'ben'].includes(person)) return give(404);
      one.roles.set(person, String(given['role']));
      return give(201, { personId: person, role: given['role'] });
    })();
  });
  const credentials: readonly CredentialName[] = ['key', 'second'];
  const { verdicts } = await judgeForeign(writeDocument(documentOf(byPost)), url, {
    allow: [...(allow ?? (['mutation', 'permanent', 'destructive'] as const))],
    maxCreates: 60,
    key: tokens.key,
    secrets: { second: tokens.second },
    credentials: [...credentials],
    selection: { only: ['auth/permission-missing-refused'], skip: [] },
  });
  const told = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.expected] : []));
  return { told, passes: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length };
};

test.concurrent.for<readonly [string, Ways, readonly string[]]>([
  ['nothing is told of a service that looks at the role', {}, []],
  ['nor of one that is told the person in a body', { byPost: true }, []],
  [
    'a viewer changes a card',
    { lets: 'PATCH cards' },
    ['PATCH /boards/{boardId}/cards/{cardId} with a credential that has only the role "viewer" there'],
  ],
  [
    'a viewer that a body names removes a card',
    { byPost: true, lets: 'DELETE cards' },
    ['DELETE /boards/{boardId}/cards/{cardId} with a credential that has only the role "viewer" there'],
  ],
  [
    'an editor removes a board',
    { lets: 'DELETE boards' },
    ['DELETE /boards/{boardId} with a credential that has only the role "editor" there'],
  ],
])(
  '%s',
  besideOthers(async ([, ways, expected]) => {
    const { told, passes } = await judged(ways);
    expect(told.map((one) => one.replace(/^status 403 to /u, ''))).toEqual(expected);
    expect(passes > 0).toBe(expected.length === 0);
  }),
);

test.concurrent.for<readonly [string, Ways]>([
  ['may do everything anyway', { hasAll: true, lets: 'PATCH cards' }],
  ['is the person of the key', { isSame: true, lets: 'PATCH cards' }],
  ['cannot be given a role', { refusesShares: true, lets: 'PATCH cards' }],
  ['is not to be reached', { allow: ['mutation', 'permanent'], lets: 'PATCH cards' }],
])(
  'nothing is told where the other person %s',
  besideOthers(async ([, ways]) => {
    expect(await judged(ways)).toEqual({ told: [], passes: 0 });
  }),
);
