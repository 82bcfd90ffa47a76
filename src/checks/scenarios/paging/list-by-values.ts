import { valueAt } from '../../../contract/pointer.ts';
import type { Session } from '../../kit/session.ts';
import { largestPage, type ReadableList } from '../../subjects/collection.ts';
import type { Through } from '../../subjects/summaries.ts';
import { itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from './traversal.ts';

/** Most pages of a list with one value. */
const mostPages = 100;

/** The whole list; value by value where it may hide some of them as long as nobody asks for them. */
export const listByValues = async (
  through: Through | undefined,
  session: Session,
  list: ReadableList,
  turn: string,
): Promise<Traversal> => {
  if (through === undefined) return referenceTraversal(session, list, turn);
  const parts: Traversal[] = [];
  for (const value of through.values) {
    const query = [...largestPage(list), [through.name, value] as const];
    const part = await traverseList(session, list, { query, pages: mostPages, turn });
    // A list that takes no notice of the value, or goes on for ever, tells nothing.
    if (part.end !== 'ended' || itemsOfTraversal(list, part).some((item) => valueAt(item, through.at) !== value))
      return { ...part, end: 'cut' };
    parts.push(part);
  }
  const [first, ...rest] = parts;
  return first
    ? rest.reduce((all, one) => ({ ...one, pages: [...all.pages, ...one.pages] }), first)
    : referenceTraversal(session, list, turn);
};
