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

test.each([
  ['IN takes only toPond, OUT only fromPond.', 'where nothing is refused'],
  ['IN takes only toPond (422).', 'of one value alone'],
  ['IN takes only toPond, SHIFT takes both (422).', 'where the other of both is not named'],
  ['IN and OUT are refused with 422 without a note.', 'where nothing is taken'],
])('%s tells nothing: %s', (text) => {
  expect(asText(text)).toEqual([]);
});
