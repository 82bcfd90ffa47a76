import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { actionsTo, stateFor, statefulAnswer } from '../../subjects/needed-states.ts';

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
  const { contract, target } = session;
  if (contract.standard.size === 0) return;
  const shown = statefulAnswer(contract, resourceType.create);
  const now = shown && valueAt(jsonOf(creation), shown.at);
  const wanted = shown && stateFor(contract, resourceType, asking, shown.states);
  if (!shown || typeof now !== 'string' || wanted === undefined || wanted === now) return;
  const actions = actionsTo(contract, resourceType, shown, now, wanted) ?? [];
  if (!actions.every((one) => isAllowed(one, target))) return;
  const names = parametersIn(itemOf(resourceType).path);
  for (const action of actions) {
    const values = parametersIn(action.path).map((name, n) => [name, pathValues[names[n] ?? ''] ?? ''] as const);
    const answer = await session.send(usableRequest(session, action, 'prepared', { pathValues: Object.fromEntries(values) }));
    if (!isSuccess(answer)) return;
  }
};
