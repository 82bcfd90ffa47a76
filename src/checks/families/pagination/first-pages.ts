import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried, Undecidable } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstPosition, positionAfter } from '../../scenarios/paging/follow-pages.ts';
import { countOf, firstPage, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type CountedList, countedLists, pagesOf } from '../../subjects/collection.ts';

/** A page that was asked for by its number or its offset. */
type AskedPage = { readonly number: number; readonly size: number; readonly exchange: Exchange };

export type FirstPages = {
  /** The list in pages of the maximum size. */
  readonly whole: Traversal;
  readonly count: number;
  /** Without a position and without a size. */
  readonly plain: Exchange;
  /** The first two pages of two items. */
  readonly first: AskedPage;
  readonly second: AskedPage;
  /** The last page, by a size that it does not fill; undefined where the list is too short for one. */
  readonly short: AskedPage | undefined;
};

/** Reads the first pages of a list, each by its position. */
const positionedReads = defineScenario<{ readonly operation: string; readonly style: number }, FirstPages>({
  id: 'numbered-pages',
  async run(session, { operation, style }) {
    const list = countedLists(session.contract).find((one) => one.operation.key === operation && one.style === style);
    if (!list) throw new NotTried('not-applicable', `The pages of ${operation} are not asked for by their position`);
    const whole = await referenceTraversal(session, list, 'first');
    if (whole.pages.length === 0) throw new Undecidable(`The list was answered ${outcomeOf(whole.last)}`, [whole.last]);
    const plain = await firstPage(session, list, []);
    const start = firstPosition(list, plain);
    const count = countOf(list, whole);
    const at = (number: number, size: number): Promise<AskedPage> => askPage(session, list, number, size);
    // The smallest size that leaves the last page short.
    const size = [2, 3, 4, 5, 7, 9, 11].find((one) => count % one !== 0);
    return {
      whole,
      count,
      plain,
      first: await at(start, 2),
      second: await at(positionAfter(list, start, 2), 2),
      short: count >= 3 && size !== undefined ? await at(lastPosition(list, start, count, size), size) : undefined,
    };
  },
});

/** The position of the last page, which a size does not fill. */
const lastPosition = ({ paging: { kind } }: CountedList, start: number, count: number, size: number): number => {
  const before = Math.floor(count / size);
  return start + (kind === 'page' ? before : before * size);
};

/** Reads one page by its position. */
const askPage = async (session: Session, list: CountedList, number: number, size: number): Promise<AskedPage> => {
  const base = usableRequest(session, list.operation, 'number');
  const query = [...base.query, ...pagesOf(list, size), [list.paging.position.name, String(number)] as const];
  return { number, size, exchange: await session.send({ ...base, query }) };
};

/** The first pages of a list whose pages are asked for by their position. Every check gets the same reads. */
export const firstPagesByPosition = (session: Session, { operation, style }: CountedList): Promise<FirstPages> =>
  session.run(positionedReads, { operation: operation.key, style });
