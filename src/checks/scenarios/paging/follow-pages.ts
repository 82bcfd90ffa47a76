import type { Exchange } from '../../../model/exchange.ts';
import { pageItems, type QueryPairs, type ReadableList } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isBeyond, nextOf } from './next-page.ts';

/**
 * Why a walk went no further. `ended`: the last page said so, or no page of a further number is there. `cut`: as many
 * pages as were asked for. `cursor-repeated`: it would never end. `no-cursor`: more was announced without saying where.
 * `unclear`: whether more follows is neither true nor false. `page-repeated`: page 2 is page 1 again. `not-a-page`: the
 * last answer is none.
 */
type WalkEnd = 'ended' | 'cut' | 'cursor-repeated' | 'no-cursor' | 'unclear' | 'page-repeated' | 'not-a-page';

export type Walk = {
  /** Good pages in order. */
  readonly pages: readonly Exchange[];
  readonly end: WalkEnd;
  /** The answer after which it stopped; for `not-a-page` it is not among the pages. */
  readonly last: Exchange;
  /** Where pages are counted: the answer to the number behind the last one. */
  readonly beyond?: Exchange;
};

/** Goes on from a page that was read with a query, `most` pages in all. The query is repeated with every page. */
export const followPages = async (
  session: Session,
  list: ReadableList,
  first: Exchange,
  { query, most }: { readonly query: QueryPairs; readonly most: number },
): Promise<Walk> => {
  const base = usableRequest(session, list.operation, 'follow');
  const pages = [first];
  const seen = new Set<string>();
  const size = sizeIn(list, query);
  for (let last = first; ;) {
    const next = nextOf(list, pages);
    if (next.kind !== 'page') return { pages, end: next.kind, last };
    if (seen.has(next.value)) return { pages, end: 'cursor-repeated', last };
    if (pages.length >= most) return { pages, end: 'cut', last };
    seen.add(next.value);
    const answer = await session.send({ ...base, query: [...base.query, ...query, [next.name, next.value]] });
    const beyond = isBeyond(list, pages, answer, size);
    if (beyond) return { pages, end: beyond === 'beyond' ? 'ended' : beyond, last, beyond: answer };
    if (!pageItems(list, answer)) return { pages, end: 'not-a-page', last: answer };
    pages.push(answer);
    last = answer;
  }
};

/** The size that a query asks for, else the documented one. */
const sizeIn = ({ paging }: ReadableList, query: QueryPairs): number | undefined => {
  const asked = query.find(([name]) => name === paging?.limit.name)?.[1];
  return asked === undefined ? paging?.defaultSize : Number(asked);
};
