import { amountIn } from '../../../contract/infer/money.ts';
import { jsonOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { itemsOfTraversal, keysIn, type Traversal } from '../../scenarios/paging/traversal.ts';
import { shiftedPages, unfinished } from '../../scenarios/paging/traversals.ts';
import { pageItems } from '../../subjects/collection.ts';
import { figureOf, unitOf } from '../../subjects/figure-rules.ts';
import { type FiguredList, figuredLists, type PageFigure } from '../../subjects/page-figures.ts';
import { defineSurveyProbe } from './paged-probe.ts';

type Json = Readonly<Record<string, unknown>>;

const objects = (items: readonly unknown[]): readonly Json[] => items.filter((item): item is Json => isObject(item));

type Wrong = { readonly page: Exchange; readonly figure: PageFigure; readonly told: number; readonly right: number };

/** The figures of the pages of a traversal, judged by the items that it saw. */
const figuresIn = (list: FiguredList, traversal: Traversal): { readonly seen: number; readonly wrong: readonly Wrong[] } => {
  const all = objects(itemsOfTraversal(list, traversal));
  const told = traversal.pages.flatMap((page) =>
    list.figures.flatMap((figure) => {
      const shown = valueAt(jsonOf(page), figure.pointer);
      const own = figure.over === 'all' ? all : objects(pageItems(list, page) ?? []);
      const [number, right] = [amountIn(shown), figureOf(figure.rule, own)];
      if (number === undefined || right === undefined) return [];
      return [{ page, figure, told: number, right, isRight: Math.abs(number - right) < unitOf(figure, shown) }];
    }),
  );
  return { seen: told.length, wrong: told.filter(({ isRight }) => !isRight) };
};

export const pageFiguresFollow = defineSurveyProbe<FiguredList>({
  id: 'pagination/page-figures-follow',
  title: 'A sum or mean beside the items of a page is one over all pages, or over the page, as its text says',
  why: 'Whoever takes the sum of the first page for the sum of all bills too little.',
  fix: 'Compute the figure from all items that the request selects, before the page is cut, where the text says so.',
  over: figuredLists,
  judge(list, traversals) {
    const open = unfinished(traversals) ?? shiftedPages(list, traversals);
    const { small, first } = traversals;
    if (open || !small) return open ?? inconclusive('The list could not be traversed', first.pages);
    const [before, after] = [first, small].map((one) => keysIn(list, one).toSorted().join('\n'));
    if (before !== after) return inconclusive('The list changed meanwhile', [small.last, first.last]);
    const { seen, wrong } = figuresIn(list, small);
    const [one] = wrong;
    if (!one) return seen > 0 ? pass(seen) : inconclusive('No page shows the figure', small.pages);
    const finding = {
      code: 'other-figure',
      where: one.figure.pointer,
      expected: `${Number(one.right.toFixed(4))}, over ${one.figure.over === 'all' ? 'the items of all pages' : 'the items of the page'}: "${one.figure.text.replaceAll(/\s+/gu, ' ').trim()}"`,
      actual: String(one.told),
    };
    return unconfirmed(
      fail(finding, [one.page, ...small.pages.filter((page) => page !== one.page)], { judged: seen, breaches: wrong.length }),
    );
  },
});
