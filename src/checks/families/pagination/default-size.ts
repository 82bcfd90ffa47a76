import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pagedListAt, pagedLists, pageItems, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { firstPages, countOf, referenceWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { isOnlyStyle, offered } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { toldSize } from './told-size.ts';

type Measured = {
  readonly before: Walk;
  readonly page: Exchange;
  readonly after: Walk;
  /** No other way of paging is offered, so what the page tells is about this one. */
  readonly isAlone: boolean;
};

export const defaultSize = defineProbe<Measured>({
  id: 'pagination/default-size',
  title: 'Without a size a page holds the documented number of items',
  why: 'Clients that leave the size out plan memory, requests and screens by the documented number.',
  fix: 'Use the documented default where the size parameter is absent, and fill the page while items are left.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ paging }) => paging.defaultSize !== undefined)
      .map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 10, creates: 0 }),
  async measure(place, session) {
    const collection = await offered(session, pagedListAt(session.contract, place));
    const before = await referenceWalk(session, collection, 'first');
    const { last: page } = await firstPages(session, collection, [], 1);
    const after = await referenceWalk(session, collection, 'after the default page');
    return { before, page, after, isAlone: await isOnlyStyle(session, collection) };
  },
  judge(place, { before, page, after, isAlone }, { contract }) {
    const collection = pagedListAt(contract, place);
    const size = collection.paging.defaultSize ?? 0;
    const exchanges = [page, ...before.pages, ...after.pages] as const;
    for (const walked of [before, after]) {
      if (walked.end !== 'ended') return inconclusive(`The items could not be counted: the walk was ${walked.end}`, [walked.last]);
    }
    const items = pageItems(collection, page);
    if (!items) return inconclusive(`The read without a size was answered ${outcomeOf(page)}`, [page]);
    const count = countOf(collection, before);
    const countAfter = countOf(collection, after);
    if (count !== countAfter) return inconclusive(`The list changed meanwhile: ${count} items before, ${countAfter} after`, exchanges);
    const expected = `${Math.min(size, count)} items on a page without ${collection.paging.limit.name}, ${count} being there`;
    const finding = { where: `query ${collection.paging.limit.name}`, expected, actual: `${items.length} items` };
    // A page above the default is wrong by itself; a short one only against the count.
    if (items.length > size) return fail({ code: 'default-page-larger', ...finding }, exchanges);
    if (items.length < Math.min(size, count)) return unconfirmed(fail({ code: 'default-page-smaller', ...finding }, exchanges));
    const told = isAlone ? toldSize(collection, page) : undefined;
    if (count <= size && told !== undefined && told !== size && told !== items.length) {
      return fail({ code: 'default-size-told', ...finding, expected: `${size} told as the size`, actual: String(told) }, exchanges);
    }
    if (count <= size) return inconclusive(`Only ${count} items are there; above ${size} it would show`, exchanges);
    return pass(1);
  },
});
