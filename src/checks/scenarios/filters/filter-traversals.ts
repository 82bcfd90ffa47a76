import { defineScenario } from '../../kit/session.ts';
import { listAt, pagesOf } from '../../subjects/collection.ts';
import { isShown } from '../../subjects/filters.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../paging/traversal.ts';
import { spare } from '../paging/traversals.ts';
import { shownValues, textAt } from './filter-values.ts';

/** A traversal of a list with one value of a filter. */
export type FilteredTraversal = { readonly parameter: string; readonly value: string; readonly traversal: Traversal };

export type FilterTraversals = {
  /** The list without a filter, before and after. */
  readonly before: Traversal;
  readonly filtered: readonly FilteredTraversal[];
  /** The same with one value of each filter that the document lists and no item shows. */
  readonly vacant: readonly FilteredTraversal[];
  readonly after: Traversal;
};

/** Most values that are asked for where the document does not list them all. */
const mostValues = 3;

/**
 * Traverses a list by every filter whose value its items show, in about five pages a value, between two traversals
 * without a filter. A value that no item shows comes apart, because nothing could be missing. A second `turn` runs it
 * again instead of giving the remembered result.
 */
export const filterTraversals = defineScenario<{ readonly operation: string; readonly turn?: string }, FilterTraversals>({
  id: 'filter-survey',
  async run(session, { operation, turn }) {
    const collection = await listInUse(session, listAt(session.contract, { operation }));
    const before = await referenceTraversal(session, collection, turn ?? 'first');
    const items = itemsOfTraversal(collection, before);
    const most = countOf(collection, before) + spare;
    const filtered: FilteredTraversal[] = [];
    const vacant: FilteredTraversal[] = [];
    for (const { at, parameter, values } of collection.filters.filter(isShown)) {
      const shown = shownValues(collection, before, at);
      for (const value of values?.filter((one) => shown.includes(one)) ?? shown.slice(0, mostValues)) {
        const having = items.filter((item) => textAt(item, at) === value).length;
        const query = [[parameter.name, value] as const, ...pagesOf(collection, Math.ceil(having / 5))];
        filtered.push({
          parameter: parameter.name,
          value,
          traversal: await traverseList(session, collection, { query, pages: most, ...(turn === undefined ? {} : { turn }) }),
        });
      }
      const other = items.length > 0 ? values?.find((one) => !shown.includes(one)) : undefined;
      if (other === undefined) continue;
      const query = [[parameter.name, other] as const, ...pagesOf(collection, 1)];
      const traversal = await traverseList(session, collection, { query, pages: 2, ...(turn === undefined ? {} : { turn }) });
      vacant.push({ parameter: parameter.name, value: other, traversal });
    }
    return {
      before,
      filtered,
      vacant,
      after: await referenceTraversal(session, collection, `after the filters${turn === undefined ? '' : `, ${turn}`}`),
    };
  },
});
