import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { listAt, pageItems, pagesOf, stylesOf } from '../../subjects/collection.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../lifecycle/created.ts';
import { creationAsSet } from '../lifecycle/creation-as-set.ts';
import { followPages } from './follow-pages.ts';
import { leastItems, spare } from './survey.ts';
import { countOf, referenceWalk, type Walk } from './walk.ts';

export type CreatedBetweenPages = {
  /** The list before. */
  readonly reference: Walk;
  /** What was created after the first page was read; undefined where there was too little to read, or no page. */
  readonly creation: Exchange | undefined;
  /** The first page and those after it; undefined where nothing was created in between. */
  readonly walked: Walk | undefined;
};

/** Pages that a list is read in, so that one of them ends where something new may have shifted it. */
const pageCount = 5;

/** Exchanges are numbered in the order of sending. */
const turnOf = ({ id }: Exchange): number => Number(id.replaceAll(/\D/g, ''));

/** Reads a page, creates something, and follows the page's cursors to the end. */
export const createdBetweenPages = defineMeasurement<
  { readonly list: string; readonly style: number; readonly create: string },
  CreatedBetweenPages
>({
  id: 'created-between-pages',
  async run(session, { list, style, create }) {
    const collection = stylesOf(listAt(session.contract, { operation: list })).find((one) => one.style === style);
    if (!collection) throw new NotTried('not-applicable', `${list} is not paged`);
    const reference = await referenceWalk(session, collection, 'before-creation');
    const count = countOf(collection, reference);
    if (reference.end !== 'ended' || count < leastItems) return { reference, creation: undefined, walked: undefined };
    const { maximumSize = Infinity } = collection.paging;
    const query = pagesOf(collection, Math.min(Math.max(2, Math.ceil(count / pageCount)), maximumSize));
    const base = usableRequest(session, collection.operation, 'between');
    const first = await session.send({ ...base, query: [...base.query, ...query] });
    if (!pageItems(collection, first)) return { reference, creation: undefined, walked: { pages: [], end: 'not-a-page', last: first } };
    const { exchange: shared } = await session.measure(created, { operation: create });
    // What was created before the first page was read does not lie between two pages.
    const isBetween = turnOf(shared) > turnOf(first);
    const creation = isBetween
      ? shared
      : await session.measure(creationAsSet, { operation: create, settings: [], purpose: 'between-pages' });
    if (!isSuccess(creation)) return { reference, creation, walked: undefined };
    return { reference, creation, walked: await followPages(session, collection, first, { query, most: count + spare }) };
  },
});
