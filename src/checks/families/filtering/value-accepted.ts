import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Filter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { firstPage, itemsOfTraversal, referenceTraversal } from '../../scenarios/paging/traversal.ts';
import { pageItems } from '../../subjects/collection.ts';
import { isShown, type ListFilter, listFilters, type ShownFilter, usableFilterValue } from '../../subjects/filters.ts';

/** An answer to a read that asked for nothing but documented values: `status=running`. */
type Asked = {
  readonly asked: string;
  readonly exchange: Exchange;
  /** The same list without the filter, where the read was refused and the filter may be left out. */
  readonly plain?: Exchange;
};

/** Statuses by which a server refuses a documented value, or reports an empty result. */
const refusedStatuses = new Set([400, 404, 422]);

export const valueAccepted = defineProbe<ListFilter, readonly Asked[]>({
  id: 'filtering/value-accepted',
  title: 'A filter accepts the values that are documented for it, also where nothing matches',
  why: 'A filter that refuses documented values cannot be used, and an error for an empty result looks like a mistake of the client.',
  fix: 'Accept every documented value under the documented name, and answer with an empty list where nothing matches.',
  phase: 'read',
  exclusive: 'nothing',
  over: listFilters,
  prerequisites({ collection, filter }, around) {
    const value = filter.values ? undefined : usableFilterValue(collection.operation, filter.parameter, around);
    return [...prerequisitesFor(collection.operation, around), ...(value?.kind === 'missing' ? [value.need] : [])];
  },
  cost: ({ filter }) => ({ requests: (filter.values?.length ?? 1) + 3, creates: 0 }),
  async run({ collection, filter }, session) {
    const { name } = filter.parameter;
    const usable = usableFilterValue(collection.operation, filter.parameter, session);
    const reads: Asked[] = [];
    for (const value of filter.values ?? (usable.kind === 'value' ? [String(usable.value)] : [])) {
      reads.push({ asked: `${name}=${value}`, exchange: await firstPage(session, collection, [[name, value]]) });
    }
    const pair = filter.values && (await emptyPairRead(session, collection, filter));
    const all = pair ? [...reads, pair] : reads;
    const isRefused = all.some(({ exchange }) => refusedStatuses.has(statusOf(exchange) ?? 0));
    if (!isRefused || filter.parameter.required) return all;
    const plain = await firstPage(session, collection, []);
    return all.map((read) => ({ ...read, plain }));
  },
  judge({ collection, filter }, reads) {
    const verdict = joinVerdicts(reads.map((read) => judgeRead(collection, filter.parameter.name, read)));
    if (verdict.kind !== 'pass' || !filter.values || filter.at === undefined) return verdict;
    const sawNothing = reads.some(({ exchange }) => pageItems(collection, exchange)?.length === 0);
    return sawNothing ? verdict : { ...verdict, untried: [`${filter.parameter.name}: every value that was asked for gave items`] };
  },
});

const judgeRead = (collection: Collection, parameter: string, { asked, exchange, plain }: Asked): Verdict => {
  if (isDeclaredSuccess(collection.operation, exchange)) return pass(1);
  if (!refusedStatuses.has(statusOf(exchange) ?? 0)) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  // What refuses the list as such says nothing of the filter: a header may be needed whose value nobody knows.
  if (plain && !isDeclaredSuccess(collection.operation, plain))
    return inconclusive(`${asked} was answered ${outcomeOf(exchange)}, and the list without it ${outcomeOf(plain)}`, [exchange, plain]);
  const finding = { where: `query ${parameter}`, expected: `a list for ${asked}`, actual: `status ${outcomeOf(exchange)}` };
  return fail({ code: 'filter-value-refused', ...finding }, [exchange]);
};

/**
 * A read by a documented value of one filter and a usable value of another one that no item has together: a correct
 * request with an empty result. Undefined where the list has every pair, or cannot be read.
 */
const emptyPairRead = async (session: Session, collection: Collection, filter: Filter): Promise<Asked | undefined> => {
  const other = collection.filters.filter(isShown).find(({ parameter }) => parameter.name !== filter.parameter.name);
  if (!isShown(filter) || !other) return undefined;
  const list = await referenceTraversal(session, collection, 'first');
  if (list.end === 'not-a-page') return undefined;
  const items = itemsOfTraversal(collection, list);
  const freeOf = (ones: readonly string[]): readonly [string, string] | undefined =>
    ones
      .flatMap((one) => (filter.values ?? []).map((value) => [one, value] as const))
      .find(([one, value]) => !items.some((item) => textAt(item, other.at) === one && textAt(item, filter.at) === value));
  const shown = shownValues(collection, list, other.at);
  const free = freeOf(shown) ?? freeOf(await usableValues(session, collection, other));
  if (!free) return undefined;
  const [one, value] = free;
  const query = [[other.parameter.name, one] as const, [filter.parameter.name, value] as const];
  return { asked: query.map((pair) => pair.join('=')).join('&'), exchange: await firstPage(session, collection, query) };
};

/** A value that perhaps no item shows: the one that the document or the operator gives, if the server accepts it by itself. */
const usableValues = async (session: Session, collection: Collection, { parameter }: ShownFilter): Promise<string[]> => {
  const made = usableFilterValue(collection.operation, parameter, session);
  if (made.kind === 'missing') return [];
  const value = String(made.value);
  const exchange = await firstPage(session, collection, [[parameter.name, value]]);
  return isDeclaredSuccess(collection.operation, exchange) ? [value] : [];
};
