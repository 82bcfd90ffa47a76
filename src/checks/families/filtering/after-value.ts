import { outcomeOf } from '../../../contract/message.ts';
import { keywordOf } from '../../../contract/infer/conventions/paging-members.ts';
import type { Collection, Contract, Filter } from '../../../contract/model.ts';
import { momentIn } from '../../../contract/moment.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { beginOf, dayMs, dayOf, zoneLeaveMs } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { listed } from '../../scenarios/lifecycle/listed.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPage, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { creatorFor, itemKey, largestPage, pageItems } from '../../subjects/collection.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';

/** A read with a day as the bound. `beginsMs`: when that day begins, in the time zone that excuses most items. */
type BoundedRead = { readonly day: string; readonly beginsMs: number; readonly exchange: Exchange };

type BoundedReads = {
  readonly list: Traversal;
  /** By a day that leaves out every item, and by one that leaves out none. */
  readonly nothing: BoundedRead;
  readonly everything: BoundedRead;
  /** By days that leave out some of the items. */
  readonly between: readonly BoundedRead[];
  /** A resource of the run that the list shows, with a traversal by a day that includes it; undefined where nothing was created. */
  readonly own: { readonly key: string; readonly traversal: Traversal } | undefined;
};

/** A day long before anything was created by any service of today. */
const longAgo = '2000-01-01';

/** Most items whose days serve as bounds, beside the oldest. */
const mostOthers = 3;

const pages = 200;

/** Where items show what a filter bounds: as documented for it, else as documented for a filter of that name in another list. */
const boundedAt = (contract: Contract, { at, parameter, compare }: Filter): string | undefined =>
  at ??
  contract.collections
    .flatMap(({ filters }) => filters)
    .find((other) => other.parameter.name === parameter.name && other.compare === compare && other.at !== undefined)?.at;

/** The tolerance for a day without a time, in milliseconds: none where its time zone is documented. */
const toleranceMs = ({ zone }: Filter): number => (zone === 'UTC' ? 0 : zoneLeaveMs);

/** Reads a list by a time bound: by days that leave out everything or nothing, and by days near those of its items. */
const boundedReads = async (subject: ListFilter, session: Session): Promise<BoundedReads> => {
  const { filter } = subject;
  const collection = await listInUse(session, subject.collection);
  const parameter = filter.parameter.name;
  const isAfter = filter.compare === 'after';
  // Created before the list is read, so that the list shows it too.
  const own = isAfter ? await ownResource(session, collection) : undefined;
  const list = await referenceTraversal(session, collection, `before ${parameter}`);
  const readBy = async (day: string): Promise<BoundedRead> => ({
    day,
    beginsMs: beginOf(day) + (isAfter ? -toleranceMs(filter) : toleranceMs(filter)),
    exchange: await firstPage(session, collection, [[parameter, day], ...largestPage(collection)]),
  });
  const ahead = dayOf(session.now() + 2 * dayMs);
  const [nothing, everything] = [await readBy(isAfter ? ahead : longAgo), await readBy(isAfter ? longAgo : ahead)];
  const between: BoundedRead[] = [];
  for (const day of daysBeside(session.contract, collection, filter, list)) between.push(await readBy(day));
  const yesterday = dayOf(session.now() - dayMs);
  const key =
    own !== undefined && showsTimeAfter(boundedAt(session.contract, filter), own, yesterday) ? itemKey(collection, own) : undefined;
  const sinceYesterday = [[parameter, yesterday] as const, ...largestPage(collection)];
  return {
    list,
    nothing,
    everything,
    between,
    own:
      key === undefined
        ? undefined
        : { key, traversal: await traverseList(session, collection, { query: sinceYesterday, pages, turn: 'with our own' }) },
  };
};

/** Does an item show a time after a day? The bound may be about another time than that of its creation. */
const showsTimeAfter = (at: string | undefined, item: unknown, day: string): boolean =>
  at === undefined || (shownMoment(valueAt(item, at)) ?? -Infinity) >= beginOf(day) + dayMs;

/** A resource of the run as its list shows it; undefined where none may be created or the list does not show it. */
const ownResource = async (session: Session, collection: Collection): Promise<unknown> => {
  const { contract, target } = session;
  const create = creatorFor(contract, collection);
  if (!create || !isAllowed(create, target)) return undefined;
  if (prerequisitesFor(create, { contract, target }).some(({ kind }) => kind !== 'permission')) return undefined;
  const shown = await orSkipped(session.run(listed, { operation: create.key }));
  return !isSkipped(shown) && shown.kind === 'listed' ? shown.item : undefined;
};

/** Days that leave out the oldest item (or the newest, for an upper bound) and a few others, whatever the time zone. */
const daysBeside = (contract: Contract, collection: Collection, filter: Filter, list: Traversal): string[] => {
  const at = boundedAt(contract, filter);
  const moments = at === undefined ? [] : itemsOfTraversal(collection, list).flatMap((item) => shownMoment(valueAt(item, at)) ?? []);
  const isAfter = filter.compare === 'after';
  const ordered = [...new Set(moments)].sort((a, b) => (isAfter ? a - b : b - a));
  const days = (isAfter ? 1 : -1) * (toleranceMs(filter) === 0 ? 1 : 2) * dayMs;
  const chosen = [ordered[0], ordered.at(-1), ordered[Math.floor(ordered.length / 2)], ordered[1]].filter((one) => one !== undefined);
  return [...new Set(chosen.map((moment) => dayOf(moment + days)))].slice(0, 1 + mostOthers);
};

/** Is it a bound by a day? `filtering/within-range` judges bounds of other forms. */
const isByDay = ({ document }: Contract, { compare, parameter }: Filter): boolean =>
  compare !== 'equals' && keywordOf(document, parameter.schema, 'format') === 'date';

export const afterValue = defineProbe<ListFilter, BoundedReads>({
  id: 'filtering/after-value',
  title: 'A time bound leaves out the items beyond it, and no others',
  why: 'Clients ask for what is new since their last visit. An item that is left out is never seen; one too many is processed twice.',
  fix: 'Compare the bound with the time that the item itself shows.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'nothing',
  over: (contract) => listFilters(contract).filter(({ filter }) => isByDay(contract, filter)),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 20, creates: 1 }),
  run: boundedReads,
  judge({ collection, filter }, { list, nothing, everything, between, own }, { contract }) {
    const { name } = filter.parameter;
    const where = `query ${name}`;
    if (list.pages.length === 0) return inconclusive(`The list was answered ${outcomeOf(list.last)}`, [list.last]);
    if (itemsOfTraversal(collection, list).length === 0)
      return inconclusive('The list holds nothing that a bound could leave out', list.pages);
    for (const { day, exchange } of [nothing, everything, ...between]) {
      if (!pageItems(collection, exchange)) return inconclusive(`${name}=${day} was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const at = boundedAt(contract, filter);
    // A time that a client sets may lie beyond every such day.
    const outside = (pageItems(collection, nothing.exchange) ?? []).filter((item) => sideOf(filter, at, nothing, item) !== 'within').length;
    if (outside > 0) {
      const finding = { where, expected: `no item for ${name}=${nothing.day}`, actual: `${outside} items` };
      return fail({ code: 'bound-without-effect', ...finding }, [nothing.exchange]);
    }
    const surely = (filter.compare === 'after' ? 1 : -1) * (dayMs + 2 * toleranceMs(filter));
    const inside = { beginsMs: everything.beginsMs + surely };
    const isExpected = at === undefined || itemsOfTraversal(collection, list).some((item) => sideOf(filter, at, inside, item) === 'within');
    if (isExpected && pageItems(collection, everything.exchange)?.length === 0) {
      const finding = { where, expected: `items for ${name}=${everything.day}, because the list shows some within it`, actual: 'none' };
      return unconfirmed(fail({ code: 'bound-leaves-all-out', ...finding }, [everything.exchange, ...list.pages]));
    }
    for (const read of between) {
      const verdict = judgeBetween(collection, filter, at, read);
      if (verdict) return verdict;
    }
    if (own && own.traversal.end !== 'ended')
      return inconclusive(`A traversal with ${name} did not reach the end (${own.traversal.end})`, [own.traversal.last]);
    if (own && !keysInTraversal(collection, own.traversal).includes(own.key)) {
      const finding = { where, expected: `${own.key}, which was created today, in the list since yesterday`, actual: 'it is missing' };
      return unconfirmed(fail({ code: 'item-within-missing', ...finding }, [own.traversal.last, ...own.traversal.pages.slice(0, -1)]));
    }
    const isAnyListed = [everything, ...between].some(({ exchange }) => (pageItems(collection, exchange)?.length ?? 0) > 0);
    if (!isAnyListed) return inconclusive(`The list was empty for every day as ${name}`, [everything.exchange, ...list.pages]);
    return pass(2 + between.length + (own ? 1 : 0));
  },
});

const keysInTraversal = (collection: Collection, traversal: Traversal): string[] =>
  itemsOfTraversal(collection, traversal).flatMap((item) => itemKey(collection, item) ?? []);

/** The moment that a value shows; of a day alone, its begin. */
const shownMoment = (value: unknown): number | undefined => {
  const begin = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value) ? beginOf(value) : Number.NaN;
  return Number.isNaN(begin) ? momentIn(value) : begin;
};

/** On which side of a bound an item is, by the time that it shows; undefined where it shows none. */
const sideOf = (
  { compare }: Filter,
  at: string | undefined,
  { beginsMs }: Pick<BoundedRead, 'beginsMs'>,
  item: unknown,
): 'within' | 'outside' | undefined => {
  const moment = at === undefined ? undefined : shownMoment(valueAt(item, at));
  if (moment === undefined) return undefined;
  return (compare === 'after' ? moment < beginsMs : moment > beginsMs + dayMs) ? 'outside' : 'within';
};

const judgeBetween = (
  collection: Collection,
  filter: Filter,
  at = '',
  { day, beginsMs, exchange }: BoundedRead,
): Verdict | Unconfirmed | undefined => {
  const isAfter = filter.compare === 'after';
  const wrong = (pageItems(collection, exchange) ?? []).find((item) => sideOf(filter, at, { beginsMs }, item) === 'outside');
  if (wrong === undefined) return undefined;
  const expected = `only items ${isAfter ? 'after' : 'before'} ${day} for ${filter.parameter.name}=${day}`;
  const finding = { code: 'item-outside', where: at, expected, actual: JSON.stringify(valueAt(wrong, at)) };
  return fail(finding, [exchange]);
};
