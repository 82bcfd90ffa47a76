import type { Collection, Filter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import type { Session } from '../../kit/session.ts';
import { madeUpFilterValue, type ShownFilter } from '../../subjects/filters.ts';
import { queryValue } from '../calls/reads.ts';
import { itemsOfTraversal, referenceTraversal, type Traversal } from '../paging/traversal.ts';

/** The value that an item shows at a pointer, as a query writes it; undefined where it shows none. */
export const textAt = (item: unknown, at: string): string | undefined => {
  const value = valueAt(item, at);
  return isScalar(value) && value !== '' ? String(value) : undefined;
};

/** Values that items show at a pointer, as a query writes them, each once, in the order of the items. */
export const textsAt = (items: readonly unknown[], at: string): string[] => [...new Set(items.flatMap((item) => textAt(item, at) ?? []))];

/** The same of the items of a traversal. */
export const shownValues = (collection: Collection, traversal: Pick<Traversal, 'pages'>, at: string): string[] =>
  textsAt(itemsOfTraversal(collection, traversal), at);

/**
 * Values that a filter certainly accepts: those that items show; where the document prints all values, only these, with those that some
 * item shows first.
 */
export const certainValues = (items: readonly unknown[], { at, values = [] }: ShownFilter): string[] => {
  const texts = textsAt(items, at);
  return values.length > 0 ? [...new Set([...texts.filter((text) => values.includes(text)), ...values])] : texts;
};

/** The name of a read by a made-up value in facts. */
export const madeUpAsked = (parameter: string): string => `${parameter}=<made up>`;

/** A read of a list by a value that no item has, sent once for all checks. */
export const madeUpFilterRead = async (
  session: Session,
  collection: Collection,
  { at, parameter }: Filter,
): Promise<{ readonly value: string; readonly exchange: Exchange }> => {
  const shown = at === undefined ? [] : shownValues(collection, await referenceTraversal(session, collection, 'first'), at);
  const value = madeUpFilterValue(session, parameter, shown);
  const asked = { operation: collection.operation.key, parameter: parameter.name, value, fault: 'query-unknown-value' } as const;
  return { value, exchange: await session.run(queryValue, asked) };
};

/** The same word with its letters in the other case. */
export const inOtherCase = (word: string): string => (word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase());
