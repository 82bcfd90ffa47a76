import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried, Undecidable } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstNumber } from '../../scenarios/paging/follow-pages.ts';
import { countOf, firstPage, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type NumberedList, numberedLists, pagesOf } from '../../subjects/collection.ts';

/** A page that was asked for by its number. */
type AskedPage = { readonly number: number; readonly size: number; readonly exchange: Exchange };

export type NumberedPages = {
  /** The list in pages of the maximum size. */
  readonly whole: Traversal;
  readonly count: number;
  /** Without a number and without a size. */
  readonly plain: Exchange;
  /** The first two pages of two items. */
  readonly first: AskedPage;
  readonly second: AskedPage;
  /** The last page, by a size that it does not fill; undefined where the list is too short for one. */
  readonly short: AskedPage | undefined;
};

/** Reads the first pages of a list with numbered pages, each by its number. */
const numberedReads = defineScenario<{ readonly operation: string; readonly style: number }, NumberedPages>({
  id: 'numbered-pages',
  async run(session, { operation, style }) {
    const list = numberedLists(session.contract).find((one) => one.operation.key === operation && one.style === style);
    if (!list) throw new NotTried('not-applicable', `The pages of ${operation} are not numbered`);
    const whole = await referenceTraversal(session, list, 'first');
    if (whole.pages.length === 0) throw new Undecidable(`The list was answered ${outcomeOf(whole.last)}`, [whole.last]);
    const plain = await firstPage(session, list, []);
    const start = firstNumber(list.paging.convention.number, plain);
    const count = countOf(list, whole);
    const at = (number: number, size: number): Promise<AskedPage> => askPage(session, list, number, size);
    // The smallest size that leaves the last page short.
    const size = [2, 3, 4, 5, 7, 9, 11].find((one) => count % one !== 0);
    return {
      whole,
      count,
      plain,
      first: await at(start, 2),
      second: await at(start + 1, 2),
      short: count >= 3 && size !== undefined ? await at(start + Math.floor(count / size), size) : undefined,
    };
  },
});

/** Reads one page by its number. */
const askPage = async (session: Session, list: NumberedList, number: number, size: number): Promise<AskedPage> => {
  const base = usableRequest(session, list.operation, 'number');
  const query = [...base.query, ...pagesOf(list, size), [list.paging.page.name, String(number)] as const];
  return { number, size, exchange: await session.send({ ...base, query }) };
};

/** The first pages of a list with numbered pages. Every check gets the same reads. */
export const numberedPages = (session: Session, { operation, style }: NumberedList): Promise<NumberedPages> =>
  session.run(numberedReads, { operation: operation.key, style });
