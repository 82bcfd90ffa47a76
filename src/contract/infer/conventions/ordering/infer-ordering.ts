import { describedLists } from '../collection.ts';
import type { Inference } from '../convention.ts';
import { orderByDefault } from './default-order.ts';
import { orderByAge, orderByAlphabet, orderByFirstValues, orderBySentence } from './described-order.ts';

/** `ordering`: where a parameter of the order has a default that names a member of the items and a direction, or the list is described as newest first, in alphabetical order, or with some values first. */
export const inferOrdering: Inference = (view) =>
  describedLists(view).flatMap((list) => {
    // "Critical faults first, newest first": the values come before the age.
    const readers = [orderByDefault, orderByFirstValues, orderByAge, orderBySentence, orderByAlphabet];
    return readers.map((read) => read(view.document, list)).find((found) => found.length > 0) ?? [];
  });
