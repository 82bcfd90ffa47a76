import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Filter } from '../../../contract/model.ts';
import { below } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { shownValues } from '../../scenarios/filters/filter-values.ts';
import { firstPages, type Traversal } from '../../scenarios/paging/traversal.ts';
import { largestPage } from '../../subjects/collection.ts';
import { isGuessed, type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';

type Result = { readonly whole: Traversal; readonly filtered: readonly { readonly value: string; readonly traversal: Traversal }[] };

const mostPages = 5;
const mostValues = 8;

export const guessedNameHasEffect = defineProbe<ListFilter, Result>({
  id: 'filtering/guessed-name-has-effect',
  title: 'A filter that is documented without a parameter name works under the name of the member that it is about',
  why: 'Clients can only guess the name of such a filter from that of the member. Where it has no effect, they get the whole list.',
  fix: 'Document the name of the parameter, or accept the name of the member.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    listFilters(contract).filter(
      ({ filter }) => filter.at === undefined && filter.compare === 'equals' && !filter.values && isGuessed(contract, filter),
    ),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: mostPages * (mostValues + 1), creates: 0 }),
  async run({ collection, filter }, session) {
    const list = await listInUse(session, collection);
    const whole = await firstPages(session, list, largestPage(list), mostPages);
    const filtered: { value: string; traversal: Traversal }[] = [];
    for (const value of valuesIn(collection, filter, whole)) {
      filtered.push({
        value,
        traversal: await firstPages(session, list, [[filter.parameter.name, value], ...largestPage(list)], mostPages),
      });
    }
    return { whole, filtered };
  },
  judge({ collection, filter }, { whole, filtered }) {
    const { name } = filter.parameter;
    if (filtered.length < 2) return inconclusive(`The items show fewer than two values of ${name}`, [whole.last]);
    const refused = filtered.find(({ traversal }) => traversal.pages.length === 0 || traversal.end === 'not-a-page');
    if (refused)
      return inconclusive(`${name}=${refused.value} was answered ${outcomeOf(refused.traversal.last)}`, [refused.traversal.last]);
    const counts = filtered.map(({ traversal }) => shownValues(collection, traversal, below('', name)).length);
    if (counts.includes(1)) return pass(filtered.length);
    const [first] = filtered;
    if (!first || counts.includes(0)) return inconclusive(`At least one answer to a filter by ${name} shows no value of it`, [whole.last]);
    const finding = {
      code: 'filter-without-effect',
      where: `query ${name}`,
      expected: `items of a single value for at least one of ${filtered.map(({ value }) => `${name}=${value}`).join(', ')}`,
      actual: 'several values in each answer',
    };
    return unconfirmed(fail(finding, [first.traversal.last, ...filtered.slice(1).map(({ traversal }) => traversal.last)]));
  },
});

const valuesIn = (collection: Collection, { parameter }: Filter, whole: Traversal): string[] => {
  const values = shownValues(collection, whole, below('', parameter.name));
  return values.length < 2 ? [] : values.slice(0, mostValues);
};
