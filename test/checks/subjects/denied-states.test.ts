import { describe, expect, test } from 'vitest';
import { refusedStates } from '../../../src/checks/subjects/state-words.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const states = ['draft', 'open', 'closed'].map((name) => ({ name, member: 'state', value: name }));

/** The states in which the text of an action on a ledger says that it is refused. */
const refusedBy = async (
  description: string,
  isBelow = false,
  own = states,
  method = 'post',
  action = 'audit',
): Promise<readonly string[]> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Ledgers', version: '1' },
      paths: {
        [`/ledgers/{id}/${action}`]: {
          [method]: {
            description,
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'mode', in: 'query', schema: { type: 'string', enum: ['merge', 'replace'] } },
            ],
            responses: { 200: { description: 'd' }, 409: { description: 'no' } },
          },
        },
      },
    }),
  );
  const [operation] = contract.operations;
  if (operation === undefined) throw new Error('no operation');
  const wanted = { operation, states: own, noun: 'ledger', others: new Set(['room']), members: [], isBelow, isStateless: isBelow };
  return (refusedStates(contract, wanted) ?? []).map(({ name }) => name);
};

describe('a text that denies a state refuses the others', () => {
  test.each([
    '409 if the ledger is no draft.',
    'The call as a whole gets 409 if the ledger is no draft.',
    '409 for ledgers which are no drafts.',
    '409 for non-draft ledgers.',
    '409 if the ledger is in a non-draft state.',
    '409 if `state` != draft.',
    '409 if state <> `draft`.',
    '409 if its state differs from draft.',
    '409 if its state is different from `draft`.',
    '409 apart from drafts.',
    '409 save for drafts.',
    'All ledgers but drafts get 409.',
    'Every ledger except a draft is refused with 409.',
    '409 if the ledger is no longer a draft.',
    "409 if the ledger isn't a draft.",
  ])('%s', async (text) => {
    expect(await refusedBy(text)).toEqual(['open', 'closed']);
  });
});

describe('of what is created below it, a state without its noun refuses the others where nothing else can have it', () => {
  test.each<readonly [string, readonly string[]]>([
    ['Only while `draft` or `open`, else `409`.', ['closed']],
    ['Only `draft` and `open`, else `409`.', []],
    ['Only while it is `open`, otherwise `409`.', ['draft', 'closed']],
    ['Possible only in the states `draft` and `open`, `409` otherwise.', ['closed']],
    ['`409` if it is no `draft`.', ['open', 'closed']],
    ['Adds an entry. `409` if it is not `open`.', ['draft', 'closed']],
    ['`409` if it is `closed`.', ['closed']],
    ['Needs a room. `409` if it is `closed`.', []],
    ['Only while the room is `open`, else `409`.', []],
    ['Only while `open` or on its way, else `409`.', []],
    ['Only while `open` for guests, else `409`.', []],
    ['Usually only while `open`, else `409`.', []],
    ['Only while `open`.', []],
    ['While `open`, entries are numbered, else `409`.', []],
    ['`409` if the room is no `draft`.', []],
    ['`409` if it is no `draft` and has no rows.', []],
  ])('%s', async (text, refused) => {
    expect(await refusedBy(text, true)).toEqual(refused);
  });
});

describe('what a change leaves out says nothing of its state', () => {
  test.each([
    'What is left out stays, `null` clears. `409` if it is no `draft`.',
    'Members that are left out stay as they are. `409` if it is no `draft`.',
    'Omitted fields are unchanged. `409` if it is no `draft`.',
    'Whatever you leave out remains unchanged. `409` if it is no `draft`.',
  ])('%s', async (text) => {
    expect(await refusedBy(text)).toEqual(['open', 'closed']);
  });
  test.each([
    'A closed ledger stays as it is. `409` if it is no `draft`.',
    'What is closed stays. `409` if it is no `draft`.',
    'Nothing happens to a ledger that is closed. `409` if it is no `draft`.',
  ])('but what becomes of a ledger does: %s', async (text) => {
    expect(await refusedBy(text)).toEqual([]);
  });
});

describe('a state that is left, or not reached, refuses nothing that the text does not name for certain', () => {
  test.each<readonly [string, readonly string[]]>([
    ['409 once the ledger is past draft.', []],
    ['409 once the ledger has left draft.', []],
    ['409 if the ledger is out of draft.', []],
    ['409 once the ledger ceases to be a draft.', []],
    ['409 if the ledger has never been open.', []],
    ['409 if the ledger is yet to be open.', []],
    ['409 if the ledger is a draft no longer.', []],
    ['409 if the ledger is hardly open.', []],
    ['409 if the ledger lacks the state open.', []],
    ['409 after draft.', []],
    // A closed one was open, and a draft will be.
    ["409 if the ledger isn't yet open.", ['draft']],
    ['409 if the ledger is not open any longer.', ['closed']],
    ['409 if there is no open ledger.', []],
  ])('%s', async (text, refused) => {
    expect(await refusedBy(text)).toEqual(refused);
  });
});

test('what names a state plainly stays as it was', async () => {
  expect(await refusedBy('409 if the ledger is open.')).toEqual(['open']);
  expect(await refusedBy('Takes lines out of a draft, otherwise 409.')).toEqual(['open', 'closed']);
});

describe('what becomes of one member', () => {
  const rule = 'Only an open ledger takes entries, otherwise `409`.';

  test.each([
    'When the ledger is `anonymous`, `author` is not stored and stays `null`.',
    'In a private ledger `author` stays empty.',
    '`author` is ignored where the ledger is private.',
    'The order of the rows stays.',
    'Rows of others remain, and their order remains unchanged.',
  ])('is no word on the state: %s', async (text) => {
    expect(await refusedBy(`${rule} ${text}`, true)).toEqual(['draft', 'closed']);
  });

  test.each([
    'In a closed ledger the call is ignored.',
    'For a closed ledger `state` stays `closed`.',
    'Where it is closed, `closed` is kept and stays so.',
    'A repeated call stays without effect.',
    'Everything stays, nothing happens.',
    'Then all remains unchanged, this is no mistake.',
  ])('is another matter than that of the state or of the whole call: %s', async (text) => {
    expect(await refusedBy(`${rule} ${text}`, true)).toEqual([]);
  });
});

describe('a state that is called like a refusal', () => {
  const own = ['entered', 'rejected'].map((name) => ({ name, member: 'state', value: name }));

  test.each(['Reopens a rejected ledger.', 'An entered ledger is rejected by this.'])('refuses nothing by its name: %s', async (text) => {
    expect(await refusedBy(text, false, own)).toEqual([]);
  });

  test.each<readonly [string, readonly string[]]>([
    ['`409` if it is rejected.', ['rejected']],
    ['A rejected ledger is refused with `409`.', ['rejected']],
    ['One that is not rejected is `409`.', ['entered']],
    ['Brings a rejected ledger back. Once in its life; a second time, or one that is not rejected, is `409`.', ['entered']],
    ['Reopens a rejected ledger, otherwise `409`.', ['entered']],
  ])('refuses by other words: %s', async (text, refused) => {
    expect(await refusedBy(text, false, own)).toEqual(refused);
  });
});

describe('what is said of one value of a parameter', () => {
  test.each([
    'Brings in a file.\n\n- `merge`: what the file names is put in.\n- `replace`: the ledger has what the file has.\n  `409` while it is closed.',
    '* `replace` - `409` if the ledger is closed',
  ])('is said of a call with that value alone: %s', async (text) => {
    expect(await refusedBy(text)).toEqual([]);
  });

  test.each(['Brings in a file.\n\n- `409` if the ledger is closed.', '- `other`: `409` if the ledger is closed.'])(
    'is another matter than an item of any list: %s',
    async (text) => {
      expect(await refusedBy(text)).toEqual(['closed']);
    },
  );
});

const paid = ['pending', 'paid', 'partly_refunded', 'refunded'].map((value) => ({ name: value.replace('_', ' '), member: 'state', value }));

test.each<readonly [string, readonly string[]]>([
  ['Becomes `refunded` once all is, before that `partly_refunded`. `409` if the ledger is not paid.', ['pending', 'refunded']],
  [
    'Becomes `refunded` once all is, before that `partly_refunded`. `409` if the ledger is not `paid`.',
    ['pending', 'partly refunded', 'refunded'],
  ],
  ['Becomes `refunded`. `409` if the ledger is not paid.', ['pending', 'partly refunded', 'refunded']],
  [
    'Becomes `refunded` once all is, before that `partly_refunded`. `409` if the ledger is not pending.',
    ['paid', 'partly refunded', 'refunded'],
  ],
])('a deed that is lacking is not lacking in the steps behind it: "%s"', async (text, expected) => {
  expect(await refusedBy(text, false, paid)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['Audits a draft. Other ledgers can only be closed (`409`).', ['open', 'closed']],
  ['Audits what is there. Other ledgers can only be closed (`409`).', []],
])('what else can be done is no state: "%s"', async (text, expected) => {
  expect(await refusedBy(text)).toEqual(expected);
});

const sheets = ['open', 'handed in', 'turned down'].map((name) => ({ name, member: 'state', value: name.replace(' ', '_') }));

test.each([
  'An open or turned down ledger is handed in, in any other state it is `409`.',
  'An open or turned down cash ledger is handed in, in any other state it is `409`.',
])('a noun may be a part of the one that is spoken of: "%s"', async (text) => {
  expect(await refusedBy(text, false, sheets)).toEqual(['handed in']);
});

describe('a state may be named by those that have it, beside another with its noun', () => {
  test.each<readonly [string, readonly string[]]>([
    ['Open ledgers and drafts can be audited; in any other state the answer is `409`.', ['closed']],
    ['Drafts and open ledgers can be audited; in any other state the answer is `409`.', ['closed']],
    ['Only open ledgers and drafts can be audited (`409`).', ['closed']],
    ['Closed ledgers and drafts cannot be audited (`409`).', ['closed', 'draft']],
  ])('%s', async (text, refused) => {
    expect(await refusedBy(text)).toEqual(refused);
  });
});

test.each<readonly [string, readonly string[]]>([
  ['A ledger that is open or closed does not go back to draft (`409`).', []],
  ['A closed ledger cannot become a draft again (`409`).', []],
  ['A ledger that is open or closed does not go back to draft (`409`). A closed ledger cannot be changed (`409`).', ['closed']],
])('a move that a change cannot make refuses no other change: "%s"', async (text, expected) => {
  expect(await refusedBy(text, false, states, 'patch')).toEqual(expected);
});

describe('where deeds are named before it, everything else means deeds and no states', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['patch', '`closed` is final: a closed ledger can be read and deleted, everything else gives `409`.', ['closed']],
    ['post', 'A closed ledger can be read and deleted, everything else gives `409`.', ['closed']],
    [
      'put',
      'Changes it.\n\n* Every change gives a new ETag.\n* Closed ledgers can still be read; everything else is refused with `409`.',
      ['closed'],
    ],
    ['patch', 'Draft or closed ledgers may only be read and deleted, anything else is a 409.', ['draft', 'closed']],
    ['delete', 'A closed ledger can be read and deleted, everything else gives `409`.', []],
    ['post', 'A closed ledger can be read and audited, everything else gives `409`.', []],
    ['patch', 'A closed ledger of another year can be read and deleted, everything else gives `409`.', []],
    ['patch', 'A closed ledger can be read, printed as PDF (A4) and deleted, everything else gives `409`.', []],
    ['patch', 'Its rows can be read and deleted, everything else gives `409`.', []],
    ['patch', 'Only open ledgers can be changed, everything else gives `409`.', ['draft', 'closed']],
  ])('%s: %s', async (method, text, refused) => {
    expect(await refusedBy(text, false, states, method)).toEqual(refused);
  });
});

describe('what an action does to what it has already led to is no conflict', () => {
  test.each<readonly [string, readonly string[]]>([
    ['From `draft` to `open`; an open ledger gets the new day. Any other state gives `409`.', ['closed']],
    ['From `draft` to `open`. An open ledger is moved to the new day. Any other state gives `409`.', ['closed']],
    ['From `draft` to `open`. Any other state gives `409`.', ['open', 'closed']],
    ['From `draft` to `open`; an open ledger gets `409`, as does any other state.', ['open']],
  ])('%s', async (text, refused) => {
    expect(await refusedBy(text, false, states, 'post', 'open')).toEqual(refused);
  });
});
