import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { type Summed, type SummedList, toldEntrySums } from '../../subjects/told-entry-sums.ts';
import { type ToldMistake, toldRefused } from './told-refused.ts';

type Json = Readonly<Record<string, unknown>>;

/** Numbers that are no whole ones may be compared with some tolerance, which this is far beyond. */
const tenth = 10;

const heldAt = (body: Json, [name = '', ...rest]: readonly string[]): unknown => {
  const held = body[name];
  return rest.length === 0 ? held : isObject(held) ? heldAt(held, rest) : undefined;
};

const withHeld = (body: Json, [name = '', ...rest]: readonly string[], value: unknown): Json => {
  const held = body[name];
  return { ...body, [name]: rest.length === 0 || !isObject(held) ? value : withHeld(held, rest, value) };
};

/** The entries with one number more or less, so that they add up to something else; undefined where they do not add up as they are, or no entry takes another number. */
const unbalanced = (
  document: Contract['document'],
  { item, sum: { member, total } }: SummedList,
  entries: unknown,
  sign: 1 | -1,
): readonly unknown[] | undefined => {
  if (!Array.isArray(entries)) return undefined;
  const numbers = entries.map((one: unknown) => (isObject(one) ? one[member] : undefined));
  const known = numbers.filter((one): one is number => typeof one === 'number');
  const is = known.reduce((left, one) => left + one, 0);
  // An entry without the number may have another one by default; numbers that come to something else have another unit.
  if (known.length === 0 || known.length < numbers.length || Math.abs(is - total) > Number.EPSILON * total * known.length) return undefined;
  const areWhole = known.every((one) => Number.isInteger(one)) && total >= tenth;
  // Three shares of 33 may be taken for 100, so that one alone is too little.
  const step = areWhole ? Math.max(1, Math.round(total / tenth)) : total / tenth;
  for (const [n, one] of entries.entries()) {
    const changed = { ...(one as Json), [member]: (known[n] ?? 0) + sign * step };
    if (mayBeSent(document, item, changed)) return entries.map((entry: unknown, at) => (at === n ? changed : entry));
  }
  return undefined;
};

const mistakesIn = (document: Contract['document'], { member }: Summed, list: SummedList, body: Json): readonly ToldMistake[] =>
  ([1, -1] as const).flatMap((sign) => {
    const { path, sum } = list;
    const entries = unbalanced(document, list, heldAt(body, path), sign);
    if (entries === undefined) return [];
    const wrong = withHeld(body, path, entries);
    const numbers = entries.map((one) => (isObject(one) ? one[sum.member] : undefined));
    const words = `"${sum.member}" ${numbers.map(String).join(' + ')} in ${path.join('/')}: "${sum.sentence}"`;
    return [{ body: wrong, words, taken: { shows: wrong[member.name] } }];
  });

export const toldSumRefused = toldRefused<Summed>({
  id: 'body/told-sum-refused',
  title: 'Entries whose numbers do not add up to what a text says are refused',
  why: 'What is divided among the entries is divided wrongly: a part of it goes to nobody, or more is given away than there is.',
  fix: 'Add the numbers up before anything is stored, and refuse the body with the documented status.',
  over: toldEntrySums,
  most: ({ lists }) => 2 * lists.length,
  mistakes: ({ contract: { document } }, subject, body) => subject.lists.flatMap((list) => mistakesIn(document, subject, list, body)),
  code: 'told-sum',
});
