import { expect, test } from 'vitest';
import { actionItemsIn, withoutActionItems } from '../../../src/contract/infer/action-items.ts';

const states = ['new', 'in_repair', 'repaired', 'given_back'];
const read = (text: string): readonly string[] =>
  actionItemsIn(text, states).map(
    ({ action, from, but, to }) =>
      `${action}: ${from ? states.filter((one) => from.includes(one)).join() : '?'} not ${but.join()} > ${to ?? '?'}`,
  );

test.each([
  ['* **repair**: from `new` to `in_repair`', 'repair: new not  > in_repair'],
  ['- `hand-out` – only from `repaired` or `new` to `given_back`.', 'hand out: new,repaired not  > given_back'],
  [
    '1. **Take back:** from any status but `new`; the bicycle becomes `in_repair` again',
    'take back: in_repair,repaired,given_back not new > in_repair',
  ],
  ['* **scrap**: from every state', 'scrap: new,in_repair,repaired,given_back not  > ?'],
  ['* repair: from new\n  to in repair, with a mechanic', 'repair: new not  > in_repair'],
  ['* **repair**: from `new` to `in_repair`; when it is done it becomes `repaired`', 'repair: new not  > in_repair'],
  ['* **repair**: from `new` and what was sold to `in_repair`', 'repair: ? not  > in_repair'],
  ['* **repair**: from `new` to `in_repair`. Mechanics also from `repaired`', 'repair: ? not  > in_repair'],
  ['* **repair**: from `new` to `in_repair` for customers; mechanics repair given back ones', 'repair: ? not  > in_repair'],
  ['* **repair**: from `new` to `in_repair` (and `given_back`)', 'repair: ? not  > in_repair'],
  ['* **repair**: from `new` to `in_repair`. Given back ones are repaired by force', 'repair: ? not  > in_repair'],
  ['* **repair**: from `new` to `in_repair` if there is a mechanic', 'repair: new not  > ?'],
  ['* **repair**: from `new` to `in_repair`; if nothing is broken it becomes `repaired`', 'repair: new not  > ?'],
  ['* **repair**: from `new` to `in_repair` at once', 'repair: new not  > in_repair'],
  ['* **repair**: from `new` to wherever there is room', 'repair: ? not  > ?'],
  ['- `repair`: new → in_repair', 'repair: new not  > in_repair'],
  ['- **repair**: `new` or `given_back` -> `in_repair`.', 'repair: new,given_back not  > in_repair'],
  ['* repair: any status but `new` => `in_repair`', 'repair: in_repair,repaired,given_back not new > in_repair'],
  ['* repair: `new` → `repaired` or `given_back`', 'repair: new not  > ?'],
  ['* repair: `new` → somewhere', 'repair: ? not  > ?'],
])('what an item of a list says of an action is read: %s', (text, told) => {
  expect(read(`A bicycle:\n\n${text}\n\nAnything else is a 409.`)).toEqual([told]);
});

test.each([
  '* **repair** costs 10',
  '* **repair**: takes a day',
  'repair: from `new` to `in_repair`',
  '* from `new` to `in_repair`',
  '* repair: new → in_repair → repaired',
])('other items and sentences are left: %s', (text) => {
  expect(read(text)).toEqual([]);
  expect(withoutActionItems(text, states)).toBe(text);
});

test('a text without such items keeps the others', () => {
  expect(withoutActionItems('Moves:\n\n* **repair**: from `new` to `in_repair`\n* by hand\n', states)).toBe('Moves:\n\n\n* by hand\n');
});
