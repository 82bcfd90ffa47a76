import * as fc from 'fast-check';
import type { Contract } from '../../../contract/model.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, type CheckText, defineProbe, inconclusive, type Probe, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { leastItems, spare } from '../../scenarios/paging/traversals.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { itemKey, type PagedList, pagedLists, pageItems, pagesOf, styleLocation } from '../../subjects/collection.ts';
import { judgeProperty, mostShrinkRequests, type PropertyRun, runProperty, type Trial, usualSamples } from './property.ts';

/** The most pages of a traversal with a generated size, where the list allows it. */
const usualPages = 10;

/** Traversals of more than `manyPages` pages are made only twice; those of more than `tooManyPages`, not at all. */
const [manyPages, tooManyPages] = [20, 60] as const;

type SizedTraversals = {
  /** The list before the other traversals, in pages as large as the contract allows. */
  readonly first: Traversal;
  readonly count: number;
  /** Undefined where the list cannot be counted, or is too short or too long for repeated traversals. */
  readonly run: PropertyRun | undefined;
  /** The list once more after a breach. */
  readonly after: Traversal | undefined;
};

/** A list with a paging style whose sizes have a documented maximum, and whose items have ids. */
type SizedList = Subject & PagedList;

const sizedLists = (contract: Contract): SizedList[] =>
  pagedLists(contract)
    .filter(({ id, paging }) => id !== undefined && paging.maximumSize !== undefined)
    .map((list) => at(styleLocation(list), list));

const keysOf = (collection: PagedList, traversal: Traversal): string[] =>
  itemsOfTraversal(collection, traversal).flatMap((item) => itemKey(collection, item) ?? []);

type Sizes = { readonly least: number; readonly most: number; readonly samples: number };

/** Sizes that give a traversal at least two pages, and about ten at the most. */
const sizesFor = ({ paging }: PagedList, count: number): Sizes => {
  const most = Math.min(paging.maximumSize ?? 1, count - 1);
  const least = Math.min(Math.max(1, Math.ceil(count / usualPages)), most);
  const pages = Math.ceil(count / least);
  const samples = pages > tooManyPages ? 0 : pages > manyPages ? 2 : usualSamples;
  return { least, most, samples };
};

/** Traverses a list in pages of generated sizes; `judge` judges one traversal, given the ids that the list held before. */
const sizedTraversals = async (
  session: Session,
  collection: PagedList,
  judge: (traversal: Traversal, known: readonly string[]) => Trial,
): Promise<SizedTraversals> => {
  const first = await referenceTraversal(session, collection, 'first');
  const count = countOf(collection, first);
  const { least, most, samples } = sizesFor(collection, count);
  if (first.end !== 'ended' || count < leastItems || samples === 0) return { first, count, run: undefined, after: undefined };
  const operation = collection.operation.key;
  const known = [...new Set(keysOf(collection, first))];
  const run = await runProperty(
    session,
    {
      label: `page sizes of ${operation}`,
      arb: fc.integer({ min: least, max: most }),
      async attempt(size, by) {
        const pages = Math.ceil(count / size) + spare;
        return judge(await traverseList(by, collection, { query: pagesOf(collection, size), pages, turn: 'generated size' }), known);
      },
    },
    samples,
  );
  return { first, count, run, after: run.smallest && (await referenceTraversal(session, collection, 'after a generated size')) };
};

/** Why a list was not traversed with generated sizes. */
const notTraversed = ({ first, count }: SizedTraversals): Verdict => {
  if (first.end !== 'ended') return inconclusive(`The list could not be counted: ${first.end}`, [first.last]);
  if (count < leastItems) return inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, first.pages);
  return { kind: 'inconclusive', reason: `${count} items take too many pages to be read again`, exchanges: [], unseen: true };
};

/** A probe of traversals in pages of any size. An item that a breach calls missing must still be in the list afterwards. */
const defineAnySize = ({
  judgeTraversal,
  ...text
}: CheckText & {
  /** `known`: the ids that the list held before. */
  judgeTraversal(list: PagedList, traversal: Traversal, known: readonly string[]): Trial;
}): Probe<SizedTraversals> =>
  defineProbe<SizedList, SizedTraversals>({
    ...text,
    reads: 'pagination',
    phase: 'read',
    exclusive: 'nothing',
    over: sizedLists,
    prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
    cost: () => ({ requests: usualSamples * (usualPages + spare) + mostShrinkRequests, creates: 0 }),
    async run(subject, session) {
      const list = await offered(session, subject);
      return sizedTraversals(session, list, (traversal, known) => judgeTraversal(list, traversal, known));
    },
    judge(list, result) {
      const { run, after } = result;
      if (!run) return notTraversed(result);
      const verdict = judgeProperty(run);
      // Other requests of the run may add to it, such as what a log tells of them.
      const now = after?.end === 'ended' ? countOf(list, after) : result.count;
      if (verdict.kind === 'fail' && now > result.count)
        return inconclusive(`The list grew from ${result.count} to ${now} items meanwhile`, after?.pages ?? []);
      const about = run.smallest?.about ?? [];
      if (verdict.kind !== 'fail' || about.length === 0) return verdict;
      const still = new Set(after ? keysOf(list, after) : []);
      if (about.some((key) => still.has(key))) return verdict;
      return inconclusive(
        `Items that a traversal did not show are no longer in the list: ${about.slice(0, 5).join(', ')}`,
        after?.pages ?? [],
      );
    },
  });

/** The trial of a traversal that never ends or stops early; undefined where it reached the end. */
const endOf = (collection: PagedList, { pages, end, last }: Traversal): Trial | undefined => {
  if (end === 'ended') return undefined;
  const items = pages.reduce((sum, page) => sum + (pageItems(collection, page)?.length ?? 0), 0);
  if (end === 'cursor-repeated' || end === 'cut') {
    const finding = {
      code: 'walk-never-ends',
      where: 'a walk',
      expected: 'a last page that announces no other',
      actual: `page ${pages.length}, after ${items} items, announces another one`,
    };
    return { kind: 'breaks', finding, exchanges: [last, ...pages.slice(0, -1)] };
  }
  return {
    kind: 'open',
    reason: `A traversal stopped at page ${pages.length + (end === 'not-a-page' ? 1 : 0)} (${end})`,
    exchanges: [last],
  };
};

const judgeComplete = (collection: PagedList, traversal: Traversal, known: readonly string[]): Trial => {
  const stopped = endOf(collection, traversal);
  if (stopped) return stopped;
  if (known.length === 0) return { kind: 'open', reason: 'No listed item shows an id', exchanges: [traversal.last] };
  const held = new Set(keysOf(collection, traversal));
  const missing = known.filter((key) => !held.has(key));
  if (missing.length === 0) return { kind: 'holds' };
  const { pages, last } = traversal;
  const finding = {
    code: 'item-missing',
    where: 'a walk',
    expected: `all ${known.length} items that the list holds`,
    actual: `${missing.length} missing on ${pages.length} pages: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}`,
  };
  return { kind: 'breaks', finding, exchanges: [last, ...pages.slice(0, -1)], about: missing };
};

export const anyPageSizeComplete = defineAnySize({
  id: 'properties/any-page-size-complete',
  title: 'Pages of any size up to the maximum lead to the same items',
  why: 'Clients choose a page size for their own reasons; where an item falls between two pages of that size, they never see it.',
  fix: 'Start each page behind the last item of the page before, whatever the size, and announce another page until nothing is left.',
  judgeTraversal: judgeComplete,
});

const judgeUnique = (collection: PagedList, traversal: Traversal): Trial => {
  const { pages, end, last } = traversal;
  const seen = new Map<string, number>();
  for (const [index, page] of pages.entries()) {
    for (const item of pageItems(collection, page) ?? []) {
      const key = itemKey(collection, item);
      const before = key === undefined ? undefined : seen.get(key);
      if (key !== undefined && before !== undefined) {
        const finding = {
          code: 'item-repeated',
          where: 'a walk',
          expected: 'each item once',
          actual: `${key} on page ${index + 1}, it was on page ${before + 1}`,
        };
        const earlier = pages[before];
        return { kind: 'breaks', finding, exchanges: earlier && before !== index ? [page, earlier] : [page] };
      }
      if (key !== undefined) seen.set(key, index);
    }
  }
  // A traversal that never ends is a breach of completeness, judged there.
  if (end === 'ended' || end === 'cut' || end === 'cursor-repeated') return { kind: 'holds' };
  return { kind: 'open', reason: `A traversal stopped at page ${pages.length + 1} (${end})`, exchanges: [last] };
};

export const anyPageSizeUnique = defineAnySize({
  id: 'properties/any-page-size-unique',
  title: 'Pages of any size up to the maximum show no item twice',
  why: 'An item that comes twice is counted, billed or started twice, and only clients with that page size notice.',
  fix: 'Order pages by a unique key and start each page behind the last item of the page before, whatever the size.',
  judgeTraversal: judgeUnique,
});
