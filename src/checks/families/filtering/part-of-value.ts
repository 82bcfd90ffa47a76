import { isWhole } from '../../../contract/infer/conventions/filters.ts';
import { isOnly, keywordOf, textOf } from '../../../contract/infer/conventions/paging-members.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPage, referenceTraversal } from '../../scenarios/paging/traversal.ts';
import { pageItems } from '../../subjects/collection.ts';
import { type ListFilter, listPrerequisites, shownFilters, type ShownFilter } from '../../subjects/filters.ts';

type Result = {
  readonly asked: string | undefined;
  readonly list: Exchange;
  readonly exchange: Exchange | undefined;
};

/** Does a filter compare texts as a whole, in the words of its description. */
const isByWhole = ({ document }: Contract, { parameter }: ShownFilter): boolean =>
  isWhole(textOf(document, parameter)) &&
  isOnly(document, parameter.schema, 'string') &&
  ['enum', 'format', 'pattern'].every((one) => keywordOf(document, parameter.schema, one) === undefined);

/** Fewest characters of a value of which a part is asked for. */
const least = 5;

export const partMatchesNothing = defineProbe<ListFilter<ShownFilter>, Result>({
  id: 'filtering/part-matches-nothing',
  title: 'A filter that compares whole values gives nothing for a part of one',
  why: 'Who looks up one address is shown, and acts on, what belongs to others whose address contains it.',
  fix: 'Compare for equality, without wildcards around the value.',
  phase: 'mutate',
  // The run has created items by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => shownFilters(contract).filter(({ filter }) => filter.isInferred && isByWhole(contract, filter)),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 6, creates: 0 }),
  async run({ collection: listed, filter }, session) {
    const collection = await listInUse(session, listed);
    const traversal = await referenceTraversal(session, collection, 'first');
    const values = shownValues(collection, traversal, filter.at);
    const shown = new Set(values.map((one) => one.toLowerCase()));
    const parts = values.filter((one) => Array.from(one).length >= least).map((one) => Array.from(one).slice(1).join(''));
    const asked = parts.find((one) => !shown.has(one.toLowerCase()) && one.trim() === one);
    const exchange = asked === undefined ? undefined : await firstPage(session, collection, [[filter.parameter.name, asked]]);
    return { asked, list: traversal.last, exchange };
  },
  judge({ collection, filter: { at, parameter } }, { asked, list, exchange }) {
    if (asked === undefined || !exchange) return inconclusive(`No item shows a text of ${least} characters at ${at}`, [list]);
    const items = pageItems(collection, exchange);
    if (!items) {
      const isRefused = [400, 404, 422].includes(statusOf(exchange) ?? 0);
      return isRefused ? pass(1) : inconclusive(`${parameter.name}=${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const texts = items.flatMap((item) => textAt(item, at) ?? []);
    const found = texts.find((one) => one.toLowerCase() !== asked.toLowerCase() && one.toLowerCase().includes(asked.toLowerCase()));
    if (found === undefined) return texts.length > 0 ? inconclusive('The items show other values', [exchange]) : pass(1);
    const finding = {
      code: 'part-matches',
      where: `query ${parameter.name}`,
      expected: `no item for ${parameter.name}=${asked}, which is only a part of a value`,
      actual: `an item with ${at} "${found}"`,
    };
    return unconfirmed(fail(finding, [exchange, list]));
  },
});
