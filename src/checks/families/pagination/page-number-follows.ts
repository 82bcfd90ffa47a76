import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { isByNumber, numberedListAt, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { type NumberedPages, numberedPages } from '../../scenarios/paging/numbered-pages.ts';
import { needsFor } from '../../kit/prerequisites.ts';

/** Statuses by which a service refuses the number of a page. */
const refusals = new Set([400, 404, 422]);

/** So many items give a second page of two. */
const leastItems = 4;

export const pageNumberFollows = defineProbe<NumberedPages>({
  id: 'pagination/page-number-follows',
  title: 'The second page holds other items than the first',
  why: 'Where the number is not heeded a client sees the first page over and over, or only the first page at all.',
  fix: 'Read the number of the page under its documented name, and skip the items of the pages before.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).filter(isByNumber).map(stylePlace),
  needs: (place, around) => needsFor(numberedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 6, creates: 0 }),
  measure: (place, session) => numberedPages(session, numberedListAt(session.contract, place)),
  judge(place, { count, whole, first, second }, { contract }) {
    const list = numberedListAt(contract, place);
    const { name } = list.paging.page;
    if (count < leastItems) return inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, [whole.last]);
    const asked = `${name}=${second.number} of ${second.size} items`;
    const before = pageItems(list, first.exchange);
    const after = pageItems(list, second.exchange);
    const finding = { where: `query ${name}`, expected: `items after the first page for ${asked}, ${count} being there` };
    if (refusals.has(statusOf(second.exchange) ?? 0)) {
      const actual = `status ${outcomeOf(second.exchange)}`;
      return fail({ code: 'page-refused', ...finding, actual }, [second.exchange, first.exchange]);
    }
    if (!before) return inconclusive(`${name}=${first.number} was answered ${outcomeOf(first.exchange)}`, [first.exchange]);
    if (!after) return inconclusive(`${asked} was answered ${outcomeOf(second.exchange)}`, [second.exchange]);
    const exchanges = [second.exchange, first.exchange, whole.last] as const;
    if (before.length === 0) return inconclusive(`${name}=${first.number} shows no item`, exchanges);
    if (after.length === 0) return unconfirmed(fail({ code: 'page-empty', ...finding, actual: 'no item' }, exchanges));
    const known = new Set(before.map((item) => identityOf(list, item)));
    if (after.some((item) => !known.has(identityOf(list, item)))) return pass(1);
    return unconfirmed(fail({ code: 'first-page-again', ...finding, actual: 'only items of the first page' }, exchanges));
  },
});
