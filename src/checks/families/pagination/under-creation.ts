import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import {
  defineProbe,
  fail,
  inconclusive,
  NotTried,
  observed,
  pass,
  type Probe,
  type ProbeOver,
  type Subject,
  unconfirmed,
} from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { followPages } from '../../scenarios/paging/follow-pages.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { leastItems, spare } from '../../scenarios/paging/traversals.ts';
import { countOf, keysIn, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { creatorFor, type PagedList, pagedLists, pageItems, pagesOf } from '../../subjects/collection.ts';
import { steadySentence } from '../../subjects/steady-walks.ts';

type CreatedBetweenPages = {
  /** The list before the creation. */
  readonly reference: Traversal;
  /** What was created after the first page was read; undefined where there was too little to read, or no page. */
  readonly creation: Exchange | undefined;
  /** The first page and those after it; undefined where nothing was created in between. */
  readonly traversal: Traversal | undefined;
};

/** About how many pages a list is read in, so that a new item may shift the beginning of a later one. */
const pageCount = 5;

/** Exchanges are numbered in the order of sending. */
const turnOf = ({ id }: Exchange): number => Number(id.replaceAll(/\D/g, ''));

/** Reads a page, creates a resource, and follows the pages to the end. */
const createdBetweenPages = defineScenario<{ readonly list: string; readonly style: number; readonly create: string }, CreatedBetweenPages>(
  {
    id: 'created-between-pages',
    async run(session, { list, style, create }) {
      const collection = pagedLists(session.contract).find((one) => one.operation.key === list && one.style === style);
      if (!collection) throw new NotTried('not-applicable', `${list} is not paged`);
      const reference = await referenceTraversal(session, collection, 'before-creation');
      const count = countOf(collection, reference);
      if (reference.end !== 'ended' || count < leastItems) return { reference, creation: undefined, traversal: undefined };
      const { maximumSize = Infinity } = collection.paging;
      const query = pagesOf(collection, Math.min(Math.max(2, Math.ceil(count / pageCount)), maximumSize));
      const base = usableRequest(session, collection.operation, 'between');
      const first = await session.send({ ...base, query: [...base.query, ...query] });
      if (!pageItems(collection, first))
        return { reference, creation: undefined, traversal: { pages: [], end: 'not-a-page', last: first } };
      const { exchange: shared } = await session.run(created, { operation: create });
      // A resource that was created before the first page was read is not created between two pages.
      const isBetween = turnOf(shared) > turnOf(first);
      const creation = isBetween ? shared : await session.run(creationAsSet, { operation: create, settings: [], purpose: 'between-pages' });
      if (!isSuccess(creation)) return { reference, creation, traversal: undefined };
      return { reference, creation, traversal: await followPages(session, collection, first, { query, most: count + spare }) };
    },
  },
);

/**
 * A paged list with an operation that creates its items. A reader does not take for granted that a creation leaves the pages alone, so only
 * described ways of paging count, and those of which a document says so in words.
 */
type GrowingList = PagedList & { readonly create: Operation };

const growingLists = (contract: Contract): (GrowingList & Subject)[] =>
  pagedLists(contract).flatMap((list) => {
    const { isInferred } = list.paging;
    const create =
      isInferred && steadySentence(contract, list) !== undefined ? creatorOfPresumed(contract, list) : creatorFor(contract, list);
    return create && (!isInferred || steadySentence(contract, list) !== undefined) ? [{ ...list, create }] : [];
  });

const creatorOfPresumed = ({ presumedResourceTypes }: Contract, { operation }: PagedList): Operation | undefined =>
  presumedResourceTypes.find(({ collection, create }) => collection?.operation.key === operation.key && create !== undefined)?.create;

/** Defines a check of a traversal with a creation between two pages. All such checks share one traversal. */
const defineUnderCreation = (
  check: Pick<ProbeOver<GrowingList & Subject, CreatedBetweenPages>, 'id' | 'title' | 'why' | 'fix' | 'reads' | 'judge'>,
): Probe<CreatedBetweenPages> =>
  defineProbe({
    phase: 'mutate',
    stage: 'between-pages',
    exclusive: 'collection',
    over: growingLists,
    prerequisites: ({ create }, around) => prerequisitesFor(create, around),
    cost: () => ({ requests: 25, creates: 1 }),
    async run(list, session) {
      const { operation, style, create } = await offered(session, list);
      return session.run(createdBetweenPages, { list: operation.key, style, create: create.key });
    },
    ...check,
  });

export const stableUnderCreation = defineUnderCreation({
  id: 'pagination/stable-under-creation',
  title: 'A creation between two pages neither repeats nor drops an older item',
  why: 'Clients read lists while others create. They would count, copy or bill an item twice, or not at all.',
  fix: 'Let the cursor name the last item of its page, and not a position that shifts.',
  reads: 'pagination',
  judge(list, { reference, creation, traversal }) {
    if (reference.end !== 'ended') return inconclusive(`The list could not be traversed: ${endOf(reference)}`, [reference.last]);
    const count = countOf(list, reference);
    if (count < leastItems) return inconclusive(`The list holds only ${count} items; at least ${leastItems} are needed`, reference.pages);
    if (creation && !isSuccess(creation)) return inconclusive(`Nothing was created between two pages: ${outcomeOf(creation)}`, [creation]);
    if (!traversal || !creation) return inconclusive('The first page could not be read', traversal ? [traversal.last] : [reference.last]);
    if (traversal.end !== 'ended') return inconclusive(`The traversal did not reach the end: ${endOf(traversal)}`, [traversal.last]);
    if (traversal.pages.length < 2) return inconclusive('The list ended with its first page', traversal.pages);
    const older = keysIn(list, reference);
    if (older.length === 0) return inconclusive('The items show no ids', reference.pages);
    const counts = new Map<string, number>();
    for (const key of keysIn(list, traversal)) counts.set(key, (counts.get(key) ?? 0) + 1);
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
    return unconfirmed(fail(finding, [traversal.last, creation], { judged: older.length, breaches: disturbed.length }));
  },
});

const endOf = ({ end, last }: Traversal): string => (end === 'not-a-page' ? outcomeOf(last) : end);

export const underCreationRecorded = defineUnderCreation({
  id: 'pagination/under-creation-recorded',
  title: 'How a creation between two pages changes what the pages show is recorded',
  why: 'Clients read lists while others create, and have to know whether they may miss an item or get one twice.',
  fix: 'Nothing is broken; the documentation could state whether the pages show the list of one moment.',
  reads: 'pagination',
  judge(list, { reference, creation, traversal }) {
    if (creation && !isSuccess(creation)) return inconclusive(`Nothing was created between two pages: ${outcomeOf(creation)}`, [creation]);
    if (!creation || traversal?.end !== 'ended') {
      return inconclusive('The list could not be traversed with a creation between two pages', [traversal?.last ?? reference.last]);
    }
    const older = new Set(keysIn(list, reference));
    const keys = keysIn(list, traversal);
    if (older.size === 0) return inconclusive('The items show no ids', reference.pages);
    const value = {
      paging: list.paging.kind,
      repeated: keys.some((key, n) => keys.indexOf(key) !== n),
      lost: [...older].some((key) => !keys.includes(key)),
      appeared: keys.some((key) => !older.has(key)),
    };
    return observed([factOf('page.under-creation', list.operation.key, value)]);
  },
});
