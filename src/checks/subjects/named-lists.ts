import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection } from '../../contract/model.ts';

/** The words of the last segment of a path, in the singular. */
export const nounsOf = (path: string): readonly string[] => wordsOf(path.split('/').at(-1) ?? '').map(singular);

/** The only list that is called as a value names it: `customers` and `/customers`. */
export const listNamed = (lists: readonly Collection[], name: string): Collection | undefined => {
  const words = wordsOf(name).map(singular).join(' ');
  const found = lists.filter(({ operation }) => nounsOf(operation.path).join(' ') === words);
  return found.length === 1 ? found[0] : undefined;
};
