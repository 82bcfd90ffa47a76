import { lastingUntil } from '../../../contract/infer/times/lasting-until.ts';
import { memberOf } from '../../../contract/infer/suited-members.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { beforeEnd } from '../../../generators/before-end.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { isOurs, resourceAt } from './held-times.ts';

/** When the validity of a resource ends; null where nothing shows it. */
const endShown = defineScenario<{ readonly read: string; readonly id: string; readonly end: string }, string | null>({
  id: 'end-of-validity',
  async run(session, { read, id, end }) {
    const shown = await resourceAt(session, operationOf(session.contract, read), [id]);
    const value = shown && memberOf(shown, end);
    return typeof value === 'string' ? value : null;
  },
});

/**
 * A request whose times lie before the end of what its body names, where the document says that this has to be valid yet: a trip before the licence of its driver expires. What its body names has to be
 * known. As it is where they do already, or nothing shows that end.
 */
export const beforeEndOfNamed = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const operation = request.operation === null ? undefined : operationWith(session.contract, request.operation);
  let moved = request;
  for (const { by, read, end, times } of operation ? lastingUntil(session.contract, operation) : []) {
    const { body } = moved;
    // What is over on purpose stays so.
    if (!operation || request.faults.includes('value-unusable') || !isOurs(session, operation, request, { members: times })) continue;
    // What is sent as a whole has the times that somebody chose.
    if (!holdsValue(body) || !isObject(body.value) || (body.kind === 'json' && body.around?.at === '')) continue;
    const id = idText(body.value[by]);
    if (id === undefined || placeholdersIn(id).length > 0) continue;
    const until = await session.run(endShown, { read: read.key, id, end });
    const value = beforeEnd(body.value, times, until, session.now());
    if (value) moved = { ...moved, body: { ...body, value }, madeUp: [...new Set([...(moved.madeUp ?? []), ...times])] };
  }
  return moved;
};
