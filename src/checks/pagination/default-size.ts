import { outcomeOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { pagedListAt, pagedLists, pageItems } from '../collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../define.ts';
import { firstPages, countOf, referenceWalk, type Walk } from '../measurements/walk.ts';
import { needsFor } from '../needs.ts';

type Measured = { readonly before: Walk; readonly page: Exchange; readonly after: Walk };

export const defaultSize = defineProbe<Measured>({
  id: 'pagination/default-size',
  title: 'Without a size a page holds the documented number of items',
  why: 'Clients that leave the size out plan memory, requests and screens by the documented number.',
  fix: 'Use the documented default where the size parameter is absent, and fill the page while items are left.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ pagination }) => pagination.defaultSize !== undefined)
      .map(({ pagination }) => pagination.limit.place),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 10, creates: 0 }),
  async measure(place, session) {
    const collection = pagedListAt(session.contract, place);
    const before = await referenceWalk(session, collection, 'first');
    const { last: page } = await firstPages(session, collection, [], 1);
    return { before, page, after: await referenceWalk(session, collection, 'after the default page') };
  },
  judge(place, { before, page, after }, { contract }) {
    const collection = pagedListAt(contract, place);
    const size = collection.pagination.defaultSize ?? 0;
    const exchanges = [page, ...before.pages, ...after.pages] as const;
    for (const walked of [before, after]) {
      if (walked.end !== 'ended') return inconclusive(`The items could not be counted: the walk was ${walked.end}`, [walked.last]);
    }
    const items = pageItems(collection, page);
    if (!items) return inconclusive(`The read without a size was answered ${outcomeOf(page)}`, [page]);
    const count = countOf(collection, before);
    const countAfter = countOf(collection, after);
    if (count !== countAfter) return inconclusive(`The list changed meanwhile: ${count} items before, ${countAfter} after`, exchanges);
    const expected = `${Math.min(size, count)} items on a page without ${collection.pagination.limit.name}, ${count} being there`;
    const finding = { where: `query ${collection.pagination.limit.name}`, expected, actual: `${items.length} items` };
    // A page above the default is wrong by itself; a short one only against the count.
    if (items.length > size) return fail({ code: 'default-page-larger', ...finding }, exchanges);
    if (items.length < Math.min(size, count)) return unconfirmed(fail({ code: 'default-page-smaller', ...finding }, exchanges));
    if (count <= size) return inconclusive(`Only ${count} items are there; above ${size} it would show`, exchanges);
    return pass(1);
  },
});
