import type { Collection, Filter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isShown, type ShownFilter } from '../../subjects/filter-at.ts';
import { usableFilterValue } from '../../subjects/filter-values.ts';
import type { Session } from '../../kit/session.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { shownValues } from './shown-values.ts';
import { firstPage, itemsOfWalk, referenceWalk } from '../paging/walk.ts';

/**
 * A read by a documented value of one filter and a usable value of another one that no item has together: its result is
 * empty although nothing is wrong with it. Undefined where the list has every pair, or cannot be read.
 */
export const emptyPairRead = async (
  session: Session,
  collection: Collection,
  filter: Filter,
): Promise<{ readonly asked: string; readonly exchange: Exchange } | undefined> => {
  const other = collection.filters.filter(isShown).find(({ parameter }) => parameter.name !== filter.parameter.name);
  if (!isShown(filter) || !other) return undefined;
  const list = await referenceWalk(session, collection, 'first');
  if (list.end === 'not-a-page') return undefined;
  const items = itemsOfWalk(collection, list);
  const freeOf = (ones: readonly string[]): readonly [string, string] | undefined =>
    ones
      .flatMap((one) => (filter.values ?? []).map((value) => [one, value] as const))
      .find(([one, value]) => !items.some((item) => valueAt(item, other.at) === one && valueAt(item, filter.at) === value));
  const shown = shownValues(collection, list, other.at);
  const free = freeOf(shown) ?? freeOf(await usableValues(session, collection, other));
  if (!free) return undefined;
  const [one, value] = free;
  const query = [[other.parameter.name, one] as const, [filter.parameter.name, value] as const];
  return { asked: query.map((pair) => pair.join('=')).join('&'), exchange: await firstPage(session, collection, query) };
};

/** A value that perhaps no item shows: the one that the document or the operator gives, if the service takes it by itself. */
const usableValues = async (session: Session, collection: Collection, { parameter }: ShownFilter): Promise<string[]> => {
  const made = usableFilterValue(collection.operation, parameter, session);
  if (made.kind === 'missing') return [];
  const value = String(made.value);
  const alone = await firstPage(session, collection, [[parameter.name, value]]);
  return isDeclaredSuccess(collection.operation, alone) ? [value] : [];
};
