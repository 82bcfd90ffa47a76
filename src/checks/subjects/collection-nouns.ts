import { segmentsOf } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';

/** The nouns of all collections in the paths of a document, in both numbers. */
export const nounsIn = ({ operations }: Contract): ReadonlySet<string> =>
  new Set(
    operations.flatMap(({ path }) =>
      segmentsOf(path).flatMap((segment) => {
        const words = 'literal' in segment ? wordsOf(segment.literal) : [];
        const last = words.at(-1) ?? '';
        // A collection is in the plural; an action is a verb, and `/status` is neither.
        return last.endsWith('s') && last !== 'status' && singular(last) !== last ? [singular(last), last] : [];
      }),
    ),
  );
