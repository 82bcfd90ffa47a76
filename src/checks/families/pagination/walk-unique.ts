import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { itemKey, type PagedList, pagedListAt, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { leastItems, surveyCost } from '../../scenarios/paging/survey.ts';
import { shiftedPages, smallWalksOf, surveyed, type Surveyed } from '../../scenarios/paging/surveyed.ts';
import type { Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const walkUnique = defineProbe<Surveyed>({
  id: 'pagination/walk-unique',
  title: 'Reading page by page to the end yields no item twice',
  why: 'A client that walks a list acts on each item; what comes twice is counted, billed or started twice.',
  fix: 'Order pages by a unique key and start each page behind the last item of the page before.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ id }) => id !== undefined)
      .map(stylePlace),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: surveyCost, creates: 0 }),
  measure: (place, session) => surveyed(session, pagedListAt(session.contract, place)),
  judge(place, measured, { contract }) {
    const collection = pagedListAt(contract, place);
    const { first, count } = measured;
    const walks = smallWalksOf(measured);
    for (const walked of walks) {
      const again = firstRepeated(collection, walked);
      if (!again) continue;
      const finding = {
        code: 'item-repeated',
        where: `page ${again.page + 1}`,
        expected: 'each item once in a walk',
        actual: `${again.key} again, it was on page ${again.before + 1}`,
      };
      return shiftedPages(collection, measured) ?? unconfirmed(fail(finding, again.exchanges));
    }
    if (walks.length === 0) {
      return count < leastItems && first.end === 'ended'
        ? inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, first.pages)
        : inconclusive(`The list could not be counted: ${first.end}, ${outcomeOf(first.last)}`, [first.last]);
    }
    const stopped = walks.find(({ end }) => end !== 'ended');
    if (stopped) return inconclusive(`A walk stopped (${stopped.end}): ${outcomeOf(stopped.last)}`, [stopped.last]);
    const full = (walked: Walk): Exchange[] => walked.pages.filter((page) => (pageItems(collection, page)?.length ?? 0) > 0);
    const short = walks.find((walked) => full(walked).length < 2);
    if (short) return inconclusive('A walk had only one page with items', short.pages);
    return pass(walks.reduce((sum, walked) => sum + full(walked).length, 0));
  },
});

type Repeated = {
  readonly key: string;
  readonly page: number;
  readonly before: number;
  readonly exchanges: readonly [Exchange, ...Exchange[]];
};

/** The first item that a walk shows a second time. */
const firstRepeated = (collection: PagedList, { pages }: Walk): Repeated | undefined => {
  const seen = new Map<string, number>();
  for (const [index, page] of pages.entries()) {
    for (const item of pageItems(collection, page) ?? []) {
      const key = itemKey(collection, item);
      const before = key === undefined ? undefined : seen.get(key);
      const earlier = before === undefined ? undefined : pages[before];
      if (key !== undefined && before !== undefined && earlier) {
        return { key, page: index, before, exchanges: index === before ? [page] : [page, earlier] };
      }
      if (key !== undefined) seen.set(key, index);
    }
  }
  return undefined;
};
