import { expect, test } from 'vitest';
import {
  actionsTo,
  isContested,
  namedStates,
  namesBoth,
  stateFor,
  statedFirst,
  statefulAnswer,
} from '../../../src/checks/subjects/needed-states.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const states = ['draft', 'open', 'closed'];
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = { parameters: [{ name: 'ledgerId', in: 'path', required: true, schema: text }] };

type Words = {
  readonly create?: string;
  readonly add?: string;
  readonly open?: string;
  readonly note?: string;
  /** The end of the path of the action that opens a ledger. */
  readonly verb?: string;
  readonly listed?: readonly string[];
};

const contractOf = ({ listed = states, verb = 'open', ...words }: Words) => {
  const ledger = { type: 'object', properties: { id: text, state: { ...text, enum: listed, readOnly: true } } };
  const shown = { description: 'd', ...json({ type: 'object', properties: { data: ledger } }) };
  const action = (description?: string) => ({ ...inPath, post: { description, responses: { 200: shown, 409: { description: 'no' } } } });
  return loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Ledgers', version: '1' },
      paths: {
        '/ledgers': { post: { description: words.create, requestBody: json({ type: 'object' }), responses: { 201: shown } } },
        '/ledgers/{ledgerId}': { ...inPath, get: { responses: { 200: shown } }, delete: { responses: { 204: { description: 'gone' } } } },
        [`/ledgers/{ledgerId}/${verb}`]: action(words.open ?? 'A draft becomes `open`.'),
        '/ledgers/{ledgerId}/close': action('An open ledger becomes closed.'),
        '/ledgers/{ledgerId}/notify': action('Tells the owner of an open ledger that it becomes closed.'),
        '/ledgers/{ledgerId}/notes': {
          ...inPath,
          get: {
            responses: { 200: { description: 'd', ...json({ type: 'array', items: { type: 'object', properties: { id: text } } }) } },
          },
          post: {
            description: words.note,
            requestBody: json({ type: 'object' }),
            responses: { 201: { description: 'd', ...json({ type: 'object', properties: { id: text } }) }, 409: { description: 'no' } },
          },
        },
        '/ledgers/{ledgerId}/entries': {
          ...inPath,
          get: {
            responses: { 200: { description: 'd', ...json({ type: 'array', items: { type: 'object', properties: { id: text } } }) } },
          },
          post: {
            description: words.add,
            requestBody: json({ type: 'object' }),
            responses: { 201: { description: 'd', ...json({ type: 'object', properties: { id: text } }) }, 409: { description: 'no' } },
          },
        },
      },
    }),
  );
};

const typeIn = async (words: Words) => {
  const contract = await contractOf(words);
  const [resourceType] = contract.inferredResourceTypes;
  const stateful = resourceType && statefulAnswer(contract, resourceType.create);
  if (!resourceType || !stateful) throw new Error('no resource type');
  return { contract, resourceType, stateful };
};

test.each<readonly [string | undefined, string | undefined]>([
  ['Adds an entry to an open ledger (409 otherwise).', 'open'],
  ['Adds an entry. Only open ledgers take any.', 'open'],
  ['Adds an entry, but not to a closed ledger.', undefined],
  ['Adds an entry. It opens a page of the ledger.', undefined],
  ['Adds an entry to an open ledger or a draft ledger.', undefined],
  ['Adds an entry. Only while the ledger is open and has fewer than ten entries (409).', 'open'],
  ['Adds an entry. Only possible as long as the ledger is still a draft.', 'draft'],
  ['Adds an entry. Tells the owner only when the ledger is not open.', undefined],
  ['Adds an entry. A second one of the day gives 409, a closed ledger 409 (`closed_ledger`).', undefined],
  ['Adds an entry. 409 for a closed ledger.', undefined],
  ['Adds an entry. A closed ledger is answered with 409.', undefined],
  ['Adds an entry to an open ledger, 409 otherwise.', 'open'],
  ['Adds an entry. It is a 409 if the ledger is\nnot in `open`, or if there is no room.', 'open'],
  ['Adds an entry. 409 when the ledger is not yet open.', 'open'],
  ['Adds an entry. 409 if the ledger is not open or draft.', undefined],
  ['Adds an entry. 409 if the ledger is closed.', undefined],
  [undefined, undefined],
])('the sentence %o needs the state %o', async (add, expected) => {
  const { contract, resourceType, stateful } = await typeIn(add === undefined ? {} : { add });
  expect(stateful).toEqual({ at: '/data/state', states });
  expect(stateFor(contract, resourceType, null, states)).toBe(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['A draft becomes `open`.', ['draft', 'open']],
  ['Its owner or a clerk, from `draft` or `open`; anything else is `wrong_state`.', []],
  ['For drafts and open ledgers.', []],
  ['Drafts and open ledgers can be closed.', []],
  ['Open ledgers can be closed.', ['open', 'closed']],
])('the sentence "%s" leads from one state to another: %o', async (open, expected) => {
  const { contract } = await typeIn({ open });
  const action = contract.operations.find(({ path }) => path.endsWith('/open'));
  expect(action && namedStates(contract, action, states)).toEqual(expected);
});

test('an action needs the state that its sentence names before the noun', async () => {
  const { contract, resourceType } = await typeIn({});
  expect(stateFor(contract, resourceType, 'POST /ledgers/{ledgerId}/close', states)).toBe('open');
  expect(stateFor(contract, resourceType, 'POST /ledgers/{ledgerId}/open', states)).toBeUndefined();
});

test('actions lead from state to state, one after another', async () => {
  const { contract, resourceType, stateful } = await typeIn({});
  const keys = (now: string, wanted: string) =>
    actionsTo(contract, resourceType, stateful, now, wanted)?.map(({ path }) => path.split('/').at(-1));
  expect(keys('draft', 'open')).toEqual(['open']);
  expect(keys('draft', 'closed')).toEqual(['open', 'close']);
  expect(keys('open', 'open')).toEqual([]);
  expect(keys('closed', 'draft')).toBeUndefined();
});

test.each<readonly [string, string, boolean]>([
  ['activate', 'active', true],
  ['terminate', 'active', false],
  ['create', 'cre', false],
  ['rate', 'active', false],
])('an action called "%s" leads to what is `%s`: %s', async (verb, state, expected) => {
  const { contract, resourceType, stateful } = await typeIn({ verb, listed: ['draft', state, 'closed'], open: 'Only for drafts.' });
  const keys = actionsTo(contract, resourceType, stateful, 'draft', state)?.map(({ path }) => path.split('/').at(-1));
  expect(keys).toEqual(expected ? [verb] : undefined);
});

test.each<readonly [string, boolean]>([
  ['Puts a draft or open ledger into `closed`.', true],
  ['Brings a ledger from draft or open to closed.', true],
  ['Opens the ledger. A draft or open ledger becomes closed.', true],
  ['Draft, open and closed ledgers are alike here.', false],
  ['For draft or open ledgers, not closed ones.', false],
])('the sentence "%s" leads from each of two states to a third: %s', async (open, expected) => {
  const { contract, resourceType, stateful } = await typeIn({ open });
  const keys = (now: string) => actionsTo(contract, resourceType, stateful, now, 'closed')?.map(({ path }) => path.split('/').at(-1));
  expect(keys('draft')).toEqual(expected ? ['open'] : ['open', 'close']);
});

test('an action that other people learn of is none that is tried for its states', async () => {
  const { contract } = await typeIn({});
  const named = (verb: string) =>
    contract.operations.some(({ path, ...one }) => path.endsWith(`/${verb}`) && namesBoth(contract, { path, ...one }, verb));
  expect([named('open'), named('close'), named('notify'), named('entries')]).toEqual([true, true, false, false]);
});

test.each<readonly [string, string | undefined]>([
  ['Creates the ledger as a `draft`.', 'draft'],
  ['Opens a new ledger in state open.', 'open'],
  ['Creates the ledger as a draft or in state open.', undefined],
  ['Creates a ledger, which is not as open as others.', undefined],
  ['Creates a ledger. Drafts are as open as others.', undefined],
  ['Creates a ledger for closed accounts.', undefined],
])('the sentence %o gives a new resource the state %o', async (create, expected) => {
  const { contract, resourceType } = await typeIn({ create });
  expect(statedFirst(contract, resourceType.create, states)).toBe(expected);
});

test.each<readonly [string, string | undefined, boolean]>([
  ['Only while the ledger is still a draft (409).', '`409` unless the ledger is open.', true],
  ['`409` unless the ledger is open.', '`409` unless the ledger is open.', false],
  ['Adds an entry.', '`409` unless the ledger is open.', false],
])('creations that say "%s" and "%s" ask for different states of a resource: %s', async (add, note, expected) => {
  const { contract, resourceType } = await typeIn({ add, ...(note !== undefined && { note }) });
  expect(isContested(contract, resourceType)).toBe(expected);
});
