import { outcomeOf } from '../../../contract/message.ts';
import { isType } from '../../../contract/infer/schema-parts.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { isScalar } from '../../../model/json.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { largestPage } from '../../subjects/collection.ts';
import { type ListFilter, listPrerequisites, queryFor, shownFilters, type ShownFilter } from '../../subjects/filters.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';

type SeveralValues = {
  readonly before: Traversal;
  readonly values: readonly string[];
  readonly filtered: Traversal | undefined;
  readonly after: Traversal | undefined;
};

/**
 * Two values to ask for: such as items show, so that both have to be found; where items show one only, another one before it.
 * @param listed All values that the document lists.
 */
const valuesToAsk = (shown: readonly string[], listed: readonly string[]): readonly string[] => {
  if (shown.length !== 1) return shown.slice(0, 2);
  const other = listed.find((one) => !shown.includes(one));
  return other === undefined ? shown : [other, ...shown];
};

/** Reads a list by two values at once. */
const readBySeveral = async ({ collection: listed, filter }: ListFilter<ShownFilter>, session: Session): Promise<SeveralValues> => {
  const collection = await listInUse(session, listed);
  const before = await referenceTraversal(session, collection, 'first');
  const shown = shownValues(collection, before, filter.at).filter((one) => filter.values?.includes(one) ?? true);
  const values = valuesToAsk(shown, filter.values ?? []);
  const query = values.length === 2 ? queryFor(session.contract, filter, values) : undefined;
  if (query === undefined) return { before, values, filtered: undefined, after: undefined };
  const pages = countOf(collection, before) + spare;
  const filtered = await traverseList(session, collection, { query: [...query, ...largestPage(collection)], pages });
  return { before, values, filtered, after: await referenceTraversal(session, collection, `after several ${filter.parameter.name}`) };
};

export const severalValues = defineProbe<ListFilter<ShownFilter>, SeveralValues>({
  id: 'filtering/several-values',
  title: 'A filter with several values gives the items that have one of them',
  why: 'A client asks for two states at once. Where only the first or the last one counts, it never sees the other items.',
  fix: 'Give the items whose value is one of those that were asked for.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => shownFilters(contract).filter(({ filter: { parameter } }) => isType(contract.document, parameter.schema, 'array')),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 12, creates: 0 }),
  run: readBySeveral,
  judge({ collection, filter: { at, parameter } }, { before, values, filtered, after }) {
    const asked = `${parameter.name} ${values.join(' and ')}`;
    if (before.end === 'not-a-page') return inconclusive(`The whole list could not be read: ${outcomeOf(before.last)}`, [before.last]);
    if (!filtered || !after) return inconclusive('The items show too few values to ask for two of them', before.pages);
    if (filtered.end === 'not-a-page')
      return inconclusive(`The read by ${asked} was answered ${outcomeOf(filtered.last)}`, [filtered.last]);
    const isWanted = (item: unknown): boolean => values.includes(textAt(item, at) ?? '');
    const items = itemsOfTraversal(collection, filtered);
    const wrong = items.find((item) => isScalar(valueAt(item, at)) && !isWanted(item));
    const where = `query ${parameter.name}`;
    if (wrong !== undefined) {
      const finding = { where, expected: `only items with ${at} ${values.join(' or ')}`, actual: JSON.stringify(valueAt(wrong, at)) };
      return unconfirmed(fail({ code: 'value-not-asked-for', ...finding }, [filtered.last, ...filtered.pages.slice(0, -1)]));
    }
    if (filtered.end !== 'ended') return inconclusive(`The read by ${asked} did not reach the end (${filtered.end})`, [filtered.last]);
    const isFound = among(collection, items);
    const isLater = among(collection, itemsOfTraversal(collection, after).filter(isWanted));
    const wanted = itemsOfTraversal(collection, before).filter((item) => isWanted(item) && isLater(item) === true);
    const missing = wanted.filter((item) => isFound(item) === false).map((item) => nameOf(collection, item));
    if (missing.length === 0) return pass(items.length);
    const finding = { where, expected: `every item with ${at} ${values.join(' or ')}`, actual: `${missing.length} missing: ${missing[0]}` };
    return unconfirmed(fail({ code: 'item-of-several-missing', ...finding }, [filtered.last, ...filtered.pages.slice(0, -1)]));
  },
});
