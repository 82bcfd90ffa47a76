import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { statesFor, wayBetween } from '../../subjects/action-states.ts';
import { actionsTo, type Stateful, stateFor, statefulAnswer } from '../../subjects/needed-states.ts';

type New = {
  readonly resourceType: AnyInferred;
  /** The operation that alone uses the resource; null where all share it. */
  readonly asking: string | null;
  readonly creation: Exchange;
  readonly pathValues: PathValues;
};

/**
 * Brings a new resource to the state that a sentence of the document asks for, by the actions whose sentences lead there: "Adds an entry to an open ledger". Only
 * with actions that the target allows; a resource stays as it is where one of them is refused.
 */
export const inNeededState = async (session: Session, { resourceType, asking, creation, pathValues }: New): Promise<void> => {
  const { contract } = session;
  if (contract.standard.size === 0) return;
  const shown = statefulAnswer(contract, resourceType.create);
  const now = shown && valueAt(jsonOf(creation), shown.at);
  if (!shown || typeof now !== 'string') return;
  const actions = actionsFor(contract, { resourceType, asking }, shown, now);
  await walk(session, resourceType, pathValues, actions);
};

/** Sends actions on a resource one after another, as long as they are accepted; none where the target does not allow all of them. */
const walk = async (session: Session, resourceType: AnyInferred, pathValues: PathValues, actions: readonly Operation[]): Promise<void> => {
  if (!actions.every((one) => isAllowed(one, session.target))) return;
  const own = valuesAlong(itemOf(resourceType).path, pathValues);
  for (const action of actions) {
    const answer = await session.send(usableRequest(session, action, 'prepared', { pathValues: inPath(action.path, own) }));
    if (!isSuccess(answer)) return;
  }
};

/** Brings a resource of the run from the state that it is in now to one of some others, by the fewest actions. Gives whether the document shows such a way. */
export const broughtOn = async (
  session: Session,
  resourceType: AnyInferred,
  pathValues: PathValues,
  { now, states }: { readonly now: string; readonly states: readonly string[] },
): Promise<boolean> => {
  const way = wayBetween(session.contract, resourceType, now, states);
  if (way === undefined) return false;
  await walk(session, resourceType, pathValues, way);
  return true;
};

/** The actions that bring a resource from its first state to one that is needed; none where it is in such a state, or nothing says how. */
const actionsFor = (
  contract: Contract,
  { resourceType, asking }: Pick<New, 'resourceType' | 'asking'>,
  shown: Stateful,
  now: string,
): readonly Operation[] => {
  const states = statesNeeded(contract, resourceType, asking);
  const wanted = stateFor(contract, resourceType, asking, shown.states);
  if (wanted !== undefined && (states === undefined || states.includes(wanted)))
    return wanted === now
      ? []
      : (actionsTo(contract, resourceType, shown, now, wanted) ?? wayBetween(contract, resourceType, now, [wanted]) ?? []);
  return states === undefined || states.includes(now) ? [] : (wayBetween(contract, resourceType, now, states) ?? []);
};

/** The states in which what asks for a resource is possible; undefined for a shared one, or where its text names none. */
const statesNeeded = (contract: Contract, resourceType: AnyInferred, asking: string | null): readonly string[] | undefined => {
  const user = asking === null ? undefined : contract.operations.find(({ key }) => key === asking || asking.startsWith(`${key} `));
  return user && statesFor(contract, resourceType, user);
};
