import type { Collection, Filter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { madeUpFilterValue } from '../../subjects/filters.ts';
import { queryValue } from '../calls/query-value.ts';
import { itemsOfWalk, referenceWalk, type Walk } from '../paging/walk.ts';

/** Texts that the items of a walk show at a place, each once, in the order in which they come. */
export const shownValues = (collection: Collection, walked: Pick<Walk, 'pages'>, at: string): string[] => [
  ...new Set(
    itemsOfWalk(collection, walked)
      .map((item) => valueAt(item, at))
      .filter((value): value is string => typeof value === 'string' && value !== ''),
  ),
];

/** How facts name such a read, whatever the value was. */
export const madeUpAsked = (parameter: string): string => `${parameter}=<made up>`;

/** A list read by a value that nothing has, sent once for all who ask. */
export const madeUpFilterRead = async (
  session: Session,
  collection: Collection,
  { at, parameter }: Filter,
): Promise<{ readonly value: string; readonly exchange: Exchange }> => {
  const shown = at === undefined ? [] : shownValues(collection, await referenceWalk(session, collection, 'first'), at);
  const value = madeUpFilterValue(session, parameter, shown);
  const asked = { operation: collection.operation.key, parameter: parameter.name, value, fault: 'query-unknown-value' } as const;
  return { value, exchange: await session.measure(queryValue, asked) };
};
