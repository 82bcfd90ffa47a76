import { expect, test } from 'vitest';
import { moveRowsIn } from '../../../src/contract/infer/move-tables.ts';

test('a table of states and those after them is read', () => {
  const text = 'Moves:\n\n| from | to |\n|---|---|\n| `draft` | `open`, `void` |\n| `open` | `shut` |\n\n`shut` is final.';
  expect(moveRowsIn(text)).toEqual([
    { from: ['draft'], by: [], to: ['open', 'void'] },
    { from: ['open'], by: [], to: ['shut'] },
  ]);
});

test('a table with actions between states is read, without backquotes too', () => {
  expect(moveRowsIn('| Status | Action | New status |\n| --- | :-: | --- |\n| draft, open | close | shut |')).toEqual([
    { from: ['draft', 'open'], by: ['close'], to: ['shut'] },
  ]);
});

test.each([
  ['of something else', '| Role | May |\n|---|---|\n| owner | everything |'],
  ['without a head', '|---|---|\n| `a` | `b` |'],
  ['no table', 'from draft to open'],
])('a text gives no moves: %s', (_what, text) => {
  expect(moveRowsIn(text)).toEqual([]);
});
