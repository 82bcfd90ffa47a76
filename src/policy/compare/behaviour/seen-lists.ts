import { itemsOf } from '../../../contract/held.ts';
import type { Collection, Contract, CountedPages, Pages, Parameter } from '../../../contract/model.ts';
import type { StoredExchange } from '../../../model/stored-exchange.ts';
import { bodyOf, memberTypes } from './answer-words.ts';
import type { BehaviourCell } from './behaviour-row.ts';
import { type Seen, seenMembers, type SeenMembers, seenValues } from './seen.ts';

/** First items that are remembered of one list, to recognise its first page. */
const mostFirst = 100;

/** Each way of paging in words. */
const wayNames = { cursor: 'cursor', link: 'link', page: 'page number', offset: 'offset' } as const satisfies Record<Pages['kind'], string>;

/** The query parameter that asks for another page than the first; a link gives the whole query. */
const placeOf = (pages: Pages): Parameter | undefined =>
  pages.kind === 'cursor' ? pages.cursor : pages.kind === 'link' ? undefined : pages.position;

/** How a contract declares that its lists are paged. */
export const declaredPaging = ({ collections }: Contract): BehaviourCell | undefined => {
  const ways = new Map<string, string[]>();
  for (const { operation, pages } of collections) {
    const declared = pages.map((one) => {
      const parameters = [placeOf(one), one.limit].flatMap((parameter) => (parameter === undefined ? [] : [parameter.name]));
      return parameters.length === 0 ? wayNames[one.kind] : `${wayNames[one.kind]} (${parameters.join(', ')})`;
    });
    for (const way of declared.length === 0 ? ['no pages'] : declared) ways.set(way, [...(ways.get(way) ?? []), operation.key]);
  }
  const values = [...ways].map(([value, operations]) => ({ value, operations: operations.toSorted() }));
  return values.length === 0 ? undefined : { values: values.toSorted((a, b) => (a.value < b.value ? -1 : 1)) };
};

export type SeenLists = {
  readonly followed: Seen;
  readonly members: SeenMembers;
  /** Takes a success of any operation that answers a request without a mistake. */
  add(exchange: StoredExchange): void;
};

const isCounted = (pages: Pages): pages is CountedPages => pages.kind === 'page' || pages.kind === 'offset';

/** How a request asks for another page than the first; undefined if it does not. */
const wayOf = ({ pages }: Collection, { request: { query } }: StoredExchange): string | undefined => {
  const value = (name: string): string | undefined => query.find(([given]) => given === name)?.[1];
  for (const one of pages) {
    const name = placeOf(one)?.name;
    const given = name === undefined ? undefined : value(name);
    if (given === undefined) continue;
    if (one.kind === 'cursor' || (isCounted(one) && Number(given) > one.first)) return wayNames[one.kind];
  }
  return undefined;
};

/** Gathers how the lists of a contract are paged, and the members around their items. */
export const seenLists = (contract: Contract | undefined): SeenLists => {
  const followed = seenValues();
  const members = seenMembers();
  const firsts = new Map<string, Set<string>>();
  const lists = new Map((contract?.collections ?? []).map((one) => [one.operation.key, one]));
  return {
    followed,
    members,
    add(exchange) {
      const { operation } = exchange.request;
      const list = operation === null ? undefined : lists.get(operation);
      if (operation === null || list === undefined || exchange.reply.kind !== 'answer') return;
      const body = bodyOf(exchange.reply);
      if (body === undefined) return;
      const items = itemsOf(list, { ...exchange, reply: { ...exchange.reply, json: { kind: 'value', value: body.value } } });
      if (items === undefined) return;
      members.add(exchange, memberTypes(body.value, items));
      const [item] = items;
      if (item === undefined) return;
      const first = JSON.stringify(item).slice(0, 2000);
      const known = firsts.get(operation) ?? new Set<string>();
      firsts.set(operation, known);
      const way = wayOf(list, exchange);
      if (way === undefined) {
        if (known.size < mostFirst) known.add(first);
        // A parameter that the server ignores gives the first page again.
      } else if (known.size > 0 && !known.has(first)) followed.add(exchange, way);
    },
  };
};
