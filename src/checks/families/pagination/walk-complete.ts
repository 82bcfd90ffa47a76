import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type PagedList, pagedListAt, pagedLists, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { leastItems, surveyCost } from '../../scenarios/paging/survey.ts';
import { keysIn, shiftedPages, smallWalksOf, stoppedBy, surveyed, type Surveyed, unfinished } from '../../scenarios/paging/surveyed.ts';
import type { Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const walkComplete = defineProbe<Surveyed>({
  id: 'pagination/walk-complete',
  title: 'Reading page by page to the end yields every item',
  why: 'A client that walks a list takes the result for the whole; what is skipped is never backed up, billed or deleted.',
  fix: 'Order pages by a unique key, start each behind the last item of the page before, and say that more follows until nothing is left.',
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
  judge(place, walks, { contract }) {
    const collection = pagedListAt(contract, place);
    const { first, last, count } = walks;
    if (first.end !== 'ended') return inconclusive(stoppedBy(first), [first.last]);
    if (count < leastItems || last?.end !== 'ended') return unfinished(walks) ?? inconclusive('The list could not be walked', first.pages);
    const after = new Set(keysIn(collection, last));
    const known = [...new Set(keysIn(collection, first))].filter((key) => after.has(key));
    const tried = smallWalksOf(walks);
    for (const walked of tried.filter(({ end, pages }) => end === 'ended' && (saysEnd(collection) || pages.length >= leastPages))) {
      const held = new Set(keysIn(collection, walked));
      const missing = known.filter((key) => !held.has(key));
      if (missing.length > 0) return shiftedPages(collection, walks) ?? unconfirmed(missingFrom(walked, missing, known.length));
    }
    const stopped = unfinished(walks);
    if (stopped) return stopped;
    const short = tried.find((walked) => new Set(keysIn(collection, walked)).size < known.length);
    if (short) return inconclusive(`A walk was over after ${short.pages.length} pages without a word that nothing follows`, short.pages);
    if (known.length === 0) return inconclusive('No listed item shows an id', first.pages);
    return pass(tried.reduce((sum, { pages }) => sum + pages.length, 0));
  },
});

/** So many pages show that the list is walked at all. */
const leastPages = 3;

/** Do pages say in so many words that nothing follows; else an end that comes at once may be about the cursor or the number. */
const saysEnd = ({ paging }: PagedList): boolean => paging.kind === 'cursor' && paging.convention.more !== undefined;

type Fail = Verdict & { readonly kind: 'fail' };

const missingFrom = ({ pages, last }: Walk, missing: readonly string[], known: number): Fail => {
  const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ' …' : '');
  const finding = {
    code: 'item-missing',
    where: `a walk of ${pages.length} pages`,
    expected: `all ${known} items that the list holds`,
    actual: `${missing.length} missing: ${named}`,
  };
  const exchanges: readonly [Exchange, ...Exchange[]] = [last, ...pages.slice(0, -1)];
  return fail(finding, exchanges, { judged: known, breaches: missing.length });
};
