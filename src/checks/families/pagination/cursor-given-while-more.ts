import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';

import { cursorListAt, isByCursor, pagedLists, pageItems, pagesOf, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isCursor } from '../../scenarios/paging/next-page.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { countOf, firstPage, referenceWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { valueKind } from '../../kit/value-kind.ts';

type Measured = { readonly list: Walk; readonly page: Exchange };

export const cursorGivenWhileMore = defineProbe<Measured>({
  id: 'pagination/cursor-given-while-more',
  title: 'A page names the next one, by a text or a number, while more items follow',
  why: 'Without it a client takes the first page for the whole list.',
  fix: 'Put a cursor into every page that is not the last one, as a value that a query parameter can carry.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).filter(isByCursor).map(stylePlace),
  needs: (place, around) => needsFor(cursorListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 3, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, cursorListAt(session.contract, place));
    return { list: await referenceWalk(session, list, 'first'), page: await firstPage(session, list, pagesOf(list, 2)) };
  },
  judge(place, { list: whole, page }, { contract }) {
    const list = cursorListAt(contract, place);
    const items = pageItems(list, page);
    if (!items) return inconclusive(`A page of two was answered ${outcomeOf(page)}`, [page]);
    const count = countOf(list, whole);
    if (count <= items.length) return inconclusive(`Only ${count} items are there, all of them on the first page`, [page]);
    const { next } = list.paging.convention;
    const cursor = evaluate(next, page);
    if (isCursor(cursor))
      return whole.end === 'ended' ? { ...pass(1), facts: [endFact(list.operation.key, evaluate(next, whole.last))] } : pass(1);
    const expected = `a text or a number that leads on, ${count} items being there`;
    const finding = { code: 'cursor-not-given', where: next, expected, actual: cursor === undefined ? 'nothing' : JSON.stringify(cursor) };
    return unconfirmed(fail(finding, [page, whole.last]));
  },
});

/** How the last page says that it is the last. */
const endFact = (operation: string, cursor: unknown): Fact => factOf('page.last-cursor', operation, valueKind(cursor));
