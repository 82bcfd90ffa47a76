import { valueAt } from '../../../contract/pointer.ts';
import type { Acting } from '../../subjects/actions.ts';
import { itemKey, largestPage, type QueryPairs } from '../../subjects/collection.ts';
import { markedOf } from '../../subjects/marked-members.ts';
import type { Session } from '../../kit/session.ts';
import { idText } from '../../subjects/shown-thing.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { itemsOfWalk, walkList } from '../paging/walk.ts';

/** The state of each listed thing by its id, as the list showed it at one moment. */
export type ListedStates = readonly (readonly [id: string, state: unknown])[];

/** A list that takes more pages than this is not compared. */
const mostPages = 20;

/**
 * A thing's list narrowed to those that name the same owner as the thing, where the contract has such a filter. `turn`
 * tells the moments apart. Undefined where the list could not be read to its end.
 */
export const listedBeside = async (
  session: Session,
  { collection, state }: Acting,
  item: unknown,
  turn: string,
): Promise<ListedStates | undefined> => {
  const list = await listInUse(session, collection);
  const owners = markedOf(session.contract, collection.operation, ({ refers }) => refers !== undefined);
  const narrowed = collection.filters.flatMap(({ parameter, at, compare }): QueryPairs => {
    const isOwner = at !== undefined && compare === 'equals' && owners.some((owner) => owner.at.endsWith(`/*${at}`));
    const value = isOwner ? idText(valueAt(item, at)) : undefined;
    return value === undefined ? [] : [[parameter.name, value]];
  });
  const walked = await walkList(session, list, { query: [...narrowed, ...largestPage(list)], pages: mostPages, turn });
  if (walked.end !== 'ended') return undefined;
  return itemsOfWalk(collection, walked).flatMap((one) => {
    const id = itemKey(collection, one);
    return id === undefined ? [] : [[id, valueAt(one, state)] as const];
  });
};
