import { valueAt } from '../../../contract/pointer.ts';
import { listAt, pagesOf } from '../../subjects/collection.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { isShown } from '../../subjects/filter-at.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { shownValues } from './shown-values.ts';
import { spare } from '../paging/survey.ts';
import { countOf, itemsOfWalk, referenceWalk, type Walk, walkList } from '../paging/walk.ts';

/** A walk through what one value of a filter leaves of a list. */
export type FilteredWalk = { readonly parameter: string; readonly value: string; readonly walked: Walk };

export type FilterSurvey = {
  /** The list without a filter, before and after. */
  readonly before: Walk;
  readonly filtered: readonly FilteredWalk[];
  readonly after: Walk;
};

/** Values that are walked where the document does not print them all. */
const mostValues = 3;

/** Most requests that a survey takes for one value: about five pages, and some in reserve. */
export const costOfValue = 6;

/**
 * Walks a list by every filter whose value its items show, in about five pages a value, between two walks without a
 * filter. A value that no item shows is not walked: nothing could be missing from it. `turn` tells surveys apart that
 * are to be made at different times.
 */
export const filterSurvey = defineMeasurement<{ readonly operation: string; readonly turn?: string }, FilterSurvey>({
  id: 'filter-survey',
  async run(session, { operation, turn }) {
    const collection = await listInUse(session, listAt(session.contract, { operation }));
    const before = await referenceWalk(session, collection, turn ?? 'first');
    const items = itemsOfWalk(collection, before);
    const most = countOf(collection, before) + spare;
    const filtered: FilteredWalk[] = [];
    for (const { at, parameter, values } of collection.filters.filter(isShown)) {
      const shown = shownValues(collection, before, at);
      for (const value of values?.filter((one) => shown.includes(one)) ?? shown.slice(0, mostValues)) {
        const having = items.filter((item) => valueAt(item, at) === value).length;
        const query = [[parameter.name, value] as const, ...pagesOf(collection, Math.ceil(having / 5))];
        filtered.push({
          parameter: parameter.name,
          value,
          walked: await walkList(session, collection, { query, pages: most, ...(turn === undefined ? {} : { turn }) }),
        });
      }
    }
    return {
      before,
      filtered,
      after: await referenceWalk(session, collection, `after the filters${turn === undefined ? '' : `, ${turn}`}`),
    };
  },
});
