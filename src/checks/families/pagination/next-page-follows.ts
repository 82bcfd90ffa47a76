import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { cursorListAt, isByCursor, itemKey, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { singlePages, type Walk } from '../../scenarios/paging/walk.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';

/** Statuses by which a service refuses the cursor that it has just given. */
const refusals = new Set([400, 404, 422]);

export const nextPageFollows = defineProbe<Walk>({
  id: 'pagination/next-page-follows',
  title: 'The cursor of a page fetches the items after it',
  why: 'Without it a client sees the first page over and over, or only the first page at all.',
  fix: 'Accept each cursor as it was given, percent-encoded, and go on behind the last item of its page.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(isByCursor)
      .filter(({ id }) => id !== undefined)
      .map(stylePlace),
  needs: (place, around) => needsFor(cursorListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 5, creates: 0 }),
  measure: async (place, session) => singlePages(session, await offered(session, cursorListAt(session.contract, place))),
  judge(place, { pages, end, last }, { contract }) {
    const collection = cursorListAt(contract, place);
    const { cursor } = collection.paging;
    const where = `query ${cursor.name}`;
    const [first, second] = pages;
    if (!first) return inconclusive(`The first page was answered ${outcomeOf(last)}`, [last]);
    if (!second) {
      if (end !== 'not-a-page') return inconclusive(`The first page leads to no other (${end})`, [first]);
      const finding = { where, expected: 'the next page for the cursor of the first', actual: `status ${outcomeOf(last)}` };
      if (refusals.has(statusOf(last) ?? 0)) return fail({ code: 'own-cursor-refused', ...finding }, [last, first]);
      return inconclusive(`The second page was answered ${outcomeOf(last)}`, [last]);
    }
    const keysOf = (page: typeof first): string[] => (pageItems(collection, page) ?? []).flatMap((item) => itemKey(collection, item) ?? []);
    const before = new Set(keysOf(first));
    const after = keysOf(second);
    if (before.size === 0 || after.length === 0)
      return inconclusive('One of the first two pages shows no item with an id', [second, first]);
    const repeated = after.find((key) => before.has(key));
    if (repeated === undefined || after.some((key) => !before.has(key))) return pass(1);
    const finding = { where, expected: 'items that the first page does not hold', actual: `${repeated} of the first page again` };
    return unconfirmed(fail({ code: 'first-page-again', ...finding }, [second, first]));
  },
});
