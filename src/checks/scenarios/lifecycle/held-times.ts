import { itemsIn } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { memberOf, resourceIn } from '../../../contract/infer/suited-members.ts';
import { type HeldTimes, heldTimesOf } from '../../../contract/infer/times/held-times.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { toldTimesOf } from '../../../generators/allowed-times.ts';
import { intoWindow, type Window, windowOf } from '../../../generators/into-window.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

const resourceAt = async (session: Session, read: Operation, values: readonly string[]): Promise<Resource | undefined> => {
  const request = usableRequest(session, read, 'holder', { pathValues: inPath(read.path, values) });
  const answer = await orSkipped(session.send(request));
  return isSkipped(answer) || !isSuccess(answer) ? undefined : resourceIn(jsonOf(answer));
};

/** The resource of an id as its list shows it. */
const listedAt = async (session: Session, list: Operation, id: string): Promise<Resource | undefined> => {
  const answer = await orSkipped((async () => session.send(usableRequest(session, list, 'holder')))());
  if (isSkipped(answer) || !isSuccess(answer)) return undefined;
  return itemsIn(jsonOf(answer))
    .filter(isObject)
    .find((item) => [item['id'], item['uuid'], item['_id'], item['guid']].some((one) => idText(one) === id));
};

/** The time of the resource that holds the times of a body, by what the path of the operation is below and what the body names; null where nothing shows it. */
const heldWindow = defineScenario<
  { readonly operation: string; readonly values: readonly string[]; readonly named: string | null },
  Window | null
>({
  id: 'held-window',
  async run(session, { operation: key, values, named }) {
    const held = heldTimesOf(session.contract, operationOf(session.contract, key));
    if (!held) return null;
    const above = held.above && (await resourceAt(session, held.above, values));
    const id = held.via === undefined ? undefined : (named ?? idText(above?.[held.via]));
    const { read, kind } = held.holder;
    const holder =
      held.via === undefined
        ? above
        : id === undefined
          ? undefined
          : kind === 'one'
            ? await resourceAt(session, read, [id])
            : await listedAt(session, read, id);
    const [begin, end] = held.bounds;
    return (holder && windowOf(memberOf(holder, begin), memberOf(holder, end))) ?? null;
  },
});

/** May the times of a request be moved: none is a mistake that was made in it on purpose, and the operator gives none. */
const isOurs = ({ contract, target }: Session, operation: Operation, { faults }: PlannedRequest, { members }: HeldTimes): boolean => {
  const given = target.values[operation.key] ?? {};
  if (given['body'] !== undefined || members.some((name) => given[name] !== undefined)) return false;
  return faults.length === 0 || toldTimesOf(contract, operation, bodyMembers(contract, operation)).length === 0;
};

/**
 * A request whose times lie in that of the resource in which the document says that they have to lie. What its path and its body name has to be known.
 * As it is where no such resource shows when it is.
 */
export const withinHolder = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const { body } = request;
  if (request.operation === null || body?.kind !== 'json' || !isObject(body.value) || body.around !== undefined) return request;
  const operation = session.contract.operations.find(({ key }) => key === request.operation);
  const held = operation && heldTimesOf(session.contract, operation);
  if (!held || !isOurs(session, operation, request, held)) return request;
  const values = valuesAlong(operation.path, request.pathValues);
  if (values.some((one) => one === '' || placeholdersIn(one).length > 0)) return request;
  const named = held.above === undefined && held.via !== undefined ? idText(body.value[held.via]) : undefined;
  if (held.above === undefined && named === undefined) return request;
  const window = await session.run(heldWindow, { operation: operation.key, values, named: named ?? null });
  const moved = window && intoWindow(body.value, held.members, window);
  return moved
    ? { ...request, body: { ...body, value: moved }, madeUp: [...new Set([...(request.madeUp ?? []), ...held.members])] }
    : request;
};
