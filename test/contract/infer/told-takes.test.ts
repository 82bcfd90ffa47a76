import { expect, test } from 'vitest';
import { takenConditionsIn } from '../../../src/contract/infer/told-takes.ts';

const listing = new Map<string, readonly unknown[]>([
  ['kind', ['IN', 'OUT', 'SHIFT', 'FIX']],
  ['toPond', []],
  ['fromPond', []],
  ['note', []],
]);

const asText = (text: string): readonly string[] =>
  takenConditionsIn(text, listing).map(({ member, rule, values }) => `${(values ?? []).join('+')} ${rule} ${member}`);

test('one sentence says what each of several values takes of the other members', () => {
  expect(asText('IN and FIX take only toPond, OUT only fromPond, SHIFT takes both, which must differ (otherwise 422).')).toEqual([
    'IN+FIX required toPond',
    'IN+FIX forbidden fromPond',
    'OUT forbidden toPond',
    'OUT required fromPond',
    'SHIFT required toPond',
    'SHIFT required fromPond',
  ]);
});

test('what is said of something else in another part of the sentence weakens nothing', () => {
  const told = 'IN takes only toPond, OUT only fromPond, SHIFT takes both; the depth is positive, except for FIX (otherwise 422).';
  expect(asText(told)).toContain('IN required toPond');
  expect(asText(told.replace('SHIFT takes both;', 'except that SHIFT takes both;'))).toEqual([]);
});

test('what a value takes only may be left out, where nothing says that it has to be there', () => {
  expect(asText('IN takes only note, OUT only toPond (422 for anything else).')).toEqual(['IN forbidden toPond', 'OUT forbidden note']);
  expect(asText('IN takes exactly note, OUT exactly toPond (otherwise 422).')).toEqual([
    'IN required note',
    'IN forbidden toPond',
    'OUT forbidden note',
    'OUT required toPond',
  ]);
});

test.each([
  ['IN takes only toPond, OUT only fromPond; unknown ponds are refused with 422.', 'where another mistake is refused'],
  ['IN needs only toPond, OUT needs only fromPond (otherwise 422).', 'of what suffices'],
  ['IN takes only toPond or fromPond, OUT only toPond (422).', 'of a choice'],
  ['For IN only toPond is required, for OUT only fromPond (otherwise 422).', 'of what is not said to be taken'],
  ['IN takes only toPond, OUT only fromPond is looked at (otherwise 422).', 'where a member is the subject of another verb'],
  ['IN takes only toPond when it is full, OUT only fromPond (otherwise 422).', 'of some cases'],
  ['IN takes only toPond, OUT only fromPond.', 'where nothing is refused'],
  ['IN takes only toPond (422).', 'of one value alone'],
  ['IN takes only toPond, SHIFT takes both (422).', 'where the other of both is not named'],
  ['IN and OUT are refused with 422 without a note.', 'where nothing is taken'],
])('%s tells nothing: %s', (text) => {
  expect(asText(text)).toEqual([]);
});
