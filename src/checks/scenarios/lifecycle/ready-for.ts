import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Session } from '../../kit/session.ts';
import { statesFor, wayBetween } from '../../subjects/action-states.ts';
import { idOfMade, type Trip } from '../../subjects/round-trips.ts';
import { onIt } from './lived-call.ts';
import { bringAbove, inNeededState, isAboveAsked, walk } from './needed-state.ts';
import { ifTried } from './round-trip/way.ts';
import { belowOwn, sendCreation } from './send-creation.ts';
import { shownState } from './shown-state.ts';

/** The type of what a creation makes. */
const typeMadeBy = ({ inferredResourceTypes, lastingResourceTypes }: Contract, create: Operation): AnyInferred | undefined =>
  [...inferredResourceTypes, ...lastingResourceTypes].find((one) => one.create.key === create.key);

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
  const type = typeMadeBy(contract, parent.create);
  const told = type && statesFor(contract, type, child);
  const values = type && onIt(itemOf(type), { creation: made, id });
  const now = type && told && values ? await shownState(session, type, values) : undefined;
  if (!type || !told || !values || now === undefined || told.includes(now)) return;
  const way = wayBetween(contract, type, now, told);
  if (way) await ifTried(walk(session, type, values, way));
};

/** A resource that the run created for what is to be below it, or to name it; without an id where none is known. */
export type MadeFor = { readonly made: Exchange; readonly id: string | undefined };

/**
 * Creates a resource for children, and brings it to the state that a text asks for: "The order must be `open`". Where the text asks for a state of what the resource itself is below ("`409` if
 * the event is not published", of a hold that names a category of the event), it is created below one that nothing else uses, which is brought to that state then.
 * @param request The creation of the resource.
 */
export const madeFor = async (session: Session, parent: Trip, child: Operation, request: PlannedRequest): Promise<MadeFor> => {
  const { contract } = session;
  const resourceType = typeMadeBy(contract, parent.create);
  const own = resourceType && isAboveAsked(contract, resourceType, child) ? belowOwn(request) : undefined;
  const made = await sendCreation(session, own ?? request);
  const id = idOfMade(contract, parent, made);
  if (id === undefined || !resourceType) return { made, id };
  const pathValues = onIt(itemOf(resourceType), { creation: made, id });
  if (pathValues) await inNeededState(session, { resourceType, asking: child.key, creation: made, pathValues });
  if (own) await bringAbove(session, { resourceType, asking: child.key, creation: made });
  return { made, id };
};
