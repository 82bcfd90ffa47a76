import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { emptyPairRead } from '../../scenarios/filters/empty-pair-read.ts';
import { firstPage } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { filterAt, filterPlaces } from '../../subjects/filter-at.ts';
import { usableFilterValue } from '../../subjects/filter-values.ts';

/** An answer to a read that asked for nothing but documented values: `status=running`. */
type Asked = { readonly asked: string; readonly exchange: Exchange };

/** Statuses by which a service refuses a documented value, or says so of an empty result. */
const refusals = new Set([400, 404, 422]);

export const valueAccepted = defineProbe<readonly Asked[]>({
  id: 'filtering/value-accepted',
  title: 'A filter takes the values that are documented for it, also where nothing matches',
  why: 'A filter that refuses what the documentation prints cannot be used, and an error for an empty result looks like a mistake.',
  fix: 'Accept every documented value under the documented name, and answer an empty list where nothing matches.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => filterPlaces(contract),
  needs(place, around) {
    const { collection, filter } = filterAt(around.contract, place);
    const value = filter.values ? undefined : usableFilterValue(collection.operation, filter.parameter, around);
    return [...needsFor(collection.operation, around), ...(value?.kind === 'missing' ? [value.need] : [])];
  },
  cost: (place, { contract }) => ({ requests: (filterAt(contract, place).filter.values?.length ?? 1) + 3, creates: 0 }),
  async measure(place, session) {
    const { collection, filter } = filterAt(session.contract, place);
    const { name } = filter.parameter;
    const usable = usableFilterValue(collection.operation, filter.parameter, session);
    const reads: Asked[] = [];
    for (const value of filter.values ?? (usable.kind === 'value' ? [String(usable.value)] : [])) {
      reads.push({ asked: `${name}=${value}`, exchange: await firstPage(session, collection, [[name, value]]) });
    }
    const pair = filter.values && (await emptyPairRead(session, collection, filter));
    return pair ? [...reads, pair] : reads;
  },
  judge(place, reads, { contract }) {
    const { collection, filter } = filterAt(contract, place);
    const verdict = joinVerdicts(reads.map((read) => judgeRead(collection, filter.parameter.name, read)));
    if (verdict.kind !== 'pass' || !filter.values || filter.at === undefined) return verdict;
    const sawNothing = reads.some(({ exchange }) => pageItems(collection, exchange)?.length === 0);
    return sawNothing ? verdict : { ...verdict, untried: [`${filter.parameter.name}: every value that was asked for gave items`] };
  },
});

const judgeRead = (collection: Collection, parameter: string, { asked, exchange }: Asked): Verdict => {
  if (isDeclaredSuccess(collection.operation, exchange)) return pass(1);
  if (!refusals.has(statusOf(exchange) ?? 0)) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  const finding = { where: `query ${parameter}`, expected: `a list for ${asked}`, actual: `status ${outcomeOf(exchange)}` };
  return fail({ code: 'filter-value-refused', ...finding }, [exchange]);
};
