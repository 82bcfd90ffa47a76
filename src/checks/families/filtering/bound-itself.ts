import { keywordOf } from '../../../contract/infer/conventions/paging-members.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { momentIn } from '../../../contract/moment.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { largestPage } from '../../subjects/collection.ts';
import { countsItself, isShownAsDay } from '../../subjects/counting-bounds.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';

/** A bound of moments whose description says whether the moment itself counts. */
type ToldBound = ListFilter & { readonly at: string; readonly counts: boolean };

const toldBounds = (contract: Contract): ToldBound[] =>
  listFilters(contract).flatMap((one) => {
    const { at, parameter } = one.filter;
    const format = keywordOf(contract.document, parameter.schema, 'format');
    if (at === undefined || (format !== 'date-time' && format !== 'date')) return [];
    const isDay = format === 'date' && isShownAsDay(contract, one.collection, at);
    const counts = format === 'date' && !isDay ? undefined : countsItself(contract, one.filter, isDay);
    return counts === undefined ? [] : [{ ...one, at, counts }];
  });

/** Is a value a moment, or a day. */
const isMoment = (value: unknown): boolean =>
  momentIn(value) !== undefined || (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value));

type Result = {
  readonly whole: Traversal;
  readonly item: unknown;
  readonly moment: string | undefined;
  readonly found: Traversal | undefined;
  readonly after: Traversal | undefined;
};

export const boundItself = defineProbe<ToldBound, Result>({
  id: 'filtering/bound-itself',
  title: 'The moment of a bound counts itself, or does not, as its description says',
  why: 'Clients read a list from the last moment that they saw to the next one. What lies on the bound is lost, or processed twice.',
  fix: 'Compare with "at or after" and with "before", as the descriptions say.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: toldBounds,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 10, creates: 0 }),
  async run({ collection: listed, filter: { parameter }, at }, session) {
    const collection = await listInUse(session, listed);
    const whole = await referenceTraversal(session, collection, 'first');
    const item = itemsOfTraversal(collection, whole).find((one) => isMoment(valueAt(one, at)));
    const shown = item === undefined ? undefined : valueAt(item, at);
    const moment = typeof shown === 'string' ? shown : undefined;
    if (moment === undefined) return { whole, item, moment, found: undefined, after: undefined };
    const query = [[parameter.name, moment] as const, ...largestPage(collection)];
    const found = await traverseList(session, collection, { query, pages: countOf(collection, whole) + spare });
    return { whole, item, moment, found, after: await referenceTraversal(session, collection, `after ${parameter.name} itself`) };
  },
  judge({ collection, filter: { parameter }, at, counts }, { whole, item, moment, found, after }) {
    if (whole.end !== 'ended') return inconclusive(`The whole list could not be read: ${outcomeOf(whole.last)}`, [whole.last]);
    if (moment === undefined || !found || !after) return inconclusive(`No item shows a moment at ${at}`, [whole.last]);
    const asked = `${parameter.name}=${moment}`;
    if (found.end !== 'ended') return inconclusive(`${asked} was answered ${outcomeOf(found.last)}`, [found.last]);
    const later = itemsOfTraversal(collection, after).filter((one) => valueAt(one, at) === moment);
    if (among(collection, later)(item) !== true) return inconclusive('The list changed meanwhile', [after.last]);
    const isThere = among(collection, itemsOfTraversal(collection, found))(item);
    if (isThere === undefined || isThere === counts)
      return isThere === undefined ? inconclusive('Nothing identifies the item', [whole.last]) : pass(1);
    const finding = { where: `query ${parameter.name}`, expected: `${counts ? 'the' : 'not the'} item with ${at} ${moment} for ${asked}` };
    const actual = `${nameOf(collection, item)} is ${isThere ? 'listed' : 'missing'}`;
    return unconfirmed(fail({ code: 'bound-not-as-told', ...finding, actual }, [found.last, whole.last]));
  },
});
