import { evaluate } from '../../../contract/expression.ts';
import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems, type ReadableList } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';

export type Next =
  /** Sent with the query of the page before. `value` never comes twice in a walk that ends. */
  { readonly kind: 'page'; readonly name: string; readonly value: string } | { readonly kind: 'ended' | 'no-cursor' | 'unclear' };

/** How to get the page after the ones that were read, in order, from the first one on. */
export const nextOf = ({ paging }: Pick<ReadableList, 'paging'>, pages: readonly Exchange[]): Next => {
  const [first] = pages;
  const last = pages.at(-1);
  if (!paging || !first || !last) return { kind: 'ended' };
  if (paging.kind === 'page')
    return { kind: 'page', name: paging.page.name, value: String(firstNumber(paging.convention.number, first) + pages.length) };
  const { next, more, moreAbsent } = paging.convention;
  const cursor = evaluate(next, last);
  const follows = more === undefined ? cursor !== undefined && cursor !== null && cursor !== '' : evaluate(more, last);
  if (follows === undefined || follows === null) return { kind: moreAbsent ?? 'unclear' };
  if (follows === false) return { kind: 'ended' };
  if (follows !== true) return { kind: 'unclear' };
  return isCursor(cursor) ? { kind: 'page', name: paging.cursor.name, value: String(cursor) } : { kind: 'no-cursor' };
};

/** A value that a query parameter can carry back. */
export const isCursor = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

/** Pages are counted from the number that the first one tells, from 1 where it tells none. */
export const firstNumber = (number: string | undefined, page: Exchange): number => {
  const told = number === undefined ? undefined : evaluate(number, page);
  return typeof told === 'number' && Number.isSafeInteger(told) ? told : 1;
};

/** Statuses by which a service says that there is no page of that number. */
const beyondTheLast: ReadonlySet<number> = new Set([400, 404, 422]);

/**
 * Does an answer say that the counted pages are over: it is empty, refused, or the page before once more. That tells
 * nothing where the page before is the first one and full, because then the number may just be ignored.
 */
export const isBeyond = (
  list: ReadableList,
  pages: readonly Exchange[],
  answer: Exchange,
  size: number | undefined,
): 'beyond' | 'page-repeated' | undefined => {
  if (list.paging?.kind !== 'page') return undefined;
  if (beyondTheLast.has(statusOf(answer) ?? 0)) return 'beyond';
  const items = pageItems(list, answer);
  if (!items) return undefined;
  if (items.length === 0) return 'beyond';
  const before = pageItems(list, pages.at(-1) ?? answer) ?? [];
  const keys = (some: readonly unknown[]): string => JSON.stringify(some.map((item) => identityOf(list, item)));
  if (keys(items) !== keys(before)) return undefined;
  return pages.length > 1 || (size !== undefined && before.length < size) ? 'beyond' : 'page-repeated';
};
