import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CursorList, cursorListAt, isByCursor, itemKey, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { beginningOf, countOf, referenceWalk, singlePages, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

type Measured = { readonly before: Walk; readonly ones: Walk; readonly after: Walk };

/** Pages that are looked at, of one item each. */
const pageCount = 3;

/** Refusals of the client, or of the moment, and not of a cursor. */
const aboutOthers: ReadonlySet<number> = new Set([401, 403, 408, 429]);

export const eachPageFollows = defineProbe<Measured>({
  id: 'pagination/each-page-follows',
  title: 'Each cursor that was given fetches the next items, one page after the other',
  why: 'Without it a client sees the first pages over and over, or only the first page at all.',
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
  cost: () => ({ requests: 7, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, cursorListAt(session.contract, place));
    const before = await referenceWalk(session, list, 'first');
    const ones = await singlePages(session, list);
    return { before, ones, after: await referenceWalk(session, list, 'after single pages') };
  },
  judge(place, { before, ones, after }, { contract }) {
    const list = cursorListAt(contract, place);
    const count = Math.min(countOf(list, before), countOf(list, after));
    if (count < pageCount)
      return inconclusive(`Only ${count} items are there, at least ${pageCount} are needed`, [before.last, after.last]);
    return judgePages(list, beginningOf(ones, pageCount));
  },
});

const judgePages = (list: CursorList, { pages, end, last }: Walk): ReturnType<typeof unconfirmed> | ReturnType<typeof inconclusive> => {
  const where = `query ${list.paging.cursor.name}`;
  const seen = new Map<string, Exchange>();
  for (const [n, page] of pages.entries()) {
    const items = pageItems(list, page) ?? [];
    const asked = `page ${n + 1} of one item`;
    if (items.length > 1) {
      return fail({ code: 'page-larger', where, expected: `one item on ${asked}`, actual: `${items.length} items` }, [page]);
    }
    if (items.length === 0)
      return unconfirmed(fail({ code: 'page-empty', where, expected: `an item on ${asked}`, actual: 'none' }, [page]));
    const key = itemKey(list, items[0]);
    if (key === undefined) return inconclusive('The items have no ids to tell them apart by', [page]);
    const earlier = seen.get(key);
    if (earlier) {
      const finding = { code: 'item-again', where, expected: `an item of its own on ${asked}`, actual: `${key} again` };
      return unconfirmed(fail(finding, [page, earlier]));
    }
    seen.set(key, page);
  }
  if (pages.length >= pageCount) return pass(pages.length);
  if (end === 'ended') {
    const actual = `page ${pages.length} says that nothing follows`;
    return unconfirmed(fail({ code: 'ends-early', where, expected: `at least ${pageCount} pages of one item`, actual }, [last]));
  }
  const status = statusOf(last) ?? 0;
  const given = pages.at(-1);
  if (end === 'not-a-page' && given && status >= 400 && status < 500 && !aboutOthers.has(status)) {
    const finding = { where, expected: 'the next page for the cursor that was just given', actual: `status ${outcomeOf(last)}` };
    return fail({ code: 'own-cursor-refused', ...finding }, [last, given]);
  }
  return inconclusive(`The pages of one item stopped after ${pages.length} (${end}): ${outcomeOf(last)}`, [last]);
};
