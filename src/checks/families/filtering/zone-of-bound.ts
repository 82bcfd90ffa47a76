import { keywordOf } from '../../../contract/infer/conventions/paging-members.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { readMoment } from '../../../contract/moment.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { inOtherZone } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';
import { largestPage } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';

/** A bound of moments, and where items show theirs. */
type Bound = ListFilter & { readonly at: string };

const bounds = (contract: Contract): Bound[] =>
  listFilters(contract).flatMap((one) => {
    const { at, parameter, compare } = one.filter;
    const isMoment = keywordOf(contract.document, parameter.schema, 'format') === 'date-time';
    return at !== undefined && isMoment && ['after', 'before', 'atLeast', 'atMost'].includes(compare) ? [{ ...one, at }] : [];
  });

/** Hours by which the other zone is ahead of UTC: more than between any two items of one run. */
const hours = 9;

type Result = {
  readonly whole: Traversal;
  /** The bound in UTC and in the other zone, with what was found by each, and by the first one once more. */
  readonly tried?: { readonly plain: string; readonly zoned: string; readonly found: readonly Traversal[] };
};

const tryBound = async ({ collection: listed, filter: { parameter }, at }: Bound, session: Session): Promise<Result> => {
  const collection = await listInUse(session, listed);
  const whole = await referenceTraversal(session, collection, 'first');
  const moments = itemsOfTraversal(collection, whole)
    .flatMap((item) => {
      const text = valueAt(item, at);
      const moment = typeof text === 'string' ? readMoment(text) : undefined;
      return typeof text === 'string' && moment?.hasTime === true && moment.hasZone ? [{ text, ms: moment.ms }] : [];
    })
    .toSorted((a, b) => a.ms - b.ms);
  const [first] = moments;
  const middle = moments.find(({ ms }) => ms > (first?.ms ?? 0));
  if (middle === undefined) return { whole };
  const plain = new Date(middle.ms).toISOString();
  const zoned = inOtherZone(plain, hours);
  const found: Traversal[] = [];
  // Without a turn of its own the last one would be the first one, as it is remembered.
  for (const [value, turn] of [
    [plain, 'plain'],
    [zoned, 'zoned'],
    [plain, 'plain again'],
  ] as const) {
    const query = [[parameter.name, value] as const, ...largestPage(collection)];
    found.push(await traverseList(session, collection, { query, pages: countOf(collection, whole) + spare, turn: `zone, ${turn}` }));
  }
  return { whole, tried: { plain, zoned, found } };
};

export const zoneOfBound = defineProbe<Bound, Result>({
  id: 'filtering/zone-of-bound',
  title: 'A bound of moments finds the same items in whatever time zone it is written',
  why: 'A client in another time zone gets the items of other hours, and nothing says so.',
  fix: 'Read the offset of the parameter (RFC 3339, section 4.2), and compare instants, not texts.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: bounds,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 12, creates: 0 }),
  run: tryBound,
  judge({ collection, filter: { parameter } }, { whole, tried }) {
    if (whole.end !== 'ended') return inconclusive(`The whole list could not be read: ${outcomeOf(whole.last)}`, [whole.last]);
    if (!tried) return inconclusive('No two items of the list show different moments', [whole.last]);
    const { plain, zoned, found } = tried;
    const [first, other, again] = found;
    const open = found.find(({ end }) => end !== 'ended');
    if (open || !first || !other || !again)
      return inconclusive(`${parameter.name} was answered ${outcomeOf((open ?? whole).last)}`, [(open ?? whole).last]);
    const keysOf = (one: Traversal): readonly string[] =>
      itemsOfTraversal(collection, one)
        .map((item) => identityOf(collection, item))
        .toSorted();
    const [before, shown, after] = [first, other, again].map(keysOf);
    if (JSON.stringify(before) !== JSON.stringify(after)) return inconclusive('The list changed meanwhile', [again.last, first.last]);
    if (JSON.stringify(before) === JSON.stringify(shown)) return pass(1);
    const finding = {
      code: 'bound-by-text',
      where: `query ${parameter.name}`,
      expected: `${before?.length ?? 0} items for ${zoned}, as for ${plain}, which is the same moment`,
      actual: `${shown?.length ?? 0} items${before?.length === shown?.length ? ', others' : ''}`,
    };
    return unconfirmed(fail(finding, [other.last, first.last]));
  },
});
