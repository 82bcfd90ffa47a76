import { outcomeOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { listAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import {
  type BesideRead,
  filtersBeside,
  type FiltersBeside,
  hasFilterPairs,
  meets,
  queryOf,
} from '../../scenarios/filters/filters-beside.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import type { Verdict } from '../../../model/verdict.ts';

export const keepsEffectBesideAnother = defineProbe<FiltersBeside>({
  id: 'filtering/keeps-effect-beside-another',
  title: 'A filter keeps its effect when another one is given beside it',
  why: 'A client narrows a list by two things at once; where one of them is dropped, it acts on others too.',
  fix: 'Apply every filter of the request, wherever it stands in the query.',
  reads: 'filters',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => contract.collections.filter(hasFilterPairs).map(({ operation }) => operation.place),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 20, creates: 0 }),
  measure: (place, session) => session.measure(filtersBeside, { operation: listAt(session.contract, place).operation.key }),
  judge(place, { page, apart }, { contract }) {
    const list = listAt(contract, place);
    if (apart.length === 0) return inconclusive('No two items differ so that a filter without effect would show', [page]);
    const verdicts = apart.map((read) => judgeRead(list, read));
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive') ?? pass(apart.length)
    );
  },
});

/** Items that meet either one may be meant; items of which all meet one, and some not the other, show that the other had no effect. */
const judgeRead = (list: Collection, { wanted, exchange }: BesideRead): Verdict | Unconfirmed => {
  const asked = queryOf(wanted)
    .map((pair) => pair.join('='))
    .join('&');
  const items = pageItems(list, exchange);
  if (!items) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  const [one, other] = wanted;
  if (!one || !other) return inconclusive('There are no two filters', [exchange]);
  const idle = [
    { filter: one, beside: other },
    { filter: other, beside: one },
  ].find(({ filter, beside }) => items.some((item) => !meets(item, filter)) && items.every((item) => meets(item, beside)));
  if (!idle) return pass(1);
  const finding = {
    code: 'filter-without-effect',
    where: `query ${idle.filter.parameter}`,
    expected: `an effect of ${idle.filter.parameter}=${idle.filter.value} in ${asked}`,
    actual: `all ${items.length} items meet ${idle.beside.parameter} only or both`,
  };
  return unconfirmed(fail(finding, [exchange]));
};
