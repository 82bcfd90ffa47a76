import { describedLists } from '../collection.ts';
import type { Inference } from '../convention.ts';
import { orderByDefault } from './default-order.ts';
import { orderByAge, orderByAlphabet, orderBySentence } from './described-order.ts';

/** `ordering`: where a parameter of the order has a default that names a member of the items and a direction, or the list is described as newest first or in alphabetical order. */
export const inferOrdering: Inference = (view) =>
  describedLists(view).flatMap((list) => {
    const stated = orderByDefault(view.document, list);
    const found = stated.length > 0 ? stated : orderByAge(view.document, list);
    const named = found.length > 0 ? found : orderBySentence(view.document, list);
    return named.length > 0 ? named : orderByAlphabet(view.document, list);
  });
