import { operationWith } from '../../../contract/operation.ts';
import { type PartInPath, partInPath } from '../../../contract/infer/part-in-path.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { isOfPart, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { isEnd, stateIn, tasks } from '../../subjects/tasks.ts';
import { followedMs } from './followed-task.ts';
import { until } from './until.ts';

/** How long parts are waited for that come about in the background, in milliseconds. */
const longestMs = 20_000;

/** The placeholder at the end of a path for a part of the resource before it; undefined where there is none. */
export const partIn = (
  { contract }: Pick<Session, 'contract'>,
  { operation: key, pathValues }: PlannedRequest,
): { readonly text: string; readonly part: PartInPath } | undefined => {
  const operation = operationWith(contract, key);
  const part = operation && partInPath(contract, operation);
  const value = part && pathValues[part.named];
  const [placeholder] = value === undefined ? [] : placeholdersIn(value);
  const isMeant = placeholder !== undefined && isOfPart(placeholder) && placeholderText(placeholder) === value;
  return part && value !== undefined && isMeant ? { text: value, part } : undefined;
};

/**
 * A request whose path names a part of the very resource that it names before, as a read of that shows it.
 * @param request The ids of all other things are known.
 * @throws {NotTried} when the resource lists no part.
 */
export const withPart = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const found = partIn(session, request);
  if (!found) return request;
  const { named, read, list, id } = found.part;
  const above = valuesAlong(request.path, request.pathValues).slice(0, parametersIn(read.path).length);
  // What is drawn up in the background has no parts before that is done.
  const task = tasks(session.contract).find(({ monitor }) => monitor.key === read.key);
  const look = async (): Promise<{ readonly first: string | undefined } | undefined> => {
    const answer = await session.send(usableRequest(session, read, 'parts', { pathValues: inPath(read.path, above) }));
    const resource = isSuccess(answer) ? resourceIn(jsonOf(answer)) : undefined;
    const parts: unknown = resource?.[list];
    const first = (Array.isArray(parts) ? parts.filter(isObject) : []).map((one) => idText(one[id])).find((one) => one !== undefined);
    const isOpen = task !== undefined && isSuccess(answer) && !isEnd(task, stateIn(answer, task.state));
    return first === undefined && isOpen ? undefined : { first };
  };
  const withinMs = Math.min(longestMs, followedMs(session.target));
  const first = (await until(session, { withinMs, why: `"${list}" is to be there` }, look))?.first;
  if (first === undefined) throw new NotTried('missing-prerequisite', `Nothing shows a part in "${list}" of ${above.join(' and ')}`);
  return { ...request, pathValues: { ...request.pathValues, [named]: first } };
};
