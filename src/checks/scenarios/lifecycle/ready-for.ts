import { itemOf } from '../../../contract/infer/covering.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { statesFor, wayBetween } from '../../subjects/action-states.ts';
import type { Trip } from '../../subjects/round-trips.ts';
import { onIt } from './lived-call.ts';
import { walk } from './needed-state.ts';
import { ifTried } from './round-trip/way.ts';
import { shownState } from './shown-state.ts';

/**
 * Brings a new resource of the run to a state in which the text of a creation below it takes children, by moves that the document describes and the target allows: only an
 * open survey takes responses. Nothing is sent where no text names such states, or it is in one of them.
 */
export const readyFor = async (
  session: Session,
  parent: Trip,
  { made, id }: { readonly made: Exchange; readonly id: string },
  child: Operation,
): Promise<void> => {
  const { contract } = session;
  const type = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find((one) => one.create.key === parent.create.key);
  const told = type && statesFor(contract, type, child);
  const values = type && onIt(itemOf(type), { creation: made, id });
  const now = type && told && values ? await shownState(session, type, values) : undefined;
  if (!type || !told || !values || now === undefined || told.includes(now)) return;
  const way = wayBetween(contract, type, now, told);
  if (way) await ifTried(walk(session, type, values, way));
};
