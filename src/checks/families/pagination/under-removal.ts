import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { followPages } from '../../scenarios/paging/follow-pages.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { countOf, keysIn, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { itemKey, pageItems, pagesOf } from '../../subjects/collection.ts';
import { type SteadyList, steadyLists } from '../../subjects/steady-walks.ts';

/** So many resources are created, of which one is removed: in a list by age they fill the first pages, or the last. */
const mostMade = 4;

/** A list of one page has nothing that could shift. */
const leastPages = 3;

/** Pages in which a list is read at most; in a longer list each has more items. */
const mostPages = 60;

type Result = {
  readonly before?: Traversal;
  /** The pages, of which one showed a resource of the run that was removed then; with that page and the removal. */
  readonly walk?: Traversal;
  readonly removed?: { readonly id: string; readonly page: Exchange; readonly removal: Exchange };
  readonly after?: Traversal;
  readonly stoppedBy: Exchange;
};

const walked = async ({ list: documented, trip }: SteadyList, session: Session): Promise<Result> => {
  const list = await offered(session, documented);
  const way = { session, trip, pathValues: await parentValues(session, trip) };
  const own = new Map<string, Exchange>();
  for (let n = 1; n <= mostMade; n += 1) {
    const made = await make(way, `between-pages-${n}`, (base) => base);
    if (made.id === undefined) return { stoppedBy: made.exchange };
    own.set(made.id, made.exchange);
  }
  const before = await referenceTraversal(session, list, 'before-removal');
  const count = countOf(list, before);
  if (before.end !== 'ended') return { before, stoppedBy: before.last };
  const { maximumSize = Infinity } = list.paging;
  const query = pagesOf(list, Math.min(Math.max(2, Math.ceil(count / mostPages)), maximumSize));
  let removed: Result['removed'];
  const watching: Session = {
    ...session,
    async send(request) {
      const page = await session.send(request);
      const seen = removed ? [] : (pageItems(list, page) ?? []).flatMap((item) => itemKey(list, item) ?? []);
      const id = seen.find((one) => own.has(one));
      const creation = id === undefined ? undefined : own.get(id);
      if (id !== undefined && creation && trip.remove) removed = { id, page, removal: await onItem(way, trip.remove, creation, id) };
      return page;
    },
  };
  const base = usableRequest(session, list.operation, 'between-removal');
  const first = await watching.send({ ...base, query: [...base.query, ...query] });
  if (!pageItems(list, first)) return { before, stoppedBy: first };
  const walk = await followPages(watching, list, first, { query, most: count + spare });
  const after = await referenceTraversal(session, list, 'after-removal');
  return { before, walk, after, stoppedBy: walk.last, ...(removed ? { removed } : {}) };
};

export const stableUnderRemoval = defineProbe<SteadyList, Result>({
  id: 'pagination/stable-under-removal',
  title: 'A removal between two pages neither repeats nor drops another item, where the document says so',
  why: 'Clients read lists while others tidy up. They would skip an item for each one that goes, and never know.',
  fix: 'Let the cursor name the last item of its page, and not a position that shifts.',
  phase: 'mutate',
  stage: 'between-pages',
  exclusive: 'collection',
  over: steadyLists,
  prerequisites: ({ trip }, around) => prerequisitesOnOwn(trip.create, trip.remove ? [trip.remove] : [], around),
  cost: () => ({ requests: 80, creates: mostMade }),
  run: walked,
  judge({ list, sentence }, { before, walk, removed, after, stoppedBy }) {
    if (!before || !walk || !after) return inconclusive(`The list could not be read: ${outcomeOf(stoppedBy)}`, [stoppedBy]);
    if (!removed || !isSuccess(removed.removal) || statusOf(removed.removal) === 202)
      return inconclusive('No page showed what the run created, or it was not removed', [removed?.removal ?? stoppedBy]);
    const isBehind = walk.pages.at(-1) !== removed.page && walk.pages.length >= leastPages;
    if (walk.end !== 'ended' || after.end !== 'ended' || !isBehind)
      return inconclusive('The walk did not go on to its end behind the removal', [walk.last, removed.removal]);
    const still = new Set(keysIn(list, after));
    const known = [...new Set(keysIn(list, before))].filter((key) => still.has(key) && key !== removed.id);
    const counts = new Map<string, number>();
    for (const key of keysIn(list, walk)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const disturbed = known.filter((key) => counts.get(key) !== 1);
    const [first] = disturbed;
    if (first === undefined) return known.length > 0 ? pass(known.length) : inconclusive('The items show no ids', before.pages);
    const times = counts.get(first) ?? 0;
    const finding = {
      code: 'walk-disturbed-by-removal',
      where: 'pages behind a removal',
      expected: `each of ${known.length} items that stayed once: "${sentence.slice(0, 200)}"`,
      actual: `${first} ${times === 0 ? 'not at all' : `${times} times`}`,
    };
    return unconfirmed(fail(finding, [walk.last, removed.removal, removed.page], { judged: known.length, breaches: disturbed.length }));
  },
});
