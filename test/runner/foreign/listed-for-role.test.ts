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
  properties: { letterId: { type: 'string' }, subject: { type: 'string' } },
};

/** Letters to the flats of a house. */
const document = (about: string) => ({
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
      get: { responses: { 200: { description: 'd', ...json(letter) }, ...refusals(401, 404) } },
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
])('what a role sees of what it is tied to: %s', (text, expected) => {
  expect(tiedOnlySentence(document(text), listOfLetters) !== undefined).toBe(expected);
});

const keys = { key: 'manager-key-0123456789', restricted: 'tenant-key-0123456789', other: 'another-key-0123456789' };

type Habit = 'keeps apart' | 'lists all' | 'shows all' | 'lists what nobody can read';

const judged = async (habit: Habit, about: string) => {
  const letters = Array.from({ length: 24 }, (_, n) => ({ letterId: `l-${7001 + n * 13}`, subject: `Letter ${n}`, flat: n % 5 }));
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
    const [listed, read] = [habit === 'keeps apart' ? mine : letters, habit === 'shows all' ? letters : mine];
    const shown = ({ letterId, subject }: (typeof letters)[number]): object => ({ letterId, subject });
    if (id === undefined) return give(200, (who === 'other' ? [] : listed).map(shown));
    const found = habit === 'lists what nobody can read' ? undefined : read.find(({ letterId }) => letterId === id);
    return found ? give(200, shown(found)) : give(404, { title: 'None' });
  };
  const url = await serve(answer);
  return judgeWithCallers(document(about), url, keys, { only: ['auth/listed-for-role-readable'], maxCreates: 12 });
};

const tied = 'A tenant sees only the letters of its flat; all others are 404.';

describe.concurrent('a list of which a role sees a part', () => {
  test(
    'is told where it shows what is not there for the role',
    besideOthers(async () => {
      expect((await judged('lists all', tied)).told).toEqual(['OAS-218 hidden-item-listed GET /letters']);
    }),
  );

  test.for<readonly [Habit, string, boolean]>([
    ['keeps apart', tied, true],
    ['shows all', tied, true],
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
