import { expect, test } from 'vitest';
import { leavesOut } from '../../../src/checks/subjects/unlisted-states.ts';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const status = { type: 'string', enum: ['active', 'paused', 'archived'] };

/** What the document says of the list, and which things it shows for a query. */
type Told = { readonly description?: string; readonly parameters?: readonly object[] };

class Shelved extends Things {
  readonly shows: (row: Row, query: URLSearchParams) => boolean;
  constructor(shows: (row: Row, query: URLSearchParams) => boolean) {
    super({ title: text });
    this.shows = shows;
  }
  override shown(row: Row): unknown {
    return { status: 'active', ...row };
  }
  override list(query = new URLSearchParams()): Reply {
    return [200, this.rows.filter((row) => this.shows(row, query)).map((row) => this.shown(row))];
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found || action !== 'archive') return [404];
    if (found['status'] === 'archived') return [409];
    found['status'] = 'archived';
    return [200, this.shown(found)];
  }
}

const documentOf = ({ description, parameters }: Told): object => {
  const document = thingsDocument(
    { title: text },
    { shown: { status: { ...status, readOnly: true } }, actions: { archive: { description: 'Archives a thing.' } } },
  ) as { readonly paths: { readonly '/things': { readonly get: object } } };
  const { get } = document.paths['/things'];
  const things = {
    ...document.paths['/things'],
    get: { ...get, ...(description ? { description } : {}), ...(parameters ? { parameters } : {}) },
  };
  return { ...document, paths: { ...document.paths, '/things': things } };
};

const judged = async (told: Told, shows: (row: Row, query: URLSearchParams) => boolean): Promise<readonly string[]> => {
  const { told: failed, passed } = await judgedThings(new Shelved(shows), documentOf(told), [
    'lifecycle/left-out-in-state',
    'lifecycle/listed-in-state',
  ]);
  return [...failed, ...passed.map((one) => `pass ${one}`)];
};

const isArchived = (row: Row): boolean => row['status'] === 'archived';
const flag = (name: string, more: object = {}): object => ({ name, in: 'query', schema: { type: 'boolean', ...more } });
const filter = (more: object = {}): object => ({ name: 'status', in: 'query', schema: { ...status, ...more } });

const byFlag =
  (name: string) =>
  (row: Row, query: URLSearchParams): boolean =>
    !isArchived(row) || query.get(name) === 'true';
const byStatus = (row: Row, query: URLSearchParams): boolean =>
  query.has('status') ? (row['status'] ?? 'active') === query.get('status') : !isArchived(row);

const rows: readonly (readonly [name: string, told: Told, shows: (row: Row, query: URLSearchParams) => boolean, isAsked?: true])[] = [
  ['a sentence', { description: 'Archived things are left out.' }, (row) => !isArchived(row)],
  ['another sentence', { description: 'All things, newest first, without archived ones.' }, (row) => !isArchived(row)],
  [
    'a sentence with an exception',
    { description: 'Archived things are not listed unless `status` names them.', parameters: [filter()] },
    byStatus,
    true,
  ],
  ['a switch', { parameters: [flag('include_archived')] }, byFlag('include_archived'), true],
  ['a switch with a default', { parameters: [flag('withArchived', { default: false })] }, byFlag('withArchived'), true],
  [
    'a default of the filter',
    { parameters: [filter({ default: 'active' })] },
    (row, query) => (row['status'] ?? 'active') === (query.get('status') ?? 'active'),
    true,
  ],
];

/** A filter that takes several states, separated by commas. */
const severalStates = { name: 'status', in: 'query', style: 'form', explode: false, schema: { type: 'array', items: status } };
const byStates = (row: Row, query: URLSearchParams): boolean =>
  query.has('status')
    ? (query.get('status') ?? '').split(',').includes(typeof row['status'] === 'string' ? row['status'] : 'active')
    : !isArchived(row);

const asking = [
  "To keep the list tidy, archived things are left out as long as you don't ask for them with `status`.",
  'Archived things are left out if `status` is not given.',
  'If no `status` is sent, archived things are left out.',
  'As long as nobody asks for them, archived things are hidden.',
  'Archived things are not listed when they are not asked for.',
  'Without `status`, archived things are omitted to keep the list short.',
] as const;

const id = 'OAS-178 lifecycle/left-out-in-state';

test.concurrent.for([
  ...rows,
  ...asking.map((description) => [description, { description, parameters: [severalStates] }, byStates, true] as const),
])(
  'what a list leaves out by %s is not in it, and is where it is asked for',
  besideOthers(async ([, told, shows, isAsked]) => {
    expect(await judged(told, shows)).toEqual([`pass ${id}`]);
    expect(await judged(told, () => true)).toEqual([`${id}: listed-in-state`]);
    if (isAsked) expect(await judged(told, (row) => !isArchived(row))).toEqual([`${id}: not-listed-when-asked`]);
  }),
);

test.concurrent.for<Told>([
  {},
  { description: 'Archived things are left out for guests.' },
  { description: 'Archived things are not shown first.' },
  { description: 'Archived things are listed last.' },
  { description: 'Archived things are left out as long as you are not an owner.', parameters: [severalStates] },
  { description: 'Archived things are left out if `status` is given.', parameters: [severalStates] },
  { description: 'If `status` asks for `paused` ones, archived things are left out.', parameters: [severalStates] },
  { description: 'To keep the list tidy for guests, archived things are left out.', parameters: [severalStates] },
  { description: 'Things without a title are left out; archived things are not.' },
  { description: 'If `active` is given, archived things are left out.', parameters: [flag('active')] },
  { parameters: [flag('archived')] },
  { parameters: [flag('include_archived', { default: true })] },
  { parameters: [filter()] },
])(
  'nothing is judged where the document does not say so: %o',
  besideOthers(async (told) => {
    expect(await judged(told, () => true)).toEqual([]);
  }),
);

const shownId = 'OAS-179 lifecycle/listed-in-state';

test.concurrent.for([
  'All things, archived ones included.',
  'All things of the shop, also the archived ones too, newest first.',
  'Things including archived ones.',
  'All things of the shop, archived ones included, ordered by `title` unless `sort` says otherwise.',
  'All things, archived things too.',
  'All things, whatever their status.',
])(
  'what a list shows all the same is in it: "%s"',
  besideOthers(async (description) => {
    expect(await judged({ description }, () => true)).toEqual([`pass ${shownId}`]);
    expect(await judged({ description }, (row) => !isArchived(row))).toEqual([`${shownId}: not-listed-in-state`]);
  }),
);

test.concurrent.for([
  'All things.',
  'Archived ones are not included.',
  'Archived ones are included if the key is that of an owner.',
  'All things but archived ones.',
  'The number of archived things is included in the answer of another read.',
])(
  'nothing is judged of what may be left out: "%s"',
  besideOthers(async (description) => {
    expect((await judged({ description }, (row) => !isArchived(row))).filter((one) => one.includes(shownId))).toEqual([]);
  }),
);

test.each([
  'Archived things are not shown on the first page.',
  'Archived things are not included in `total`.',
  'Archived things are not returned in full.',
  'Archived things are hidden in the app.',
  'Archived things are excluded from the count.',
  'Archived things are not part of the list of recommended things.',
  'Archived things are usually left out.',
  'Archived things are not included any more after 90 days.',
])('a list may show what "%s" speaks of', (sentence) => {
  expect(leavesOut(sentence, 'archived', 'thing', [])).toBe(false);
});
