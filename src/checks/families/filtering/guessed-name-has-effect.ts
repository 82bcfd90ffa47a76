import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Filter } from '../../../contract/model.ts';
import { below } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { shownValues } from '../../scenarios/filters/filter-values.ts';
import { firstPages, type Walk } from '../../scenarios/paging/walk.ts';
import { largestPage } from '../../subjects/collection.ts';
import { isGuessed, type ListFilter, listFilters, listNeeds } from '../../subjects/filters.ts';

type Measured = { readonly whole: Walk; readonly filtered: readonly { readonly value: string; readonly walked: Walk }[] };

const mostPages = 5;
const mostValues = 8;

export const guessedNameHasEffect = defineProbe<ListFilter, Measured>({
  id: 'filtering/guessed-name-has-effect',
  title: 'A filter that is promised without a name is known by the name of the member it is about',
  why: 'A filter whose name nobody prints is looked for under that of the member; where it does nothing, the whole list comes.',
  fix: 'Print the name of the parameter, or take the one of the member.',
  phase: 'read',
  alone: 'nothing',
  over: (contract) =>
    listFilters(contract).filter(
      ({ filter }) => filter.at === undefined && filter.compare === 'equals' && !filter.values && isGuessed(contract, filter),
    ),
  needs: listNeeds,
  cost: () => ({ requests: mostPages * (mostValues + 1), creates: 0 }),
  async measure({ collection, filter }, session) {
    const list = await listInUse(session, collection);
    const whole = await firstPages(session, list, largestPage(list), mostPages);
    const filtered: { value: string; walked: Walk }[] = [];
    for (const value of valuesIn(collection, filter, whole)) {
      filtered.push({ value, walked: await firstPages(session, list, [[filter.parameter.name, value], ...largestPage(list)], mostPages) });
    }
    return { whole, filtered };
  },
  judge({ collection, filter }, { whole, filtered }) {
    const { name } = filter.parameter;
    if (filtered.length < 2) return inconclusive(`The items show fewer than two values as ${name}`, [whole.last]);
    const refused = filtered.find(({ walked }) => walked.pages.length === 0 || walked.end === 'not-a-page');
    if (refused) return inconclusive(`${name}=${refused.value} was answered ${outcomeOf(refused.walked.last)}`, [refused.walked.last]);
    const counts = filtered.map(({ walked }) => shownValues(collection, walked, below('', name)).length);
    if (counts.includes(1)) return pass(filtered.length);
    const [first] = filtered;
    if (!first || counts.includes(0)) return inconclusive(`No answer to a filter by ${name} shows items of one value`, [whole.last]);
    const finding = {
      code: 'filter-without-effect',
      where: `query ${name}`,
      expected: `items of a single value for at least one of ${filtered.map(({ value }) => `${name}=${value}`).join(', ')}`,
      actual: 'several values in each answer',
    };
    return unconfirmed(fail(finding, [first.walked.last, ...filtered.slice(1).map(({ walked }) => walked.last)]));
  },
});

const valuesIn = (collection: Collection, { parameter }: Filter, whole: Walk): string[] => {
  const values = shownValues(collection, whole, below('', parameter.name));
  return values.length < 2 ? [] : values.slice(0, mostValues);
};
