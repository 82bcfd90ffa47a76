import { z } from 'zod';
import type { Members } from '../kit/answering.ts';
import type { Filter } from '../kit/filters.ts';
import { meetsEach } from '../kit/filters.ts';
import type { ListOrder } from '../kit/list-order.ts';
import { byCreation, ordered } from '../kit/list-order.ts';
import type { ListPage } from '../kit/list-page.ts';
import { pageBehindCursor } from '../kit/list-page.ts';
import { queryReader, sizeParameter } from '../kit/query.ts';
import type { Store, Stored } from '../kit/store.ts';
import type { Account } from './account.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import { date } from './created-after.ts';
import type { Settings } from './settings.ts';

type Resource<Data, Status extends string> = Stored<Data, Status>;

/** The rules by which a list is made of the resources of an account. */
export type ListPlan<Data, Status extends string> = {
  readonly store: (account: Account) => Store<Data, Status>;
  readonly show: (resource: Resource<Data, Status>, settings: Settings) => unknown;
  /** By the names of their parameters. */
  readonly filters: Readonly<Record<string, Filter<Resource<Data, Status>>>>;
  /** Filters that take a date. */
  readonly dates?: readonly string[];
  /** Whether a resource passes the given filters. Default: all of them must pass. */
  readonly matches?: typeof meetsEach<Resource<Data, Status>>;
  /** The body around the items. Default: that of the documented page. */
  readonly body?: (items: readonly unknown[], paging: Members) => unknown;
};

const orders: Readonly<Record<Settings['order'], ListOrder<{ readonly id: string; readonly createdAtMs: number }>>> = {
  'newest-first': byCreation('descending'),
  'oldest-first': byCreation('ascending'),
  'by-id': { by: ({ id }) => id, direction: 'ascending' },
};

/** The paging members of a page. */
export const pagingOf = ({ left, cursor }: Pick<ListPage<unknown>, 'left' | 'cursor'>, { lastCursor }: Settings): Members => {
  if (left > 0) return { next_cursor: cursor, has_more: true };
  if (lastCursor === 'absent') return { has_more: false };
  const last = { null: null, empty: '', value: cursor ?? '' }[lastCursor];
  return { next_cursor: last, has_more: false };
};

const pageOf = <Data extends object, Status extends string>(
  call: Call,
  plan: ListPlan<Data, Status>,
  settings: Settings,
  query: Members & { readonly limit: number; readonly cursor?: string | undefined },
): ListPage<Resource<Data, Status>> => {
  const store = plan.store(call.state.account);
  const { matches = meetsEach } = plan;
  const nowMs = Date.now();
  const isChosen = (resource: Resource<Data, Status>): boolean => store.isListed(resource, nowMs) && matches(resource, plan.filters, query);
  const resources = ordered(store.everything, orders[settings.order]);
  if (settings.unknownCursor !== 'first-page') return pageBehindCursor(resources, isChosen, query, settings.cursor, settings.unknownCursor);
  const id = query.cursor === undefined ? undefined : settings.cursor.decode(query.cursor);
  const isKnown = resources.some((resource) => resource.id === id);
  return pageBehindCursor(resources, isChosen, isKnown ? query : { limit: query.limit }, settings.cursor);
};

/** A list with pages and filters. */
export const listOf = <Data extends object, Status extends string>(plan: ListPlan<Data, Status>, settings: Settings): Layer => {
  const names = Object.keys(plan.filters);
  const readQuery = queryReader(
    {
      limit: sizeParameter(settings.page),
      cursor: z.string().optional(),
      ...Object.fromEntries(names.map((name) => [name, plan.dates?.includes(name) === true ? date(settings) : z.string().optional()])),
    },
    { unknownParameter: settings.unknownParameter, emptyParameter: 'value' },
  );
  const { body = (items, paging) => ({ data: items, ...paging }) } = plan;
  return (call) => {
    const query = readQuery(call.query);
    const page = pageOf(call, plan, settings, query);
    call.state.list = {
      isFirstPage: query.cursor === undefined,
      isFiltered: names.some((name) => call.query[name] !== undefined),
      limit: query.limit,
      left: page.left,
      total: page.total,
      ids: page.items.map(({ id }) => id),
    };
    const items = page.items.map((resource) => plan.show(resource, settings));
    answer(call, 200, body(items, pagingOf(page, settings)));
  };
};
