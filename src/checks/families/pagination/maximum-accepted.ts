import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PagedList, pagedListAt, pagedLists, pageItems, pagesOf, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { afterSurvey, survey, surveyCost } from '../../scenarios/paging/survey.ts';
import { countOf, type Walk, walkList } from '../../scenarios/paging/walk.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { toldSize } from './told-size.ts';
import type { Session } from '../../kit/session.ts';

type Measured = {
  /** The first page of the maximum. */
  readonly page: Exchange;
  /** The list in smaller pages, counted before; none where every walk broke off. */
  readonly counted: Walk | undefined;
};

/** Statuses by which a service refuses a size. */
const refusals = new Set([400, 422]);

export const maximumAccepted = defineProbe<Measured>({
  id: 'pagination/maximum-accepted',
  title: 'A page of the documented maximum is given, and is full while items are left',
  why: 'Clients that read much ask for the maximum; one that is refused or cut silently costs them errors or many times the requests.',
  fix: 'Compare the size with the maximum so that the maximum itself is allowed, and fill the page up to it.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ paging }) => paging.maximumSize !== undefined)
      .map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: surveyCost + 3, creates: 0 }),
  measure: async (place, session) => measureMaximum(session, await offered(session, pagedListAt(session.contract, place))),
  judge(place, { page, counted }, { contract }) {
    const collection = pagedListAt(contract, place);
    const { limit, maximumSize: most = 0 } = collection.paging;
    const asked = `${limit.name}=${most}`;
    const where = `query ${limit.name}`;
    const expected = `a page of at most ${most} items for ${asked}`;
    if (refusals.has(statusOf(page) ?? 0)) {
      return fail({ code: 'maximum-refused', where, expected, actual: `status ${outcomeOf(page)}` }, [page]);
    }
    const items = pageItems(collection, page);
    if (!items) return inconclusive(`${asked} was answered ${outcomeOf(page)}`, [page]);
    const actual = `${items.length} items`;
    if (items.length > most) return fail({ code: 'page-above-maximum', where, expected, actual }, [page]);
    const told = toldSize(collection, page);
    if (told !== undefined && told < most && told !== items.length) {
      return fail({ code: 'smaller-size-told', where, expected: `${most} told as the size for ${asked}`, actual: String(told) }, [page]);
    }
    if (!counted) return inconclusive(`The items could not be counted in pages of another size than ${most}`, [page]);
    const count = countOf(collection, counted);
    const least = Math.min(count, most);
    if (items.length < least) {
      const finding = { code: 'maximum-cut', where, expected: `${least} items for ${asked}, ${count} being there`, actual };
      return unconfirmed(fail(finding, [page, ...counted.pages]));
    }
    if (count > most) return pass(1);
    return { kind: 'pass', judged: 1, untried: [`Only ${count} items are there, so a cut between ${count} and ${most} would not show`] };
  },
});

/** Pages of a count that the survey could not make. */
const mostPages = 50;

/** The first page of the walk after the survey, which asks for the maximum, against the walks of the survey that do not. */
const measureMaximum = async (session: Session, collection: PagedList): Promise<Measured> => {
  const { first, small, single } = await survey(session, collection);
  const whole = [small, single].find((walked) => walked?.end === 'ended');
  if (whole) return { page: firstOf(await afterSurvey(session, collection)), counted: whole };
  if (first.pages.length === 0) return { page: first.last, counted: undefined };
  const { defaultSize = 20, maximumSize = defaultSize } = collection.paging;
  const query = pagesOf(collection, Math.min(defaultSize, Math.max(1, maximumSize - 1)));
  const counted = await walkList(session, collection, { query, pages: mostPages, turn: 'for the maximum' });
  return { page: firstOf(first), counted: counted.end === 'ended' ? counted : undefined };
};

const firstOf = ({ pages, last }: Walk): Exchange => pages[0] ?? last;
