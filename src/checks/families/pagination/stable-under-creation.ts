import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { itemKey, type PagedList, pagedListAt, pagedLists, stylePlace } from '../../subjects/collection.ts';
import { creatorFor } from '../../subjects/creator-for.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { createdBetweenPages, type CreatedBetweenPages } from '../../scenarios/paging/created-between-pages.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { leastItems } from '../../scenarios/paging/survey.ts';
import { countOf, itemsOfWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const stableUnderCreation = defineProbe<CreatedBetweenPages>({
  id: 'pagination/stable-under-creation',
  title: 'Something created between two pages makes the walk neither repeat nor lose an older thing',
  why: 'Lists are walked while others create; whoever counts, copies or bills by the walk would do so twice or not at all.',
  fix: 'Let the cursor name the item it stands behind, never a position that shifts.',
  reads: 'pagination',
  phase: 'mutate',
  stage: 'between-pages',
  alone: 'collection',
  places: (contract) => pagedLists(contract).flatMap((list) => (creatorFor(contract, list) ? [stylePlace(list)] : [])),
  needs: (place, around) => needsFor(creatorOf(around.contract, place), around),
  cost: () => ({ requests: 25, creates: 1 }),
  async measure(place, session) {
    const list = await offered(session, pagedListAt(session.contract, place));
    const create = creatorOf(session.contract, place).key;
    return session.measure(createdBetweenPages, { list: list.operation.key, style: list.style, create });
  },
  judge(place, { reference, creation, walked }, { contract }) {
    const list = pagedListAt(contract, place);
    if (reference.end !== 'ended') return inconclusive(`The list could not be walked: ${ended(reference)}`, [reference.last]);
    const count = countOf(list, reference);
    if (count < leastItems) return inconclusive(`The list holds ${count} items, it takes at least ${leastItems}`, reference.pages);
    if (creation && !isSuccess(creation)) return inconclusive(`Nothing was created between two pages: ${outcomeOf(creation)}`, [creation]);
    if (!walked || !creation) return inconclusive('The first page could not be read', walked ? [walked.last] : [reference.last]);
    if (walked.end !== 'ended') return inconclusive(`The walk did not come to its end: ${ended(walked)}`, [walked.last]);
    if (walked.pages.length < 2) return inconclusive('The list ended with its first page', walked.pages);
    const older = keysIn(list, reference);
    if (older.length === 0) return inconclusive('The items have no ids to tell them apart by', reference.pages);
    const counts = new Map<string, number>();
    for (const key of keysIn(list, walked)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const disturbed = [...new Set(older)].filter((key) => counts.get(key) !== 1);
    const [first] = disturbed;
    if (first === undefined) return pass(new Set(older).size);
    const times = counts.get(first) ?? 0;
    const finding = {
      code: 'walk-disturbed',
      where: 'pages behind a creation',
      expected: `each of ${older.length} older items once`,
      actual: `${first} ${times === 0 ? 'not at all' : `${times} times`}`,
    };
    return unconfirmed(fail(finding, [lastOf(walked), creation], { judged: older.length, breaches: disturbed.length }));
  },
});

const creatorOf = (contract: Contract, place: Place): Operation =>
  creatorFor(contract, pagedListAt(contract, place)) ?? operationOf(contract, place.operation ?? '');

const keysIn = (list: PagedList, walked: Walk): string[] => itemsOfWalk(list, walked).flatMap((item) => itemKey(list, item) ?? []);

const lastOf = ({ last }: Walk): Exchange => last;

const ended = ({ end, last }: Walk): string => (end === 'not-a-page' ? outcomeOf(last) : end);
