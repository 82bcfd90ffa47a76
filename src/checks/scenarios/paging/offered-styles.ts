import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Pages } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import {
  collectionAt,
  type CountedList,
  isByName,
  isByPosition,
  listAt,
  type PagedList,
  pageItems,
  pagesOf,
  type QueryPairs,
  type ReadableList,
  stylesOf,
} from '../../subjects/collection.ts';
import { NotTried, Undecidable } from '../../kit/define.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstPosition, namesNext, positionAfter } from './follow-pages.ts';
import { plainRead } from '../calls/reads.ts';

export type OfferedStyles = {
  /** The list without a size. */
  readonly plain: Exchange;
  /** The first page of one item by each documented way, in their order. */
  readonly ones: readonly Exchange[];
  /** Ways of paging whose words some page shows. */
  readonly shown: readonly number[];
  /** Ways that the list offers: those shown ones that lead to the next page. */
  readonly offered: readonly number[];
  /** The list has too few items to decide. */
  readonly isOpen: boolean;
};

/**
 * Finds which of several documented ways of paging a list offers. One that is shown alone is offered. Where several are shown, a
 * cursor is offered when any page gave one, and counted pages when the second differs from the first; where neither holds, all shown
 * ones are. The words of different ways are never mixed in one request.
 */
export const offeredStyles = defineScenario<{ readonly operation: string }, OfferedStyles>({
  id: 'offered-styles',
  async run(session, { operation }) {
    const collection = listAt(session.contract, { operation });
    const lists = stylesOf(collection);
    const plain = await session.run(plainRead, { operation });
    const ones: Exchange[] = [];
    for (const list of lists) ones.push(await ask(session, list, pagesOf(list, 1)));
    const pages = [plain, ...ones].filter((page) => pageItems(collection, page));
    const shown = lists.filter((list) => pages.some((page) => isShownBy(list, page)));
    const result = { plain, ones, shown: shown.map(({ style }) => style) };
    if (shown.length < 2) return { ...result, offered: result.shown, isOpen: shown.length === 0 && !isWithoutPages(lists, plain, ones) };
    const leading: number[] = [];
    for (const list of shown) {
      const leads = isByName(list)
        ? pages.some((page) => namesNext(list, page))
        : isByPosition(list) && (await turnsPages(session, list, ones[list.style]));
      if (leads) leading.push(list.style);
    }
    return { ...result, offered: leading.length > 0 ? leading : result.shown, isOpen: false };
  },
});

const ask = (session: Session, list: PagedList, query: QueryPairs): Promise<Exchange> => {
  const base = usableRequest(session, list.operation, 'styles');
  return session.send({ ...base, query: [...base.query, ...query] });
};

/** Does an answer have all members of a way of paging; null counts as a value. Of a link only a given one shows. */
const isShownBy = (list: PagedList, page: Exchange): boolean => {
  const words = shownWords(list.paging);
  return words.length > 0 && words.every((word) => evaluate(word, page) !== undefined);
};

/** The members by which a page shows its way of paging, as expressions. */
export const shownWords = (paging: Pages): readonly string[] => {
  const words =
    paging.kind === 'cursor'
      ? [paging.convention.next, paging.convention.more]
      : paging.kind === 'link'
        ? [paging.convention.next]
        : [paging.convention.number, paging.convention.size, paging.convention.total];
  return words.filter((word) => word !== undefined);
};

/** Does a page of one item of a longer list lead nowhere, so that the list has none of these ways. */
const isWithoutPages = (lists: readonly PagedList[], plain: Exchange, ones: readonly Exchange[]): boolean =>
  lists.some((list) => {
    const [whole, page] = [pageItems(list, plain), ones[list.style]];
    return whole !== undefined && whole.length > 1 && page !== undefined && (pageItems(list, page)?.length ?? 0) > 0;
  });

/** Does the second page of one item differ from the first, or report another number. */
const turnsPages = async (session: Session, list: CountedList, one: Exchange | undefined): Promise<boolean> => {
  const { number } = list.paging.convention;
  const start = firstPosition(list, one);
  const [first, second] = [
    await ask(session, list, [...pagesOf(list, 1), [list.paging.position.name, String(start)]]),
    await ask(session, list, [...pagesOf(list, 1), [list.paging.position.name, String(positionAfter(list, start, 1))]]),
  ];
  const items = pageItems(list, second);
  if (!items) return false;
  const before = (pageItems(list, first) ?? []).map((item) => identityOf(list, item));
  if (items.some((item) => !before.includes(identityOf(list, item)))) return true;
  return number !== undefined && evaluate(number, second) !== evaluate(number, first);
};

/** The list with the first way of paging that it offers; in one page where it has none, or too few items to decide. */
export const listInUse = async (session: Session, collection: Collection): Promise<ReadableList> => {
  const styles = stylesOf(collection);
  const unpaged = { ...collection, style: undefined, paging: undefined };
  if (styles.length < 2) return styles[0] ?? unpaged;
  const { offered } = await session.run(offeredStyles, { operation: collection.operation.key });
  return styles.find(({ style }) => style === offered[0]) ?? unpaged;
};

/** A list as it is where its way of paging is chosen, else by {@link listInUse}. */
export const readable = async (session: Session, collection: Collection | ReadableList): Promise<ReadableList> =>
  'style' in collection ? collection : listInUse(session, collection);

/**
 * A paged list whose way of paging is offered.
 * @throws {NotTried} where it is not: that is no breach while another way is offered.
 * @throws {Undecidable} where the list has too few items to decide.
 */
export const offered = async <L extends PagedList>(session: Session, list: L): Promise<L> => {
  if (list.pages.length < 2) return list;
  const found = await session.run(offeredStyles, { operation: list.operation.key });
  if (found.offered.includes(list.style)) return list;
  const name = `paging by ${parameterNames(list.paging).at(0) ?? list.paging.kind}`;
  if (found.isOpen)
    throw new Undecidable(`The list does not show ${name}, it has too few items: ${outcomeOf(found.plain)}`, [found.plain, ...found.ones]);
  throw new NotTried('not-applicable', `The list does not offer ${name}`);
};

/** Is this the only way of paging that a list offers. */
export const isOnlyStyle = async (session: Session, { pages, operation, style }: PagedList): Promise<boolean> => {
  if (pages.length < 2) return true;
  const found = await session.run(offeredStyles, { operation: operation.key });
  return found.offered.every((one) => one === style);
};

/** The query parameters of a way of paging: that of the size, and that of the cursor or the position. */
const parameterNames = (paging: Pages): readonly string[] => {
  const place = paging.kind === 'cursor' ? paging.cursor : paging.kind === 'link' ? undefined : paging.position;
  return [paging.limit, place].flatMap((one) => (one === undefined ? [] : [one.name]));
};

/**
 * Makes sure that a query parameter does not belong to ways of paging that a list does not offer.
 * @throws {NotTried} where it does.
 * @throws {Undecidable} where the list has too few items to decide.
 */
export const parameterOffered = async (session: Session, operation: string, name: string): Promise<void> => {
  const collection = collectionAt(session.contract, operation);
  const lists = collection ? stylesOf(collection) : [];
  const own = lists.filter((list) => parameterNames(list.paging).includes(name));
  const [first] = own;
  if (!first || own.length === lists.length) return;
  const found = await session.run(offeredStyles, { operation });
  if (!own.some(({ style }) => found.offered.includes(style))) await offered(session, first);
};
