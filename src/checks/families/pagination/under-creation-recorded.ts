import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { pagedListAt, pagedLists, stylePlace } from '../../subjects/collection.ts';
import { creatorFor } from '../../subjects/creator-for.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { createdBetweenPages, type CreatedBetweenPages } from '../../scenarios/paging/created-between-pages.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { keysIn } from '../../scenarios/paging/surveyed.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const underCreationRecorded = defineProbe<CreatedBetweenPages>({
  id: 'pagination/under-creation-recorded',
  title: 'What something created between two pages does to a walk is recorded',
  why: 'Lists are walked while others create; whoever counts or copies by the walk has to know what it makes of that.',
  fix: 'Nothing has to be mended. Say in the documentation whether a walk shows the list of one moment.',
  reads: 'pagination',
  phase: 'mutate',
  stage: 'between-pages',
  alone: 'collection',
  places: (contract) => pagedLists(contract).flatMap((list) => (creatorFor(contract, list) ? [stylePlace(list)] : [])),
  needs(place, around) {
    const list = pagedListAt(around.contract, place);
    return needsFor(creatorFor(around.contract, list) ?? list.operation, around);
  },
  cost: () => ({ requests: 25, creates: 1 }),
  async measure(place, session) {
    const list = await offered(session, pagedListAt(session.contract, place));
    const create = creatorFor(session.contract, list)?.key ?? '';
    return session.measure(createdBetweenPages, { list: list.operation.key, style: list.style, create });
  },
  judge(place, { reference, creation, walked }, { contract }) {
    const list = pagedListAt(contract, place);
    if (creation && !isSuccess(creation)) return inconclusive(`Nothing was created between two pages: ${outcomeOf(creation)}`, [creation]);
    if (!creation || walked?.end !== 'ended') {
      return inconclusive('The list could not be walked while something was created', [walked?.last ?? reference.last]);
    }
    const older = new Set(keysIn(list, reference));
    const keys = keysIn(list, walked);
    if (older.size === 0) return inconclusive('The items have no ids to tell them apart by', reference.pages);
    const value = {
      paging: list.paging.kind,
      repeated: keys.some((key, n) => keys.indexOf(key) !== n),
      lost: [...older].some((key) => !keys.includes(key)),
      appeared: keys.some((key) => !older.has(key)),
    };
    return observed([factOf('page.under-creation', list.operation.key, value)]);
  },
});
