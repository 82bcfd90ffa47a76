import * as fc from 'fast-check';
import type { Contract } from '../../../contract/model.ts';
import type { Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { itemKey, type PagedList, pagedListAt, pagedLists, pageItems, pagesOf, stylePlace } from '../../subjects/collection.ts';
import { inconclusive, type Surroundings } from '../../kit/define.ts';
import { leastItems, spare } from '../../scenarios/paging/survey.ts';
import { countOf, itemsOfWalk, referenceWalk, type Walk, walkList } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { type PropertyRun, runProperty, usualSamples } from './run-property.ts';
import { mostShrinkRequests } from './shrink.ts';
import type { Trial } from './trial.ts';

/** Pages that a walk by a generated size takes at the most, where the list allows it. */
const usualPages = 10;

/** Walks of more pages than this are made twice only, and of many more not at all. */
const [manyPages, tooManyPages] = [20, 60] as const;

export type SizedWalks = {
  /** The list before, in pages as large as the contract allows. */
  readonly first: Walk;
  readonly count: number;
  /** Undefined where the list cannot be counted or is too short or too long to be walked again and again. */
  readonly run: PropertyRun | undefined;
  /** The list once more after a breach. */
  readonly after: Walk | undefined;
};

/** Lists whose sizes have a printed maximum and whose items can be told apart. */
export const sizedLists = (contract: Contract): Place[] =>
  pagedLists(contract)
    .filter(({ id, paging }) => id !== undefined && paging.maximumSize !== undefined)
    .map(stylePlace);

export const sizedNeeds = (place: Place, around: Surroundings): ReturnType<typeof needsFor> =>
  needsFor(pagedListAt(around.contract, place).operation, around);

export const sizedCost = { requests: usualSamples * (usualPages + spare) + mostShrinkRequests, creates: 0 } as const;

export const keysOf = (collection: PagedList, walked: Walk): string[] =>
  itemsOfWalk(collection, walked).flatMap((item) => itemKey(collection, item) ?? []);

type Sizes = { readonly least: number; readonly most: number; readonly samples: number };

/** Sizes that give a walk at least two pages, and about ten at the most. */
const sizesFor = ({ paging }: PagedList, count: number): Sizes => {
  const most = Math.min(paging.maximumSize ?? 1, count - 1);
  const least = Math.min(Math.max(1, Math.ceil(count / usualPages)), most);
  const pages = Math.ceil(count / least);
  const samples = pages > tooManyPages ? 0 : pages > manyPages ? 2 : usualSamples;
  return { least, most, samples };
};

/** Walks a list in pages of generated sizes; `judge` says what a walk shows, given the ids that the list held before. */
export const sizedWalks = async (
  session: Session,
  collection: PagedList,
  judge: (walked: Walk, known: readonly string[]) => Trial,
): Promise<SizedWalks> => {
  const first = await referenceWalk(session, collection, 'first');
  const count = countOf(collection, first);
  const { least, most, samples } = sizesFor(collection, count);
  if (first.end !== 'ended' || count < leastItems || samples === 0) return { first, count, run: undefined, after: undefined };
  const operation = collection.operation.key;
  const known = [...new Set(keysOf(collection, first))];
  const run = await runProperty(
    session,
    {
      label: `page sizes of ${operation}`,
      arb: fc.integer({ min: least, max: most }),
      async attempt(size, by) {
        const pages = Math.ceil(count / size) + spare;
        return judge(await walkList(by, collection, { query: pagesOf(collection, size), pages, turn: 'generated size' }), known);
      },
    },
    samples,
  );
  return { first, count, run, after: run.smallest && (await referenceWalk(session, collection, 'after a generated size')) };
};

/** Why nothing can be said of a list; undefined where its walks tell. */
export const unwalked = ({ first, count, run }: SizedWalks): Verdict | undefined => {
  if (run) return undefined;
  if (first.end !== 'ended') return inconclusive(`The list could not be counted: ${first.end}`, [first.last]);
  if (count < leastItems) return inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, first.pages);
  return { kind: 'inconclusive', reason: `${count} items take too many pages to be walked again`, exchanges: [], unseen: true };
};

/** Did a walk go on for ever, or stop without an end. */
export const endOf = (collection: PagedList, { pages, end, last }: Walk): Trial | undefined => {
  if (end === 'ended') return undefined;
  const items = pages.reduce((sum, page) => sum + (pageItems(collection, page)?.length ?? 0), 0);
  if (end === 'cursor-repeated' || end === 'cut') {
    const finding = {
      code: 'walk-never-ends',
      where: 'a walk',
      expected: 'a last page that says nothing follows',
      actual: `page ${pages.length}, after ${items} items, announces another one`,
    };
    return { kind: 'breaks', finding, exchanges: [last, ...pages.slice(0, -1)] };
  }
  return { kind: 'open', reason: `A walk stopped at page ${pages.length + (end === 'not-a-page' ? 1 : 0)} (${end})`, exchanges: [last] };
};
