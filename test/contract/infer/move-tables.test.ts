import { expect, test } from 'vitest';
import { moveRowsIn } from '../../../src/contract/infer/move-tables.ts';

test('a table of states and those after them is read', () => {
  const text = 'Moves:\n\n| from | to |\n|---|---|\n| `draft` | `open`, `void` |\n| `open` | `shut` |\n\n`shut` is final.';
  expect(moveRowsIn(text)).toEqual([
    { from: ['draft'], by: [], to: ['open', 'void'], beside: [] },
    { from: ['open'], by: [], to: ['shut'], beside: [] },
  ]);
});

test('a table with actions between states is read, without backquotes too', () => {
  expect(moveRowsIn('| Status | Action | New status |\n| --- | :-: | --- |\n| draft, open | close | shut |')).toEqual([
    { from: ['draft', 'open'], by: ['close'], to: ['shut'], beside: [] },
  ]);
});

test('each state of a cell may come with an action of its own', () => {
  const text =
    '| State | Meaning | Next states |\n|---|---|---|\n| `active` | runs | `suspended` by suspension, `terminated` by termination |\n| `draft` | new | `pending` by submission or `void` |';
  expect(moveRowsIn(text)).toEqual([
    { from: ['active'], by: ['suspension'], to: ['suspended'], beside: [{ head: 'Meaning', text: 'runs' }] },
    { from: ['active'], by: ['termination'], to: ['terminated'], beside: [{ head: 'Meaning', text: 'runs' }] },
    { from: ['draft'], by: [], to: ['pending', 'void'], beside: [{ head: 'Meaning', text: 'new' }] },
  ]);
});

test.each([
  '| action | from | to | who |\n|---|---|---|---|\n| submit | draft, open | shut or void | owner, staff |',
  '| allowed for | event | current state | new state |\n|---|---|---|---|\n| owner, staff | submit | draft, open | shut or void |',
  '| Who | To | From | Action |\n|---|---|---|---|\n| owner, staff | shut, void | draft or open | `submit` |',
  '| Done by | Leads to | Allowed in | Command |\n|---|---|---|---|\n| staff | `shut` or `void` | `draft`, `open` | submit |',
  '| Event | State before | State after | Role |\n|---|---|---|---|\n| submit | draft (for a day), open | shut, void | owner |',
])('the columns of a table may stand in any order, beside one with who makes the move: %s', (text) => {
  const [only, ...others] = moveRowsIn(text);
  expect({ ...only, beside: [] }).toEqual({ from: ['draft', 'open'], by: ['submit'], to: ['shut', 'void'], beside: [] });
  expect(others).toEqual([]);
});

test.each(['any but `shut`', 'every state except `shut`', 'not `shut`', 'all other states'])(
  'a cell that means other states than it names is no list of those: %s',
  (cell) => {
    const [row] = moveRowsIn(`| action | from | to |\n|---|---|---|\n| close | ${cell} | \`shut\` |`);
    expect(row?.from).not.toContain('shut');
    expect(row?.from).toHaveLength(1);
  },
);

test.each([
  ['of something else', '| Role | May |\n|---|---|\n| owner | everything |'],
  ['without a head', '|---|---|\n| `a` | `b` |'],
  ['no table', 'from draft to open'],
])('a text gives no moves: %s', (_what, text) => {
  expect(moveRowsIn(text)).toEqual([]);
});
