import { describedLists } from '../../../contract/infer/conventions/collection.ts';
import { descriptionOf, isOnly, pageHeaders, pageMembers } from '../../../contract/infer/conventions/paging-members.ts';
import { evaluate } from '../../../contract/expression.ts';
import type { Contract } from '../../../contract/model.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { shiftedPages, unfinished } from '../../scenarios/paging/traversals.ts';
import { type PagedList, pagedLists, pageItems } from '../../subjects/collection.ts';
import { defineSurveyProbe } from './paged-probe.ts';

/** A list whose pages report at a runtime expression how many pages there are. */
type CountingList = PagedList & Subject & { readonly pagesAt: string };

/** Names of values that say how many pages a list has, in words. */
const names: ReadonlySet<string> = new Set([
  'total pages',
  'page count',
  'pages total',
  'number of pages',
  'pages count',
  'x total pages',
  'last page',
]);

/** Descriptions by which such a number may be another one. */
const isOther = /estimat|approximat|at most|up to|maximum|\bmay\b|items (?:on|in) (?:this|the|a) page|page size|zero|0-based|index/iu;

/** Where the pages of a list report how many there are; undefined where no name says so. */
const countAt = (contract: Contract, { operation }: PagedList): string | undefined => {
  const { document } = contract;
  const [list] = describedLists({ document, operations: [operation] });
  if (list === undefined) return undefined;
  const named = [...pageMembers(document, list), ...pageHeaders(list)].filter(
    ({ words, around, schema }) =>
      (names.has(words) || (words === 'pages' && around !== 'links')) &&
      isOnly(document, schema, 'integer') &&
      !isOther.test(descriptionOf(document, schema)),
  );
  return named.length === 1 ? named[0]?.at : undefined;
};

const countingLists = (contract: Contract): readonly CountingList[] =>
  contract.standard.size === 0
    ? []
    : pagedLists(contract).flatMap((list) => {
        const pagesAt = countAt(contract, list);
        return pagesAt === undefined ? [] : [{ ...list, pagesAt }];
      });

export const pageCountTrue = defineSurveyProbe<CountingList>({
  id: 'pagination/page-count-true',
  title: 'Every page reports how many pages of its size the list has',
  why: 'Clients draw as many links as there are pages, and the last one leads to nothing, or to the last items no link leads.',
  fix: 'Divide the number of items that the request selects by the size of the page, and round up.',
  reads: 'pagination',
  over: countingLists,
  judge(list, traversals) {
    const open = unfinished(traversals) ?? shiftedPages(list, traversals);
    if (open) return open;
    const all = [traversals.small, traversals.single, traversals.exact?.traversal].filter((one) => one?.end === 'ended');
    const judged = all.flatMap((one) => {
      const full = (one?.pages ?? []).filter((page) => (pageItems(list, page)?.length ?? 0) > 0);
      const sizes = full.map((page) => pageItems(list, page)?.length ?? 0);
      // Only pages of one size divide a list as the number says.
      const isEven = sizes.every((size, n) => (n === sizes.length - 1 ? size <= (sizes[0] ?? 0) : size === sizes[0]));
      return full.length > 1 && isEven
        ? full.map((page) => ({ page, count: full.length, others: full.filter((other) => other !== page) }))
        : [];
    });
    const shown = judged
      .map((one) => ({ ...one, reported: evaluate(list.pagesAt, one.page) }))
      .filter(({ reported }) => reported !== undefined);
    const wrong = shown.find(({ reported, count }) => Number(reported) !== count);
    if (wrong) {
      const finding = { code: 'other-page-count', where: list.pagesAt, expected: `${wrong.count}, as many pages as were read to the end` };
      return unconfirmed(fail({ ...finding, actual: JSON.stringify(wrong.reported) }, [wrong.page, ...wrong.others]));
    }
    return shown.length > 0
      ? pass(shown.length)
      : inconclusive('No list of several pages reports how many there are', [traversals.first.last]);
  },
});
