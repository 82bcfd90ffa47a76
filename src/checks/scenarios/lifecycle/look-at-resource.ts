import { headerValues, isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation, ResourceType } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { endsInParameter, isSamePath, parametersIn } from '../../../contract/infer/path-template.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { idParameterOf } from '../../subjects/resources.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Session } from '../../kit/session.ts';
import { heldWith, idLocationOf, idText, mentions, type Resource } from '../../subjects/shown-resource.ts';
import { reportsMore } from '../../subjects/shows-more.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { findItem } from '../paging/find-item.ts';
import { listInUse } from '../paging/offered-styles.ts';

/** Statuses that report that a resource does not exist (RFC 9110 sections 15.5.5, 15.5.11). */
export const goneStatuses: readonly number[] = [404, 410];

/** Statuses that may pass: the resource does not exist yet or is busy, the quota is used up, or the server failed. */
export const mayPass = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status === undefined || status >= 500 || [404, 408, 409, 410, 423, 425, 429].includes(status);
};

/** The values in the path of a creation, in their order: the resources that the new one is below. A PUT that ends in a parameter names the new one itself there. */
export const parentsOf = ({ request: { method, path, pathValues } }: Exchange): readonly string[] => {
  const names = parametersIn(path);
  return (method === 'PUT' && endsInParameter(path) ? names.slice(0, -1) : names).flatMap((name) => pathValues[name] ?? []);
};

/**
 * Sends an operation on one resource, with only what it requires.
 * @param parents The values in its path before the id; those that are not given are found like those of any other request.
 * @param headers Header fields in place of those that the request would have.
 * @param credential In place of the one that the operation needs.
 */
export const onResource = (
  session: Session,
  operation: Operation,
  id: string,
  {
    purpose = 'thing',
    body,
    parents = [],
    headers = [],
    credential,
  }: {
    readonly purpose?: string;
    readonly body?: unknown;
    readonly parents?: readonly string[];
    readonly headers?: PlannedRequest['headers'];
    readonly credential?: PlannedRequest['credential'];
  } = {},
): Promise<Exchange> => {
  const names = parametersIn(operation.path);
  const above = parents.flatMap((value, n) => (names[n] === undefined ? [] : [[names[n], value] as const]));
  const request = usableRequest(session, operation, purpose, {
    pathValues: { ...Object.fromEntries(above), [idParameterOf(operation)]: id },
    ...(body === undefined ? {} : { body: { kind: 'json', value: body } }),
  });
  const others = request.headers.filter(([name]) => !headers.some(([own]) => own.toLowerCase() === name.toLowerCase()));
  return session.send({ ...request, headers: [...others, ...headers], ...(credential === undefined ? {} : { credential }) });
};

/**
 * Resources in a list. `missing`: those that are not in it although it was read to its end. `open`: that is not known, because the
 * answer was no list, or more follows.
 */
export type ListLook = {
  readonly exchange: Exchange;
  /** By id, the object in the list; undefined where the list has only the bare id. */
  readonly shown: ReadonlyMap<string, Resource | undefined>;
  readonly missing: readonly string[];
  readonly isOpen: boolean;
};

/** May a cache that several callers share keep an answer for some time (RFC 9111, sections 3.5, 5.2.2.1, 5.2.2.7, 5.2.2.9 and 5.2.2.10). */
const isSharedFor = (exchange: Exchange): boolean => {
  const directives = headerValues(exchange, 'Cache-Control').join(',');
  const has = (name: string): boolean => new RegExp(String.raw`(?:^|[,\s])${name}(?:$|[,;\s=])`, 'iu').test(directives);
  if (/\bs-maxage=0*[1-9]/iu.test(directives)) return true;
  if (!/\bmax-?age=0*[1-9]/iu.test(directives) || has('private') || has('no-store')) return false;
  const isAuthorized = exchange.sent.headers.some(([name]) => name.toLowerCase() === 'authorization');
  return !isAuthorized || has('public') || has('must-revalidate');
};

/** Did a cache answer, or may one: then an answer need not show what is now (RFC 9111, section 5.1). A run keeps no answers itself, so that those that only a caller may keep are of now. */
export const isCached = (exchange: Exchange): boolean => headerValues(exchange, 'Age').length > 0 || isSharedFor(exchange);

/** The strong entity tag of a success (RFC 9110, section 8.8.3); undefined where it has none, or several. */
export const strongTag = (exchange: Exchange): string | undefined => {
  const [tag, ...others] = isSuccess(exchange) ? headerValues(exchange, 'ETag') : [];
  return tag !== undefined && others.length === 0 && /^"[^"]*"$/u.test(tag) ? tag : undefined;
};

/** The values in the path of a list of what was created below some parents: reads are usually of another parent, where creations need one in a certain state. */
const valuesAbove = ({ create, collection }: ResourceType, parents: readonly string[]): Readonly<Record<string, string>> => {
  const path = collection?.operation.path ?? '';
  const isThere = create !== undefined && parents.length > 0 && isSamePath(create.path, path);
  return isThere ? Object.fromEntries(parametersIn(path).map((name, n) => [name, parents[n] ?? ''])) : {};
};

/**
 * Looks for resources in their list by their ids. Never remembered, because the moment counts.
 * @param parents What the resources are below; undefined where the list is that below something else.
 */
export const lookInList = async (
  session: Session,
  resourceType: ResourceType,
  ids: readonly string[],
  parents: readonly string[] = [],
): Promise<ListLook | undefined> => {
  const { collection } = resourceType;
  if (!collection) return undefined;
  const location = idLocationOf(resourceType);
  const shown = new Map<string, Resource | undefined>();
  let seen = 0;
  const isSought = (item: unknown): boolean => {
    seen += 1;
    const id = idText(isObject(item) ? valueAt(item, location) : item);
    if (id !== undefined && ids.includes(id)) shown.set(id, isObject(item) ? item : undefined);
    return shown.size === ids.length;
  };
  const found = await findItem(session, collection, isSought, { pathValues: valuesAbove(resourceType, parents) });
  const { exchange } = found;
  if (parents.length > 0 && parentsOf(exchange).join('/') !== parents.join('/')) return undefined;
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  for (const id of ids) {
    if (shown.has(id) || body === undefined || !mentions(body, id)) continue;
    shown.set(id, heldWith(resourceType, body, id)?.resource);
  }
  const missing = ids.filter((id) => !shown.has(id));
  const isWhole = body !== undefined && (found.kind === 'absent' || found.kind === 'unreadable');
  const { paging } = await listInUse(session, collection);
  const follows = paging === undefined && reportsMore(exchange, seen, collection.pages.length > 0);
  return { exchange, shown, missing, isOpen: missing.length > 0 && (!isWhole || follows) };
};
