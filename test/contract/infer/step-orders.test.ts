import { expect, test } from 'vitest';
import { stepOrderOf } from '../../../src/contract/infer/step-orders.ts';

const states = ['shaped', 'dried', 'fired', 'glazed', 'sold', 'broken'];
const all = ['shaped', 'dried', 'fired', 'glazed'];

/** What the text of an operation tells of the order of its moves, with the description of its conflict. */
const read = (description: string, conflict = 'Not possible.') => {
  const document = { move: { description }, conflict: { description: conflict } };
  const at = (way: string) => ({ operation: null, way: [way] });
  const operation = { location: at('#/move'), responses: [{ status: '409', location: at('#/conflict') }] };
  return stepOrderOf({ document }, operation as never, states);
};

test.each([
  'Pots go forward one step at a time: `shaped`, `dried`, `fired`, `glazed`.',
  'A pot is moved ahead, one phase after another: shaped, dried, fired and glazed.',
  'Moves it. Pots pass through `shaped`, `dried`, `fired` and then `glazed`, in this order. No phase can be skipped.',
  'Takes a pot forward from `shaped` to `dried` to `fired` to `glazed` without skipping a phase.',
  'Stage by stage: shaped → dried → fired → glazed. A pot never goes back.',
  'The phases, in this order: `shaped`, `dried`, `fired`, `glazed`. Skipping a phase is refused with 409.',
])('states that come one after another are read: %s', (text) => {
  expect(read(text)).toMatchObject({ states: all, isForward: true, isNextAlone: false, denied: [] });
});

test('nothing says of a pot whether it goes back', () => {
  expect(read('One step at a time: `shaped`, `dried`, `fired`, `glazed`.')).toMatchObject({ states: all, isForward: false });
});

test.each([
  ['One step at a time: `shaped`, `dried`, `fired`, `glazed`.', 'The phase is not the next one.'],
  ['In this order: `shaped`, `dried`, `fired`, `glazed`.', 'Not the phase that comes next.'],
  ['In this order: `shaped`, `dried`, `fired`, `glazed`. Any phase but the next one is a 409.', 'Not possible.'],
  ['In this order: `shaped`, `dried`, `fired`, `glazed`. Only the next phase is accepted.', 'Not possible.'],
])('all but the next state is refused: %s %s', (text, conflict) => {
  expect(read(text, conflict)).toMatchObject({ states: all, isForward: true, isNextAlone: true });
});

test('a state that another operation leads to is none of the order', () => {
  const text =
    'Pots go forward one step at a time: `shaped`, `dried`, `fired`, `glazed`. They become `sold` at the counter and `broken` with the report, not with this call.';
  expect(read(text)).toMatchObject({ states: all, denied: ['sold', 'broken'] });
});

test.each([
  'Pots go from `shaped` to `dried`, `fired` or `glazed`.',
  'A pot is `shaped`, `dried`, `fired` or `glazed`.',
  'Pots usually go forward one step at a time: `shaped`, `dried`, `fired`, `glazed`.',
  'With `strict` they go forward one step at a time: `shaped`, `dried`, `fired`, `glazed`.',
  'One pot at a time: `shaped`, `dried`, `fired`, `glazed`.',
  'In this order: `shaped`, `dried`, `fired`, `glazed`.',
  'One step at a time, in reverse order: `shaped`, `dried`, `fired`, `glazed`.',
  'One step at a time: `shaped`, `dried`.',
  'One step at a time: `shaped`, `dried`, `fired`, `glazed`. No phase can be skipped unless the kiln is full.',
  'One step at a time, when guests move it: `shaped`, `dried`, `fired`, `glazed`.',
])('no order is read that is none, that is that of some, or in which states may be passed over: %s', (text) => {
  expect(read(text)).toBeUndefined();
});
