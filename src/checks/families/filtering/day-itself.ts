import { outcomeOf } from '../../../contract/message.ts';
import { momentIn } from '../../../contract/moment.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { beginOf, dayIn, dayMs, dayOf } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { listed } from '../../scenarios/lifecycle/listed.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { creatorFor, largestPage } from '../../subjects/collection.ts';
import { type DayBound, dayBounds } from '../../subjects/day-bounds.ts';
import { listPrerequisites } from '../../subjects/filters.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';

/** A read by a day, and whether the item has to be in it. */
type ByDay = { readonly day: string; readonly counts: boolean; readonly found: Traversal };

type Result = {
  readonly whole: Traversal;
  readonly item: unknown;
  readonly reads: readonly ByDay[];
  readonly after: Traversal | undefined;
};

/** So near to midnight a moment may be shown as one of the next day, by a server that rounds. In minutes. */
const nearMidnight = 2;

/** The day of a moment that an item shows; undefined near midnight, and where it shows none. */
const dayShown = ({ at, zone }: DayBound, item: unknown): string | undefined => {
  const moment = momentIn(valueAt(item, at));
  if (moment === undefined) return undefined;
  const { day, minutes } = dayIn(zone, moment);
  return minutes < nearMidnight || minutes >= 24 * 60 - nearMidnight ? undefined : day;
};

/** A resource of the run, which the list shows from now on, where one may be created. */
const withOwn = async (session: Session, { collection }: DayBound): Promise<void> => {
  const { contract, target } = session;
  const create = creatorFor(contract, collection);
  if (!create || !isAllowed(create, target)) return;
  if (prerequisitesFor(create, { contract, target }).some(({ kind }) => kind !== 'permission')) return;
  await orSkipped(session.run(listed, { operation: create.key }));
};

export const dayItself = defineProbe<DayBound, Result>({
  id: 'filtering/day-itself',
  title: 'The day of a bound counts as a whole, or not at all, as its description says',
  why: 'Clients ask for what was made up to today, and what was made today is missing: they compared a moment with the begin of the day.',
  fix: 'Compare with the begin of the next day where the day counts, in the documented time zone.',
  reads: 'filters',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'nothing',
  over: dayBounds,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 16, creates: 1 }),
  async run(subject, session) {
    const { filter, at, counts } = subject;
    const collection = await listInUse(session, subject.collection);
    await withOwn(session, subject);
    const whole = await referenceTraversal(session, collection, `before the day of ${filter.parameter.name}`);
    const item = itemsOfTraversal(collection, whole).findLast((one) => dayShown(subject, one) !== undefined);
    const day = item === undefined ? undefined : dayShown(subject, item);
    if (whole.end !== 'ended' || day === undefined) return { whole, item: undefined, reads: [], after: undefined };
    // The next day on the side on which the answer turns.
    const step = (counts ? 1 : -1) * (filter.compare === 'after' ? 1 : -1);
    const next = dayOf(beginOf(day) + step * dayMs);
    const reads: ByDay[] = [];
    for (const one of [
      { day, counts },
      { day: next, counts: !counts },
    ]) {
      const query = [[filter.parameter.name, one.day] as const, ...largestPage(collection)];
      reads.push({ ...one, found: await traverseList(session, collection, { query, pages: countOf(collection, whole) + spare }) });
    }
    const after = await referenceTraversal(session, collection, `after the day of ${filter.parameter.name}`);
    return {
      whole,
      item: itemsOfTraversal(collection, after).some((one) => valueAt(one, at) === valueAt(item, at)) ? item : undefined,
      reads,
      after,
    };
  },
  judge({ collection, filter: { parameter }, at }, { whole, item, reads, after }) {
    if (whole.end !== 'ended') return inconclusive(`The whole list could not be read: ${outcomeOf(whole.last)}`, [whole.last]);
    if (item === undefined || !after)
      return inconclusive(`No item shows a moment at ${at} that stays and is not near midnight`, [whole.last]);
    const moment = String(valueAt(item, at));
    const later = itemsOfTraversal(collection, after).filter((one) => valueAt(one, at) === moment);
    if (among(collection, later)(item) !== true) return inconclusive('The list changed meanwhile', [after.last]);
    for (const { day, counts, found } of reads) {
      const asked = `${parameter.name}=${day}`;
      if (found.end !== 'ended') return inconclusive(`${asked} was answered ${outcomeOf(found.last)}`, [found.last]);
      const isThere = among(collection, itemsOfTraversal(collection, found))(item);
      if (isThere === undefined) return inconclusive('Nothing identifies the item', [whole.last]);
      if (isThere === counts) continue;
      const expected = `${counts ? 'the' : 'not the'} item with ${at} ${moment} for ${asked}`;
      const actual = `${nameOf(collection, item)} is ${isThere ? 'listed' : 'missing'}`;
      return unconfirmed(fail({ code: 'day-not-as-told', where: `query ${parameter.name}`, expected, actual }, [found.last, whole.last]));
    }
    return pass(reads.length);
  },
});
