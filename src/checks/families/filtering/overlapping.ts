import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { dayMs, dayOf } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { listed } from '../../scenarios/lifecycle/listed.ts';
import { findItem, type Found } from '../../scenarios/paging/find-item.ts';
import { creatorFor, itemKey } from '../../subjects/collection.ts';
import { type OverlapFilter, overlapFilters } from '../../subjects/overlap-filters.ts';

/** A read by two days, or one of them, and whether the item has to be in it. */
type ByDays = { readonly asked: string; readonly belongs: boolean; readonly found: Found };

type Result = { readonly shown: Exchange; readonly days: readonly [string, string]; readonly reads: readonly ByDays[] };

/** So many days lie between the two that are asked for, in which nothing is taken for too long. */
const width = 5;

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value);

/** A day so many days from another one. */
const moved = (day: string, days: number): string => dayOf(Date.parse(day) + days * dayMs);

type Row = readonly [query: readonly (readonly [name: string, day: string])[], belongs: boolean];

/** What is asked of an item with a first and a last day, and whether it has to be shown then. */
const rowsOf = ({ asked, isOpen }: OverlapFilter, [first, last]: Result['days']): readonly Row[] => {
  const [from, to] = asked;
  if (to === undefined) {
    const on = (day: string, belongs: boolean): Row => [[[from, day]], belongs];
    return [on(first, true), on(last, true), on(moved(first, -1), false), on(moved(last, 1), false)];
  }
  const between = (begin: string, end: string, belongs: boolean): Row => [
    [
      [from, begin],
      [to, end],
    ],
    belongs,
  ];
  const alone: readonly Row[] = [
    [[[to, first]], true],
    [[[from, last]], true],
    [[[to, moved(first, -1)]], false],
    [[[from, moved(last, 1)]], false],
  ];
  return [
    between(moved(first, -width), first, true),
    between(last, moved(last, width), true),
    between(moved(first, -width), moved(first, -1), false),
    between(moved(last, 1), moved(last, width), false),
    ...(isOpen ? alone : []),
  ];
};

/** A resource of the run, which the list shows from now on, where one may be created. */
const withOwn = async (session: Session, { collection }: OverlapFilter): Promise<void> => {
  const { contract, target } = session;
  const create = creatorFor(contract, collection);
  if (!create || !isAllowed(create, target)) return;
  if (prerequisitesFor(create, { contract, target }).some(({ kind }) => kind !== 'permission')) return;
  await orSkipped(session.run(listed, { operation: create.key }));
};

export const overlapsIncluded = defineProbe<OverlapFilter, Result>({
  id: 'filtering/overlaps-included',
  title: 'A list by days shows what has a day in common with them, and nothing else',
  why: 'Whoever looks for what takes place in a week misses what begins on its last day, and gives the place away twice.',
  fix: 'Take what begins on the last day that is asked for or before, and ends on the first one or later.',
  reads: 'filters',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'nothing',
  over: (contract) => [...overlapFilters(contract)],
  prerequisites: ({ collection: { operation } }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 40, creates: 1 }),
  async run(subject, session) {
    const { collection, span } = subject;
    await withOwn(session, subject);
    const daysOf = (item: unknown): readonly [string, string] | undefined => {
      const [first, last] = span.map((name) => (isObject(item) ? item[name] : undefined));
      return isDay(first) && isDay(last) && first <= last ? [first, last] : undefined;
    };
    const some = await findItem(session, collection, (item) => daysOf(item) !== undefined && itemKey(collection, item) !== undefined);
    const days = some.kind === 'item' ? daysOf(some.item) : undefined;
    if (some.kind !== 'item' || !days) throw new Undecidable('The list shows nothing with a first and a last day', [some.exchange]);
    const id = itemKey(collection, some.item);
    const reads: ByDays[] = [];
    for (const [query, belongs] of rowsOf(subject, days)) {
      const found = await findItem(session, collection, (item) => itemKey(collection, item) === id, { query });
      reads.push({ asked: query.map(([name, day]) => `${name}=${day}`).join('&'), belongs, found });
    }
    // What is changed meanwhile shows nothing.
    const still = await findItem(session, collection, (item) => itemKey(collection, item) === id);
    const now = still.kind === 'item' ? daysOf(still.item) : undefined;
    if (now?.join() !== days.join()) throw new Undecidable('The item was changed meanwhile', [still.exchange]);
    return { shown: some.exchange, days, reads };
  },
  judge({ span, sentence }, { shown, days, reads }) {
    const known = reads.filter(({ found: { kind } }) => kind === 'item' || kind === 'absent');
    const wrong = known.find(({ belongs, found: { kind } }) => (kind === 'item') !== belongs);
    if (wrong) {
      const finding = {
        code: wrong.belongs ? 'overlap-left-out' : 'listed-outside-days',
        where: 'list',
        expected: `${wrong.belongs ? 'an' : 'no'} item with ${span[0]} ${days[0]} and ${span[1]} ${days[1]} by ${wrong.asked}: "${sentence}"`,
        actual: wrong.belongs ? 'none' : 'it',
      };
      return unconfirmed(fail(finding, [wrong.found.exchange, shown]));
    }
    // A server that knows none of the parameters shows the item every time, which the others tell.
    return known.length > 0 ? pass(known.length) : inconclusive('No list by the days was read to its end', [shown]);
  },
});
