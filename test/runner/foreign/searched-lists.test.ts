import { describe, expect, test } from 'vitest';
import { judgedThings, type Row } from '../../worlds/ordinary.ts';
import { type Search, searchableDocument, SearchableThings } from '../../worlds/searchable-things.ts';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const id = { type: 'string', maxLength: 40 };
const orNull = (schema: object): object => ({ ...schema, nullable: true });
const low = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');
const tagsOf = (row: Row): readonly string[] => (Array.isArray(row['tags']) ? (row['tags'] as readonly string[]) : []);
const timeOf = (value: unknown): number => Date.parse(String(value));

type Keeps = Search['keeps'];

/** A parameter as documents describe it, what an honest service keeps by it, what a broken one keeps, and what other honest ones do. */
type Case = readonly [
  what: string,
  members: Readonly<Record<string, object>>,
  search: Omit<Search, 'keeps'>,
  keeps: Keeps,
  others: Readonly<Record<string, Keeps>>,
  honest?: Readonly<Record<string, Keeps>>,
];

const cases: readonly Case[] = [
  [
    'a flag for what has no value',
    { assignee: orNull(text) },
    { name: 'unassigned', schema: flag, description: 'Only things without an assignee.' },
    (row, value) => value !== 'true' || row['assignee'] === null,
    { ignored: () => true, inverted: (row) => row['assignee'] !== null },
    { 'that takes false as its opposite': (row, value) => (row['assignee'] === null) === (value === 'true') },
  ],
  [
    'a flag for what has a value',
    { photo: orNull(text) },
    { name: 'hasPhoto', schema: flag, description: 'Whether a photo is there.' },
    (row, value) => (row['photo'] !== null) === (value === 'true'),
    { ignored: () => true },
  ],
  [
    'a name that is not said to be compared in any way',
    { city: text },
    { name: 'city', schema: text, description: 'Filter by city.' },
    (row, value) => row['city'] === value,
    { ignored: () => true, 'that finds nothing': () => false },
    {
      'in any letter case': (row, value) => low(row['city']) === low(value),
      'by a part': (row, value) => low(row['city']).includes(low(value)),
      'by any of its words': (row, value) =>
        low(value)
          .split(' ')
          .some((word) => low(row['city']).includes(word)),
    },
  ],
  [
    'a number',
    { floor: { type: 'integer', minimum: 0, maximum: 40 } },
    { name: 'floor', schema: { type: 'integer' }, description: 'The floor on which it stands.' },
    (row, value) => row['floor'] === Number(value),
    { ignored: () => true, 'as least': (row, value) => Number(row['floor']) >= Number(value) },
  ],
  [
    'either of two members',
    { sender_id: id, recipient_id: id },
    { name: 'account_id', schema: text, description: 'Things whose sender or recipient is this account.' },
    (row, value) => row['sender_id'] === value || row['recipient_id'] === value,
    { 'of which only one counts': (row, value) => row['sender_id'] === value, ignored: () => true },
  ],
  [
    'a bound without a name',
    {},
    { name: 'from', schema: moment, description: 'Only things created at or after this time.' },
    (row, value) => timeOf(row['created_at']) >= timeOf(value),
    { exclusive: (row, value) => timeOf(row['created_at']) > timeOf(value) },
  ],
  [
    'a bound of days that counts itself',
    { due_on: orNull(day) },
    { name: 'due_before', schema: day, description: 'Only things due on or before this day.' },
    (row, value) => row['due_on'] !== null && low(row['due_on']) <= value,
    { exclusive: (row, value) => row['due_on'] !== null && low(row['due_on']) < value, ignored: () => true },
  ],
  [
    'a bound of days that does not',
    { due_on: orNull(day) },
    { name: 'due_before', schema: day, description: 'Only things due before this day.' },
    (row, value) => row['due_on'] !== null && low(row['due_on']) < value,
    { inclusive: (row, value) => row['due_on'] !== null && low(row['due_on']) <= value },
  ],
  [
    'one value of a list',
    { tags: { type: 'array', items: text } },
    { name: 'tag', schema: text, description: 'Things with this tag.' },
    (row, value) => tagsOf(row).includes(value),
    { 'by a part': (row, value) => tagsOf(row).some((one) => one.includes(value)), ignored: () => true },
  ],
  [
    'several values of a list, all of them',
    { tags: { type: 'array', items: text } },
    { name: 'tags', schema: { type: 'array', items: text }, explode: false, description: 'Things that have all of these tags.' },
    (row, value) => value.split(',').every((one) => tagsOf(row).includes(one)),
    { 'as any of them': (row, value) => value.split(',').some((one) => tagsOf(row).includes(one)) },
  ],
  [
    'a state of several',
    { status: { type: 'string', enum: ['open', 'held', 'done'] } },
    { name: 'status', schema: { type: 'array', items: { type: 'string', enum: ['open', 'held', 'done'] } }, explode: false },
    (row, value) => value.split(',').includes(low(row['status'])),
    { 'of which the first counts': (row, value) => value.split(',')[0] === row['status'], ignored: () => true },
  ],
];

const toldOf = async (
  members: Readonly<Record<string, object>>,
  search: Omit<Search, 'keeps'>,
  keeps: Keeps,
): Promise<readonly string[]> => {
  const all = { title: text, ...members };
  const shown = { created_at: moment };
  const { told, others } = await judgedThings(
    new SearchableThings(all, [{ ...search, keeps }]),
    searchableDocument(all, [search], { shown }),
    ['filtering/*'],
  );
  return [...told, ...others.filter((one) => one.includes(' broken '))];
};

describe.for(cases)('a list that is searched by %s', ([, members, search, keeps, others, honest = {}]) => {
  test.each(Object.entries({ 'as described': keeps, ...honest }))('%s is not accused', async (_how, other) => {
    expect(await toldOf(members, search, other)).toEqual([]);
  });
  test.each(Object.entries(others))('%s is told', async (_how, other) => {
    expect(await toldOf(members, search, other)).not.toEqual([]);
  });
});

const ages = (a: Row, b: Row): number => low(a['due_on'] ?? '9').localeCompare(low(b['due_on'] ?? '9'));
const byRank = (a: Row, b: Row): number => Number(a['rank']) - Number(b['rank']);
const byCreation = (a: Row, b: Row): number => timeOf(b['created_at']) - timeOf(a['created_at']);

/** What a document says of the order of a list, an order that keeps it, and one that does not. */
const orders: readonly (readonly [said: string, right: (a: Row, b: Row) => number, wrong: (a: Row, b: Row) => number])[] = [
  ['All things, ordered by rank.', byRank, (a, b) => -byRank(a, b)],
  [
    'Things sorted by due day (earliest first); those without one come last.',
    ages,
    (a, b) => (a['due_on'] === null || b['due_on'] === null ? ages(a, b) : -ages(a, b)),
  ],
  ['The highest rank comes first.', (a, b) => -byRank(a, b), byRank],
  ['Newest first.', byCreation, (a, b) => -byCreation(a, b)],
  ['Sorted by rank, highest first, then by title.', (a, b) => -byRank(a, b), byRank],
];

describe.each(orders)('a list that is described by "%s"', (said, right, wrong) => {
  const members = { title: text, rank: { type: 'integer', minimum: 1, maximum: 200 }, due_on: orNull(day) };
  const told = async (order: (a: Row, b: Row) => number): Promise<readonly string[]> => {
    const document = searchableDocument(members, [], { description: said, shown: { created_at: moment } });
    return (await judgedThings(new SearchableThings(members, [], order), document, ['ordering/*'])).told;
  };
  test('is not accused in this order, and told in another', async () => {
    expect(await told(right)).toEqual([]);
    expect(await told(wrong)).toEqual(['CONV-25-INFERRED ordering/documented-order: other-order']);
  });
});
