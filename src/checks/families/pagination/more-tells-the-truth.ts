import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CursorList, cursorListAt, isByCursor, pagedListAt, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import type { ExactWalk } from '../../scenarios/paging/exact-walk.ts';
import { afterSurvey, sawAll, survey, type Survey, surveyCost } from '../../scenarios/paging/survey.ts';
import { countOf, singlePages, type Walk } from '../../scenarios/paging/walk.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';

type Measured = Pick<Survey, 'first' | 'count' | 'exact'> & {
  /** The first pages of one item each. */
  readonly ones: Walk;
  /** The list counted once more. */
  readonly last: Walk;
};

export const moreTellsTheTruth = defineProbe<Measured>({
  id: 'pagination/more-tells-the-truth',
  title: 'A page says that more follows exactly when a further page has items',
  why: 'A client that trusts it stops too early and loses items, or fetches an empty page after every list.',
  fix: 'Look one item beyond the page before saying that more follows; a full page alone is no sign of it.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(isByCursor)
      .filter(({ paging }) => paging.convention.more !== undefined)
      .map(stylePlace),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: surveyCost + 10, creates: 0 }),
  async measure(place, session) {
    const collection = await offered(session, pagedListAt(session.contract, place));
    const { first, count, exact } = await survey(session, collection);
    return { first, count, exact, ones: await singlePages(session, collection), last: await afterSurvey(session, collection) };
  },
  judge(place, { first, count, exact, ones, last }, { contract }) {
    const collection = cursorListAt(contract, place);
    for (const walked of [first, last]) {
      if (!sawAll(collection, walked)) return inconclusive(`The items could not be counted: the walk was ${walked.end}`, [walked.last]);
    }
    const countAfter = countOf(collection, last);
    const counts = [...first.pages, ...last.pages];
    if (count < 2) return inconclusive(`Only ${count} items are there, at least 2 are needed`, counts);
    if (count !== countAfter) return inconclusive(`The list changed meanwhile: ${count} items before, ${countAfter} after`, counts);
    const verdicts = [judgeOnes(collection, ones, count), ...(exact ? [judgeExact(collection, exact, count)] : [])];
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed');
    if (broken) return broken;
    const settled = joinVerdicts(verdicts.filter((one) => one.kind !== 'unconfirmed'));
    if (exact || settled.kind !== 'pass') return settled;
    return { ...settled, untried: [`${count} items do not fall into a few equal pages, so no page ended exactly at the last one`] };
  },
});

/** What a page says about a further one: undefined where it is neither true nor false, which is judged elsewhere. */
const moreOn = ({ paging }: CursorList, page: Exchange): boolean | undefined => {
  const { more } = paging.convention;
  const said = more === undefined ? undefined : evaluate(more, page);
  return typeof said === 'boolean' ? said : undefined;
};

const itemsOn = (collection: CursorList, page: Exchange): number => pageItems(collection, page)?.length ?? 0;

const announcedNothing = (index: number, page: Exchange, before: Exchange): Unconfirmed => {
  const finding = { where: `page ${index + 1}`, expected: 'items, because the page before says that more follows', actual: 'no item' };
  return unconfirmed(fail({ code: 'more-announced-nothing', ...finding }, [page, before]));
};

/** Pages of one item: each but the last says that more follows, and then more does. */
const judgeOnes = (collection: CursorList, walked: Walk, count: number): Verdict | Unconfirmed => {
  let seen = 0;
  let judged = 0;
  for (const [index, page] of walked.pages.entries()) {
    const before = walked.pages[index - 1];
    if (before && itemsOn(collection, page) === 0) return announcedNothing(index, page, before);
    seen += itemsOn(collection, page);
    const more = moreOn(collection, page);
    if (more === undefined)
      return inconclusive(`Page ${index + 1} of one item says neither that more follows nor that it does not`, [page]);
    if (!more && seen < count) {
      const finding = {
        where: `page ${index + 1}`,
        expected: `a sign that more follows, ${count} items being there`,
        actual: `none after ${seen}`,
      };
      return unconfirmed(fail({ code: 'more-not-announced', ...finding }, [page, ...walked.pages.slice(0, index)]));
    }
    judged += 1;
  }
  const { end, last, pages } = walked;
  if (end === 'ended' || end === 'cut') return pass(judged);
  const what = end === 'not-a-page' ? `was answered ${outcomeOf(last)}` : `leads no further (${end})`;
  return inconclusive(`Page ${end === 'not-a-page' ? pages.length + 1 : pages.length} of one item ${what}`, [last]);
};

/** A full page that ends at the last item says that nothing follows. */
const judgeExact = (collection: CursorList, { size, walked }: ExactWalk, count: number): Verdict | Unconfirmed => {
  const before = walked.pages.slice(0, count / size);
  const page = before.at(-1);
  const isFull = before.length === count / size && before.every((one) => itemsOn(collection, one) === size);
  if (!page || !isFull || countOf(collection, { pages: before }) !== count) {
    const reason = `No page of ${size} items ended at the last of ${count}: ${walked.end} after ${walked.pages.length} pages`;
    return inconclusive(reason, [walked.last, ...walked.pages.filter((one) => one !== walked.last)]);
  }
  const more = moreOn(collection, page);
  if (more === undefined) return inconclusive('The last page says neither that more follows nor that it does not', [page]);
  if (!more) return pass(before.length);
  const next = walked.pages[before.length];
  if (next && itemsOn(collection, next) === 0) return announcedNothing(before.length, next, page);
  const finding = { where: `page ${before.length}`, expected: `no sign that more follows all ${count} items`, actual: 'more is announced' };
  return unconfirmed(fail({ code: 'more-announced-at-the-end', ...finding }, [page, ...before.slice(0, -1)]));
};
