import type { Exchange } from '../../../model/exchange.ts';
import { isObject } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { pageItems } from '../../subjects/collection.ts';
import { type GaplessNumbers, gaplessNumbers } from '../../subjects/gapless-numbers.ts';

/** The number of an item, what stands before its digits, and the answer that shows it. */
type Numbered = { readonly before: string; readonly number: bigint; readonly text: string; readonly page: Exchange };

/** The numbers of the items, each item once; undefined where one shows something else than a number. What has none yet is left out. */
const numbersIn = ({ collection, member }: GaplessNumbers, { pages }: Traversal): readonly Numbered[] | undefined => {
  const found: Numbered[] = [];
  const seen = new Set<string>();
  for (const page of pages) {
    for (const item of pageItems(collection, page) ?? []) {
      const value = isObject(item) ? item[member] : undefined;
      const whole = JSON.stringify(item);
      if (value === null || value === undefined || seen.has(whole)) continue;
      seen.add(whole);
      const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
      const [, before = '', digits] = /^(.*?)(\d{1,15})$/su.exec(text) ?? [];
      if (digits === undefined) return undefined;
      found.push({ before, number: BigInt(digits), text, page });
    }
  }
  return found;
};

const inOrder = (all: readonly Numbered[]): readonly Numbered[] =>
  all.toSorted((one, other) => (one.number < other.number ? -1 : one.number > other.number ? 1 : 0));

/** What is wrong with the numbers of a list, or how many of them are right; undefined where the list shows too little. */
type Judged =
  | {
      readonly kind: 'wrong';
      readonly code: string;
      readonly expected: string;
      readonly actual: string;
      readonly pages: readonly [Exchange, ...Exchange[]];
    }
  | { readonly kind: 'right'; readonly judged: number }
  | { readonly kind: 'unseen'; readonly why: string };

const judged = (subject: GaplessNumbers, walk: Traversal): Judged => {
  const { member, sentence, startsAtOne } = subject;
  if (walk.end !== 'ended') return { kind: 'unseen', why: `The list was not read to its end (${walk.end})` };
  const all = numbersIn(subject, walk);
  if (all === undefined) return { kind: 'unseen', why: `An item shows something else than a number at "${member}"` };
  const [first] = inOrder(all);
  const beginnings = new Set(all.map(({ before }) => before));
  if (startsAtOne && first && beginnings.size === 1 && first.number !== 1n)
    return { kind: 'wrong', code: 'first-number', expected: `1 for the first one: "${sentence}"`, actual: first.text, pages: [first.page] };
  let pairs = 0;
  for (const before of beginnings) {
    const rows = inOrder(all.filter((one) => one.before === before));
    for (const [n, row] of rows.entries()) {
      const last = rows[n - 1];
      if (!last) continue;
      pairs += 1;
      if (row.number === last.number + 1n) continue;
      const pages: readonly Exchange[] = last.page === row.page ? [] : [last.page];
      const isTwice = row.number === last.number;
      return {
        kind: 'wrong',
        code: isTwice ? 'number-twice' : 'number-gap',
        expected: `numbers without gaps and doubles: "${sentence}"`,
        actual: isTwice ? `${row.text} twice` : `${row.text} next to ${last.text}`,
        pages: [row.page, ...pages],
      };
    }
  }
  return pairs > 0 ? { kind: 'right', judged: pairs } : { kind: 'unseen', why: `The list shows only ${all.length} items with a number` };
};

/** Milliseconds before the list is read once more, where its numbers are wrong: what was stored last may not be there yet. */
const laterMs = 2000;

export const numbersWithoutGaps = defineProbe<GaplessNumbers, readonly [Traversal, ...Traversal[]]>({
  id: 'lifecycle/numbers-without-gaps',
  title: 'The numbers of the items of a list have no gaps and no doubles, where the document says so',
  why: 'Books are checked by their numbers. A gap looks like an entry that somebody has removed.',
  fix: 'Take the number in the transaction that stores the item, from a counter of what it is numbered in.',
  phase: 'mutate',
  // Others have added to the list by then, and were refused.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...gaplessNumbers(contract)],
  prerequisites: ({ collection }, around) => prerequisitesFor(collection.operation, around),
  cost: () => ({ requests: 10, creates: 0 }),
  async run(subject, session) {
    const walk = await referenceTraversal(session, subject.collection, 'for the numbers');
    if (judged(subject, walk).kind !== 'wrong') return [walk];
    await session.pause(laterMs, 'the list is to show everything that was stored');
    return [walk, await referenceTraversal(session, subject.collection, 'for the numbers, once more')];
  },
  judge(subject, walks) {
    // What filled the list in this run cannot be had again, so that the list was read twice.
    const [one, other = one] = walks.map((walk) => ({ walk, found: judged(subject, walk) }));
    if (!one || !other) return inconclusive('The list was not read', []);
    const { found, walk } = other;
    if (found.kind === 'right') return pass(found.judged);
    if (found.kind === 'unseen') return inconclusive(found.why, [walk.last]);
    const { code, expected, actual, pages } = found;
    return fail({ code, where: `/${subject.member}`, expected, actual }, pages);
  },
});
