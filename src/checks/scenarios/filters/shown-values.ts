import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { itemsOfWalk, type Walk } from '../paging/walk.ts';

/** Texts that the items of a walk show at a place, each once, in the order in which they come. */
export const shownValues = (collection: Collection, walked: Pick<Walk, 'pages'>, at: string): string[] => [
  ...new Set(
    itemsOfWalk(collection, walked)
      .map((item) => valueAt(item, at))
      .filter((value): value is string => typeof value === 'string' && value !== ''),
  ),
];
