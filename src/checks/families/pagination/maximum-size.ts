import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type PagedList, pagedListAt, pagedLists, pageItems, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { countOf, referenceWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { toldSize } from './told-size.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';

type Measured = { readonly list: Walk; readonly above: readonly Exchange[] };

export const maximumSize = defineProbe<Measured>({
  id: 'pagination/maximum-size',
  title: 'A page never holds more items than the documented maximum',
  why: 'The maximum protects the service and tells clients how large an answer can become.',
  fix: 'Refuse a larger size, or cut it to the maximum.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ paging }) => paging.maximumSize !== undefined)
      .map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 7, creates: 0 }),
  async measure(place, session) {
    const collection = await offered(session, pagedListAt(session.contract, place));
    const { limit, maximumSize: most = 0 } = collection.paging;
    const list = await referenceWalk(session, collection, 'first');
    const above: Exchange[] = [];
    for (const size of [most + 1, most * 10]) {
      const asked = {
        operation: collection.operation.key,
        parameter: limit.name,
        value: String(size),
        fault: 'query-out-of-range',
      } as const;
      above.push(await session.measure(queryValue, asked));
    }
    return { list, above };
  },
  judge(place, { list, above }, { contract }) {
    const collection = pagedListAt(contract, place);
    return joinVerdicts(above.map((exchange) => judgePage(collection, exchange, countOf(collection, list))));
  },
});

const judgePage = (collection: PagedList, exchange: Exchange, count: number): Verdict => {
  const { limit, maximumSize: most = 0 } = collection.paging;
  const asked = `${limit.name}=${exchange.request.query.find(([name]) => name === limit.name)?.[1] ?? ''}`;
  if (queryRefusals(collection.operation).includes(statusOf(exchange) ?? 0)) return pass(1);
  const items = pageItems(collection, exchange);
  if (!items) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  if (items.length > most) {
    const finding = { where: `query ${limit.name}`, expected: `at most ${most} items for ${asked}`, actual: `${items.length} items` };
    return fail({ code: 'page-above-maximum', ...finding }, [exchange]);
  }
  const told = toldSize(collection, exchange);
  if (count <= most && told !== undefined) {
    if (told <= most) return pass(1);
    const finding = { where: `query ${limit.name}`, expected: `a size of at most ${most} told for ${asked}`, actual: String(told) };
    return fail({ code: 'size-above-maximum-told', ...finding }, [exchange]);
  }
  return count > most ? pass(1) : inconclusive(`Only ${count} items are there; above ${most} it would show`, [exchange]);
};
