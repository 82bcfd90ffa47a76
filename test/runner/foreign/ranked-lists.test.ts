import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const ranks = ['weak', 'fair', 'strong', 'fierce'] as const;
type Rank = (typeof ranks)[number];
type Tea = { readonly id: string; readonly strength: Rank | null; readonly picked: string };

const usual = 'Strengths are sorted from `weak` to `fierce`, with `-strength` the other way round.';

/** A list of teas that can be sorted by a listed value. */
const documentOf = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Teas', version: '1' },
  paths: {
    '/teas': {
      get: {
        parameters: [
          { name: 'sort', in: 'query', description, schema: { type: 'string', enum: ['picked', '-picked', 'strength', '-strength'] } },
        ],
        responses: {
          200: {
            description: 'Teas',
            content: {
              'application/json': {
                schema: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      id: { type: 'string' },
                      strength: { type: 'string', enum: ranks },
                      picked: { type: 'string', format: 'date' },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
});

const teas: readonly Tea[] = [3, 0, 2, 1, 1, 3, 0].map((rank, n) => ({
  id: `t${n}`,
  strength: ranks[rank] ?? 'weak',
  picked: `2031-0${(n % 4) + 1}-11`,
}));

type Habit =
  | 'goes by rank'
  | 'goes by rank, with ties turned'
  | 'goes by letters'
  | 'goes one way only'
  | 'shows strong ones first in both';

const placeOf = ({ strength }: Tea): number => ranks.indexOf(strength ?? 'weak');

const sortedBy = (habit: Habit, sort: string): readonly Tea[] => {
  if (!sort.endsWith('strength')) {
    const sorted = teas.toSorted((one, other) => one.picked.localeCompare(other.picked));
    return sort === '-picked' ? sorted.toReversed() : sorted;
  }
  const isTurned = sort.startsWith('-');
  if (habit === 'goes by letters') {
    const sorted = teas.toSorted((one, other) => (one.strength ?? '').localeCompare(other.strength ?? ''));
    return isTurned ? sorted.toReversed() : sorted;
  }
  if (habit === 'goes one way only') return teas.toSorted((one, other) => placeOf(one) - placeOf(other));
  if (habit === 'shows strong ones first in both') return teas.toSorted((one, other) => placeOf(other) - placeOf(one));
  const all = habit === 'goes by rank, with ties turned' ? teas.toReversed() : teas;
  return all.toSorted((one, other) => (isTurned ? placeOf(other) - placeOf(one) : placeOf(one) - placeOf(other)));
};

const judged = async (habit: Habit, said = usual): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/teas') return outgoing.writeHead(404).end();
    const shown = sortedBy(habit, asked.get('sort') ?? 'picked');
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    selection: { only: ['ordering/order-as-asked'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.each<readonly [Habit, string]>([
  ['goes by rank', 'pass'],
  ['goes by rank, with ties turned', 'pass'],
  ['goes by letters', 'order-not-as-asked'],
  ['goes one way only', 'order-not-as-asked'],
  ['shows strong ones first in both', 'order-not-as-asked'],
])('a list whose text ranks the values is judged by the ranks: one that %s is %s', async (habit, expected) => {
  expect(await judged(habit)).toEqual([expected]);
});

test.each([
  '`strength` goes from weak to fierce in order.',
  'Sorted by strength from `weak` to `fierce`; `-strength` is the reverse.',
  'Teas are sorted by `strength`, weak, fair, strong, fierce, while `-strength` turns it round.',
])('the ranks are told in other words: %s', async (words) => {
  expect(await judged('goes by rank', words)).toEqual(['pass']);
  expect(await judged('goes by letters', words)).toEqual(['order-not-as-asked']);
});

test.each([
  'A strength is weak, fair, strong or fierce.',
  'How the teas are sorted.',
  '`-strength` is sorted from fierce to weak.',
  'Strengths are usually sorted from weak to fierce.',
  'Teas of one garden are sorted from weak to fierce within each harvest.',
])('without such a text every order of the values will do: %s', async (words) => {
  expect(await judged('goes by letters', words)).toEqual(['pass']);
});
