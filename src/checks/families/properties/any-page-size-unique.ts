import { itemKey, type PagedList, pagedListAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import type { Walk } from '../../scenarios/paging/walk.ts';
import { sizedCost, sizedLists, sizedNeeds, sizedWalks, type SizedWalks, unwalked } from './page-sizes.ts';
import { judgeProperty } from './run-property.ts';
import type { Trial } from './trial.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';

export const anyPageSizeUnique = defineProbe<SizedWalks>({
  id: 'properties/any-page-size-unique',
  title: 'Pages of any size up to the maximum show no item twice',
  why: 'What comes twice is counted, billed or started twice, and only clients with that one page size notice.',
  fix: 'Order pages by a unique key and start each page behind the last item of the page before, whatever the size.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: sizedLists,
  needs: sizedNeeds,
  cost: () => sizedCost,
  async measure(place, session) {
    const collection = await offered(session, pagedListAt(session.contract, place));
    return sizedWalks(session, collection, (walked) => judgeWalk(collection, walked));
  },
  judge(_place, measured) {
    return unwalked(measured) ?? (measured.run ? judgeProperty(measured.run) : inconclusive('The list was not walked', []));
  },
});

const judgeWalk = (collection: PagedList, walked: Walk): Trial => {
  const { pages, end, last } = walked;
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
  // A walk that never ends is judged by whether it is complete.
  if (end === 'ended' || end === 'cut' || end === 'cursor-repeated') return { kind: 'holds' };
  return { kind: 'open', reason: `A walk stopped at page ${pages.length + 1} (${end})`, exchanges: [last] };
};
