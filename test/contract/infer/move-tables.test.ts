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
  ['of something else', '| Role | May |\n|---|---|\n| owner | everything |'],
  ['without a head', '|---|---|\n| `a` | `b` |'],
  ['no table', 'from draft to open'],
])('a text gives no moves: %s', (_what, text) => {
  expect(moveRowsIn(text)).toEqual([]);
});
