import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import {
  largestPage,
  type PagedList,
  pagedListAt,
  pagedLists,
  pageItems,
  pagesOf,
  styleParameterPlace,
} from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { firstPage, referenceWalk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

type Measured = { readonly largest: Exchange; readonly usual: Exchange };

/** Refusals of the client, or of the moment, and not of a size. */
const aboutOthers: ReadonlySet<number> = new Set([401, 403, 408, 429]);

export const maximumNotRefused = defineProbe<Measured>({
  id: 'pagination/maximum-not-refused',
  title: 'The documented maximum is taken as a size',
  why: 'Clients that read much ask for the maximum; one that is refused costs them errors.',
  fix: 'Compare the size with the maximum so that the maximum itself is allowed.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ paging }) => paging.maximumSize !== undefined)
      .map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, pagedListAt(session.contract, place));
    const { pages, last } = await referenceWalk(session, list, 'first');
    return { largest: pages[0] ?? last, usual: await firstPage(session, list, pagesOf(list, usualSize(list))) };
  },
  judge(place, { largest, usual }, { contract }) {
    const list = pagedListAt(contract, place);
    const { limit, maximumSize: most = 0 } = list.paging;
    const asked = largestPage(list).map((pair) => pair.join('='))[0] ?? limit.name;
    const finding = { where: `query ${limit.name}`, expected: `a page of at most ${most} items for ${asked}` };
    const status = statusOf(largest) ?? 0;
    if (isSuccess(largest)) {
      const items = pageItems(list, largest);
      if (!items) return inconclusive(`${asked} was answered ${outcomeOf(largest)} without a list`, [largest]);
      if (items.length <= most) return pass(1);
      return fail({ code: 'page-above-maximum', ...finding, actual: `${items.length} items` }, [largest]);
    }
    if (status >= 400 && status < 500 && !aboutOthers.has(status) && isSuccess(usual)) {
      return fail({ code: 'maximum-refused', ...finding, actual: `status ${outcomeOf(largest)}` }, [largest, usual]);
    }
    return inconclusive(`${asked} was answered ${outcomeOf(largest)}`, [largest, usual]);
  },
});

/** A size well below the maximum: what another refusal would be about. */
const usualSize = ({ paging: { defaultSize = 20, maximumSize = defaultSize } }: PagedList): number =>
  Math.min(defaultSize, Math.max(1, maximumSize - 1));
