import { expect, test } from 'vitest';
import type { CredentialName } from '../../../src/model/request.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const tokens = { key: 'key-of-the-office-0123', restricted: 'token-of-a-member-0123', second: 'token-of-a-coach-01234' } as const;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refusals = { 401: { description: 'Who?' }, 403: { description: 'Not your role' }, 404: { description: 'None' } };
const refused = { ...refusals, 409: { description: 'Not as things are' }, 422: { description: 'Wrong' } };
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: text }];
const adds = (takes: object, schema: object, description: string) => ({
  post: {
    description,
    requestBody: { required: true, ...json(object(takes)) },
    responses: { ...shows(schema, '201'), ...refused },
  },
});
const reads = (schema: object) => ({ get: { responses: { ...shows(schema), ...refusals } } });

const club = object({ id: text, title: text });
const task = object({ id: text, club_id: text, title: text });
const person = object({ id: text, title: text });
const membership = object({ id: text, club_id: text, person_id: text });
const entry = object({ id: text, task_id: text, person_id: text, words: text });

/** Persons answer the tasks of the clubs in which they have a membership. */
const documentOf = ({ isBelow = false, answers = 'Persons only, each for oneself.' }: { isBelow?: boolean; answers?: string }) => ({
  openapi: '3.1.0',
  info: {
    title: 'Clubs',
    version: '1',
    description: 'An `admin` may do everything.\n\n| role | may |\n|---|---|\n| `admin` | everything |\n| `person` | read |\n',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/me': { get: { responses: { ...shows(object({ id: text, role: text })), 401: refusals[401] } } },
    '/clubs': { ...reads({ type: 'array', items: club }), ...adds({ title: text }, club, 'Admins only.') },
    '/clubs/{club_id}': { parameters: inPath('club_id'), ...reads(club) },
    '/clubs/{club_id}/tasks': {
      parameters: inPath('club_id'),
      ...reads({ type: 'array', items: task }),
      ...adds({ title: text }, task, 'Admins only.'),
    },
    '/tasks/{task_id}': { parameters: inPath('task_id'), ...reads(task) },
    '/tasks/{task_id}/entries': {
      parameters: inPath('task_id'),
      ...reads({ type: 'array', items: entry }),
      ...adds({ words: text }, entry, answers),
    },
    '/persons': { ...reads({ type: 'array', items: person }), ...adds({ title: text }, person, 'Admins only.') },
    '/persons/{person_id}': { parameters: inPath('person_id'), ...reads(person) },
    ...(isBelow
      ? {
          '/clubs/{club_id}/memberships': {
            parameters: inPath('club_id'),
            ...reads({ type: 'array', items: membership }),
            ...adds({ person_id: text }, membership, 'Admins only.'),
          },
        }
      : {
          '/memberships': {
            ...reads({ type: 'array', items: membership }),
            ...adds({ club_id: text, person_id: text }, membership, 'Admins only.'),
          },
        }),
  },
});

type Habits = {
  readonly isBelow?: boolean;
  readonly answers?: string;
  /** Is somebody who is no member told that it may not, and not that nothing is there? */
  readonly isOpen?: boolean;
  /** What `GET /me` shows as the id of the member. */
  readonly self?: string;
  readonly words?: unknown;
  readonly given?: readonly CredentialName[];
  readonly allow?: readonly ('mutation' | 'permanent' | 'destructive')[];
};

const judged = async ({ isBelow = false, answers, isOpen = false, self = 'person-of-old', words, given, allow }: Habits = {}) => {
  const all = new Map<string, Json>([['person-of-old', { id: 'person-of-old', root: 'persons', title: 'Pia' }]]);
  let next = 1;
  const entered: unknown[] = [];
  const roots = ['clubs', 'tasks', 'persons', 'memberships'];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value ?? { status }));
    };
    const { method, headers } = incoming;
    const who = Object.entries(tokens).find(([, token]) => headers.authorization === `Bearer ${token}`)?.[0];
    if (who === undefined) return give(401);
    const [, root = '', id = '', name = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const me = who === 'restricted' ? self : `${who}-person`;
    if (root === 'me' && id === '') return method === 'GET' ? give(200, { id: me, role: who === 'key' ? 'office' : who }) : give(405);
    const owner = all.get(id);
    if (!roots.includes(root) || (id !== '' && owner?.['root'] !== root)) return give(404);
    const isMember = [...all.values()].some(
      (one) => one['root'] === 'memberships' && one['club_id'] === owner?.['club_id'] && one['person_id'] === me,
    );
    if (root === 'tasks' && who !== 'key' && !isMember) return give(isOpen ? 403 : 404);
    const kind = name === '' ? root : name;
    const listed = (member: string): readonly Json[] => [...all.values()].filter((one) => one['root'] === kind && one[member] === id);
    if (method === 'GET' && id === '')
      return give(
        200,
        [...all.values()].filter((one) => one['root'] === root),
      );
    if (method === 'GET') return give(200, name === '' ? owner : listed(root === 'clubs' ? 'club_id' : 'task_id'));
    if (method !== 'POST' || (id !== '' && name === '')) return give(405);
    if ((kind === 'entries') !== (who === 'restricted')) return give(403);
    void objectBody(incoming).then((body) => {
      const add = (value: Json): void => {
        const made = { id: `${kind}-number-${next++}`, root: kind, ...value };
        all.set(made.id, made);
        give(201, made);
      };
      const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 60;
      const { title, words: said, person_id: named } = body ?? {};
      const place = isBelow ? id : String(body?.['club_id']);
      if (kind === 'memberships') {
        if (!isText(named) || all.get(named)?.['root'] !== 'persons' || all.get(place)?.['root'] !== 'clubs') return give(422);
        return add({ club_id: place, person_id: named });
      }
      if (kind === 'entries') {
        if (!isText(said)) return give(422);
        entered.push(said);
        return add({ task_id: id, person_id: me, words: words ?? said });
      }
      return isText(title) ? add({ title, ...(kind === 'tasks' ? { club_id: id } : {}) }) : give(422);
    });
  });
  const { key, ...others } = tokens;
  const credentials = given ?? (['key', 'restricted', 'second'] as const);
  const { verdicts } = await judgeForeign(writeDocument(documentOf({ isBelow, ...(answers === undefined ? {} : { answers }) })), url, {
    key,
    secrets: Object.fromEntries(Object.entries(others).filter(([name]) => credentials.some((one) => one === name))),
    credentials,
    allow: allow ?? ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    selection: { only: ['schema/response-body', 'status/documented-call', 'lifecycle/sent-is-shown'], skip: [] },
  });
  const memberships = [...all.values()].filter((one) => one['root'] === 'memberships' && one['person_id'] === 'person-of-old');
  return {
    entered: entered.length,
    joined: memberships.length,
    found: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])),
  };
};

test.each<readonly [string, Habits]>([
  ['which their membership names', {}],
  ['below which their membership is', { isBelow: true }],
  ['which they see', { isOpen: true }],
])('a member answers the task of a club of the run %s', async (_what, habits) => {
  const { entered, found } = await judged(habits);
  expect(found).toEqual([]);
  expect(entered).toBeGreaterThan(0);
});

test('an answer of a member that is shown as what it is not is told', async () => {
  expect((await judged({ words: 7 })).found.join(' ')).toContain('entries');
});

test.each<readonly [string, Habits]>([
  ['without a credential of a member', { given: ['key'] }],
  ['whom no read shows as one of the persons', { self: 'nobody-that-is-known' }],
  ['without the permission to name somebody', { allow: ['mutation', 'permanent'] }],
  ['where those answer who may do everything', { answers: 'Admins only.' }],
])('nobody joins a club %s', async (_what, habits) => {
  const { entered, joined } = await judged(habits);
  expect([entered, joined]).toEqual([0, 0]);
});
