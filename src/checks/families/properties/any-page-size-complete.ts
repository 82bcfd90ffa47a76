import { type PagedList, pagedListAt } from '../../subjects/collection.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import type { Walk } from '../../scenarios/paging/walk.ts';
import { endOf, keysOf, sizedCost, sizedLists, sizedNeeds, sizedWalks, type SizedWalks, unwalked } from './page-sizes.ts';
import { judgeProperty } from './run-property.ts';
import type { Trial } from './trial.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';

export const anyPageSizeComplete = defineProbe<SizedWalks>({
  id: 'properties/any-page-size-complete',
  title: 'Pages of any size up to the maximum lead to the same items',
  why: 'Clients choose a size for their own reasons; one at which an item falls between two pages loses it for good.',
  fix: 'Start each page behind the last item of the page before, whatever the size, and say that more follows until nothing is left.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: sizedLists,
  needs: sizedNeeds,
  cost: () => sizedCost,
  async measure(place, session) {
    const collection = await offered(session, pagedListAt(session.contract, place));
    return sizedWalks(session, collection, (walked, known) => judgeWalk(collection, walked, known));
  },
  judge(place, measured, { contract }) {
    const collection = pagedListAt(contract, place);
    const { run, after } = measured;
    const verdict = unwalked(measured) ?? (run && judgeProperty(run));
    if (!run || !verdict) return inconclusive('The list was not walked', []);
    const about = run.smallest?.about ?? [];
    if (verdict.kind !== 'fail' || about.length === 0) return verdict;
    const still = new Set(after ? keysOf(collection, after) : []);
    if (about.some((key) => still.has(key))) return verdict;
    return inconclusive(`What a walk did not show is gone from the list meanwhile: ${about.slice(0, 5).join(', ')}`, after?.pages ?? []);
  },
});

const judgeWalk = (collection: PagedList, walked: Walk, known: readonly string[]): Trial => {
  const stopped = endOf(collection, walked);
  if (stopped) return stopped;
  if (known.length === 0) return { kind: 'open', reason: 'No listed item shows an id', exchanges: [walked.last] };
  const held = new Set(keysOf(collection, walked));
  const missing = known.filter((key) => !held.has(key));
  if (missing.length === 0) return { kind: 'holds' };
  const { pages, last } = walked;
  const finding = {
    code: 'item-missing',
    where: 'a walk',
    expected: `all ${known.length} items that the list holds`,
    actual: `${missing.length} missing on ${pages.length} pages: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}`,
  };
  return { kind: 'breaks', finding, exchanges: [last, ...pages.slice(0, -1)], about: missing };
};
