import { outcomeOf } from '../../../contract/message.ts';
import { pagedListAt, pagedLists, pageItems, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { countOf, referenceWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const maximumFull = defineProbe<Walk>({
  id: 'pagination/maximum-full',
  title: 'A page of the documented maximum is full where the list holds more',
  why: 'Clients that read much ask for the maximum; one that is cut silently costs them many times the requests.',
  fix: 'Fill the page up to the documented maximum.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ paging }) => paging.maximumSize !== undefined)
      .map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  measure: async (place, session) => referenceWalk(session, await offered(session, pagedListAt(session.contract, place)), 'first'),
  judge(place, walked, { contract }) {
    const list = pagedListAt(contract, place);
    const { limit, maximumSize: most = 0 } = list.paging;
    const [page] = walked.pages;
    if (!page) return inconclusive(`${limit.name}=${most} was answered ${outcomeOf(walked.last)}`, [walked.last]);
    const count = countOf(list, walked);
    if (count <= most) return inconclusive(`Only ${count} items are there; above ${most} it would show`, [page]);
    const found = pageItems(list, page)?.length ?? 0;
    if (found >= most) return pass(1);
    const finding = { where: `query ${limit.name}`, expected: `${most} items for ${limit.name}=${most}, ${count} being there` };
    return unconfirmed(fail({ code: 'maximum-cut', ...finding, actual: `${found} items` }, [page]));
  },
});
