import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { tiedOnlySentence } from '../../../src/contract/infer/roles/own-only.ts';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const letter = {
  type: 'object',
  required: ['letterId', 'subject'],
  properties: { letterId: { type: 'string' }, subject: { type: 'string' }, flatId: { type: 'string' }, status: { type: 'string' } },
};

/** Letters to the flats of a house. */
const document = (about: string, ofRead = '') => ({
  openapi: '3.1.0',
  info: {
    title: 'House',
    version: '1',
    description: `A **manager key** may do everything. A **tenant key** may read letters and bills. ${about}`,
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/letters': { get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: letter }) }, ...refusals(401) } } },
    '/letters/{letterId}': {
      parameters: [{ name: 'letterId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { description: ofRead, responses: { 200: { description: 'd', ...json(letter) }, ...refusals(401, 404) } },
    },
  },
});

const listOfLetters = { path: '/letters', location: { operation: 'GET /letters', way: ['#', '#/paths/~1letters/get'] } };

test.each<readonly [string, boolean]>([
  ['A tenant sees only the letters, bills and keys of this flat; all others are answered with 404.', true],
  ['Tenants only see the letters of their flat.', true],
  ['Tenants see only letters and bills of that flat.', true],
  ['A tenant is limited to the letters of its flat.', true],
  ['A tenant reads only the letters that belong to the flat.', true],
  ['Tenants see only their own letters.', true],
  ['Tenants see only the letters of this week.', false],
  ['Tenants see all letters of this house.', false],
  ['Tenants see only the letters of their flat unless a letter is public.', false],
  ['Managers see only the letters of their house.', false],
  ['Tenants see only the bills of their flat.', false],
  ['Tenants may answer only the letters of their flat.', false],
  ['A *tenant* lives in the house. It only sees what belongs to that one flat: all else answers `404`.', true],
  ['A tenant is one who pays. They see only the letters of their flat.', true],
  ['The house has a hall. It only sees what belongs to that one flat.', false],
  ['A tenant may read. The manager is in. It only sees what belongs to that one flat.', false],
  ['Of letters, bills and keys a tenant sees those of the own flat.', true],
  ['Of bills and keys a tenant sees those of the own flat.', false],
  ['Of letters a manager sees those of the own house.', false],
  ['Of letters a tenant sees those of the last week.', false],
  ['Of letters a tenant sees those of the own flat unless they are public.', false],
  [
    '\n\n**Roles**\n\n| | manager | tenant |\n|---|---|---|\n| read bills, letters | yes | yes (own) |\n| write letters | yes | no |\n| send bills | yes | no |',
    true,
  ],
  [
    '\n\n**Roles**\n\n| | manager | tenant |\n|---|---|---|\n| read bills | yes | yes (own) |\n| write letters | yes | no |\n| send bills | yes | no |',
    false,
  ],
  [
    '\n\n**Roles**\n\n| | manager | tenant |\n|---|---|---|\n| change letters | yes | yes (own) |\n| write letters | yes | no |\n| send bills | yes | no |',
    false,
  ],
  [
    '\n\n**Roles**\n\n| | manager | tenant |\n|---|---|---|\n| read letters | yes | yes (own risk) |\n| write letters | yes | no |\n| send bills | yes | no |',
    false,
  ],
])('what a role sees of what it is tied to: %s', (text, expected) => {
  expect(tiedOnlySentence(document(text), listOfLetters) !== undefined).toBe(expected);
});

const keys = { key: 'manager-key-0123456789', restricted: 'tenant-key-0123456789', other: 'another-key-0123456789' };

type Habit =
  | 'keeps apart'
  | 'lists all'
  | 'shows all'
  | 'lists what nobody can read'
  | 'shows all but lists none'
  | 'shows what is shelved';

const judged = async (habit: Habit, about: string, ofRead = '') => {
  const letters = Array.from({ length: 24 }, (_, n) => ({
    letterId: `l-${7001 + n * 13}`,
    subject: `Letter ${n}`,
    flat: n % 5,
    status: n > 19 ? 'shelved' : 'new',
  }));
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const [, root, id] = new URL(incoming.url ?? '/', 'http://house').pathname.split('/');
    if (root !== 'letters') return give(404);
    const mine = letters.filter(({ flat }) => who === 'key' || (who === 'restricted' && flat === 3));
    const isShelved = ({ status }: (typeof letters)[number]): boolean =>
      habit === 'shows what is shelved' && who !== 'key' && status === 'shelved';
    const [listed, read] = [
      ['lists all', 'lists what nobody can read'].includes(habit) ? letters : mine.filter((one) => !isShelved(one)),
      habit.startsWith('shows all') ? letters : mine,
    ];
    const shown = ({ letterId, subject, flat, status }: (typeof letters)[number]): object => ({
      letterId,
      subject,
      flatId: `f-${flat}`,
      status,
    });
    const isNone = who === 'other' || (habit === 'shows all but lists none' && who === 'restricted');
    if (id === undefined) return give(200, (isNone ? [] : listed).map(shown));
    const found = habit === 'lists what nobody can read' ? undefined : read.find(({ letterId }) => letterId === id);
    return found ? give(200, shown(found)) : give(404, { title: 'None' });
  };
  const url = await serve(answer);
  return judgeWithCallers(document(about, ofRead), url, keys, { only: ['auth/listed-for-role-readable'], maxCreates: 12 });
};

const tied = 'A tenant sees only the letters of its flat; all others are 404.';

describe.concurrent('a list of which a role sees a part', () => {
  test(
    'is told where it shows what is not there for the role',
    besideOthers(async () => {
      expect((await judged('lists all', tied)).told).toEqual(['OAS-218 hidden-item-listed GET /letters']);
    }),
  );

  test.for<readonly [string]>([
    [tied],
    ['Of bills and letters a tenant sees those of the own flat.'],
    ['A *tenant* lives in one flat. It sees only what belongs to that flat.'],
  ])(
    'is told where the read of one shows the role what the list leaves out for it: %s',
    besideOthers(async ([about]) => {
      expect((await judged('shows all', about)).told).toEqual(['OAS-218 unlisted-item-shown GET /letters/{letterId}']);
    }),
  );

  test(
    'leaves it open where the text of the read opens it to more callers',
    besideOthers(async () => {
      expect((await judged('shows all', tied, 'Anyone who has the id can read it.')).told).toEqual([]);
    }),
  );

  test.for<readonly [Habit, string, boolean]>([
    ['keeps apart', tied, true],
    ['shows what is shelved', tied, true],
    ['shows all but lists none', tied, false],
    ['lists what nobody can read', tied, false],
    ['lists all', 'A tenant reads only letters of its flat by their ids if they are sealed.', false],
    ['lists all', 'Tenants see the subjects of all letters.', false],
  ])(
    'is not told of a service that %s: %s',
    besideOthers(async ([habit, about, isJudged]) => {
      const { told, passed } = await judged(habit, about);
      expect([told, passed.has('auth/listed-for-role-readable')]).toEqual([[], isJudged]);
    }),
  );
});
