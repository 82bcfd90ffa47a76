import { idNames } from '../contract/infer/created-thing.ts';
import { filledSegments, isSamePath, parametersIn, segmentsOf } from '../contract/infer/path-template.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { marksIn } from '../generators/thing-mark.ts';
import type { PlannedRequest } from '../model/request.ts';

/** What is known of the things that a request names. */
export type Known = {
  /** Did this run make the thing that a path names; segments as plain text. */
  readonly isOwn: (segments: readonly string[], base: PlannedRequest['base']) => boolean;
  /** Is a text a new name of this run. */
  readonly isFresh: (text: string) => boolean;
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Safe methods (RFC 9110 section 9.2.1). */
export const isSafe = (method: string): boolean => safeMethods.has(method.toUpperCase());

/** Header fields and the query pair by which a server may take one method for another. */
const overriding = new Set(['x-http-method-override', 'x-http-method', 'x-method-override', '_method']);

/** The method that a server may take a request for: some look for another one beside it. */
export const methodOf = ({ method, headers, query }: Pick<PlannedRequest, 'method' | 'headers' | 'query'>): string =>
  [...headers, ...query].find(([name]) => overriding.has(name.toLowerCase()))?.[1].toUpperCase() ?? method.toUpperCase();

/** The operation that a server carries out for a request, whatever check it was made for; undefined where the document has none. */
export const operationAsked = ({ operations }: Pick<Contract, 'operations'>, request: PlannedRequest): Operation | undefined => {
  const method = methodOf(request);
  const named = operations.find(({ key }) => key === request.operation);
  if (named?.method === method) return named;
  return (
    operations.find((one) => one.method === method && isSamePath(one.path, request.path)) ??
    operations.find((one) => one.method === method && isFilled(one, request))
  );
};

const isFilled = ({ path }: Operation, request: PlannedRequest): boolean => {
  const asked = filledSegments(request.path, request.pathValues);
  const wanted = segmentsOf(path);
  return asked?.length === wanted.length && wanted.every((segment, n) => !('literal' in segment) || segment.literal === asked[n]);
};

/**
 * Why an unsafe request may reach something that this run did not create, in half a sentence; undefined where it cannot. Asked of operations
 * that nothing but the structure of the document tells of: what `x-assay` describes is sent as its checks choose.
 */
export const reachBeyond = (contract: Contract, operation: Operation, request: PlannedRequest, known: Known): string | undefined => {
  if (!operation.inferred) return undefined;
  const { path, pathValues } = request;
  const values = parametersIn(path).map((name) => pathValues[name] ?? '');
  const segments = filledSegments(path, pathValues);
  if (segments === undefined) return 'its path has a parameter without a usable value';
  if (operation.effect === 'changes') {
    const named = segments.slice(0, segmentsOf(path).findLastIndex((segment) => 'parameter' in segment) + 1);
    const isMadeUp = values.some((value) => isPlainlyMadeUp(value)) || request.faults.includes('unknown-id');
    return isMadeUp || known.isOwn(named, request.base) ? undefined : `nothing shows that ${named.join('/')} was created by this run`;
  }
  if (operation.effect !== 'creates' && operation.effect !== 'creates-permanently') return undefined;
  const resource = contract.inferred.find(({ create }) => create.key === operation.key);
  if (resource?.named === 'by-client')
    return known.isFresh(values.at(-1) ?? '')
      ? undefined
      : `the name ${values.at(-1) ?? ''} is not new, so that it may overwrite what bears it`;
  const told = namedInBody(idNames(resource ?? { name: path, idParameter: 'id' }), resource?.idParameter, request, known.isFresh);
  return told === undefined ? undefined : `its body names the thing by "${told}" itself, so that it may overwrite one that is there`;
};

/** Values that stand for no id at all: nobody but us would give them. */
const isPlainlyMadeUp = (value: string): boolean => value === 'ct' || value.startsWith('ct-');

/** A body may hold a name beside its id; only these members are ids of their own. */
const chosenIds = new Set(['id', '_id', 'uuid']);

/** The member of a body that gives the new thing an id which is not ours. */
const namedInBody = (
  names: readonly string[],
  idParameter: string | undefined,
  { body }: PlannedRequest,
  isFresh: Known['isFresh'],
): string | undefined => {
  const value = body !== undefined && 'value' in body ? body.value : undefined;
  if (!isObject(value)) return undefined;
  return names
    .filter((name) => chosenIds.has(name) || name === idParameter)
    .find((name) => {
      const id = value[name];
      return id !== undefined && id !== null && !(typeof id === 'string' && (isFresh(id) || marksIn(id).length > 0));
    });
};
