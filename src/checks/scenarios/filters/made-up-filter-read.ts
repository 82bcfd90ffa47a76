import type { Collection, Filter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { madeUpFilterValue } from '../../subjects/filter-values.ts';
import type { Session } from '../../kit/session.ts';
import { queryValue } from '../calls/query-value.ts';
import { shownValues } from './shown-values.ts';
import { referenceWalk } from '../paging/walk.ts';

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
