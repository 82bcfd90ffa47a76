import { itemsIn } from '../../../contract/infer/created-resource.ts';
import { idSourcesOf } from '../../../contract/infer/id-sources.ts';
import { idInAddress } from '../../../contract/infer/id-pointers.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { memberOf, resourceIn } from '../../../contract/infer/suited-members.ts';
import { type HeldTimes, heldTimesOf } from '../../../contract/infer/times/held-times.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { toldTimesOf } from '../../../generators/allowed-times.ts';
import { aroundWindow, intoWindow, type Window, windowOf } from '../../../generators/into-window.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { plainRead } from '../calls/reads.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

const dayMs = 86_400_000;

/** A resource as a read shows it. */
export const resourceAt = async (session: Session, read: Operation, values: readonly string[]): Promise<Resource | undefined> => {
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

/** The resource that a parameter in the path of an operation names, as its list shows it. */
const listedInPath = async (
  session: Session,
  list: Operation,
  operation: Operation,
  name: string,
  id: string,
): Promise<Resource | undefined> => {
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
  const source = parameter && idSourcesOf(session.contract, operation, parameter).find(({ read }) => read.key === list.key);
  const pointers = source?.from.kind === 'items' ? (source.from.members[name] ?? []) : [];
  const answer = await orSkipped((async () => session.run(plainRead, { operation: list.key }))());
  if (isSkipped(answer) || !isSuccess(answer)) return undefined;
  const isIt = (value: unknown): boolean => (idInAddress(operation.path, name, value) ?? idText(value)) === id;
  return itemsIn(jsonOf(answer))
    .filter(isObject)
    .find((item) => pointers.some((pointer) => isIt(valueAt(item, pointer))));
};

/** The resource that a parameter in the path of an operation names. */
const heldInPath = async (
  session: Session,
  operation: Operation,
  { holder: { read, kind } }: HeldTimes,
  name: string,
  values: readonly string[],
): Promise<Resource | undefined> => {
  const upTo = values.slice(0, parametersIn(operation.path).indexOf(name) + 1);
  return kind === 'one' ? resourceAt(session, read, upTo) : listedInPath(session, read, operation, name, upTo.at(-1) ?? '');
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
      held.inPath !== undefined
        ? await heldInPath(session, operationOf(session.contract, key), held, held.inPath, values)
        : held.via === undefined
          ? above
          : id === undefined
            ? undefined
            : kind === 'one'
              ? await resourceAt(session, read, [id])
              : await listedAt(session, read, id);
    const [begin, end] = held.bounds;
    const window = holder && windowOf(memberOf(holder, begin), memberOf(holder, end));
    const today = Math.floor(session.now() / dayMs) * dayMs;
    const { fromMs = 0, toMs = 0 } = window ?? {};
    return (window && held.isPast ? { fromMs, toMs: Math.max(fromMs, Math.min(toMs, today)) } : window) ?? null;
  },
});

/** May the times of a request be moved: none is a mistake that was made in it on purpose, and the operator gives none. */
export const isOurs = (
  { contract, target }: Session,
  operation: Operation,
  { faults }: PlannedRequest,
  { members }: Pick<HeldTimes, 'members'>,
): boolean => {
  const given = target.values[operation.key] ?? {};
  if (given['body'] !== undefined || members.some((name) => given[name] !== undefined)) return false;
  return faults.length === 0 || toldTimesOf(contract, operation, bodyMembers(contract, operation)).length === 0;
};

/** A read whose query names a day or a moment in the time of the resource in its path. What the document prints for it stays where it lies there. */
const withQueryInside = async (
  session: Session,
  request: PlannedRequest,
  operation: Operation,
  { members }: HeldTimes,
): Promise<PlannedRequest> => {
  const values = valuesAlong(operation.path, request.pathValues);
  // A value that a check chose is the one that it asks about.
  const usual = new Map(usableRequest(session, operation, 'plain').query);
  const isPlain = ([name, text]: readonly [string, string]): boolean =>
    members.includes(name) && request.madeUp?.includes(name) === true && usual.get(name) === text;
  const times = Object.fromEntries(request.query.filter(isPlain));
  if (request.faults.length > 0 || Object.keys(times).length === 0 || values.some((one) => one === '' || placeholdersIn(one).length > 0))
    return request;
  const window = await session.run(heldWindow, { operation: operation.key, values, named: null });
  const moved = window && intoWindow(times, Object.keys(times), window);
  if (!moved) return request;
  const query = request.query.map(([name, text]) => [name, idText(moved[name]) ?? text] as const);
  return { ...request, query, madeUp: [...new Set([...(request.madeUp ?? []), ...Object.keys(times)])] };
};

/**
 * A request whose times lie in that of the resource in which the document says that they have to lie. What its path and its body name has to be known.
 * As it is where no such resource shows when it is.
 */
export const withinHolder = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const { body } = request;
  if (request.operation === null) return request;
  const operation = operationWith(session.contract, request.operation);
  const held = operation && heldTimesOf(session.contract, operation);
  if (!held || !isOurs(session, operation, request, held)) return request;
  if (operation.effect === 'safe') return withQueryInside(session, request, operation, held);
  // What is sent as a whole has the times that somebody chose.
  if (!holdsValue(body) || !isObject(body.value) || (body.kind === 'json' && body.around?.at === '')) return request;
  const values = valuesAlong(operation.path, request.pathValues);
  if (values.some((one) => one === '' || placeholdersIn(one).length > 0)) return request;
  const named = held.above === undefined && held.via !== undefined ? idText(body.value[held.via]) : undefined;
  if (held.above === undefined && held.inPath === undefined && named === undefined) return request;
  const window = await session.run(heldWindow, { operation: operation.key, values, named: named ?? null });
  const moved = window && (held.isAround ? aroundWindow : intoWindow)(body.value, held.members, window);
  return moved
    ? { ...request, body: { ...body, value: moved }, madeUp: [...new Set([...(request.madeUp ?? []), ...held.members])] }
    : request;
};
