import { idNames } from '../contract/infer/created-thing.ts';
import { endsInParameter, filledSegments, isSamePath, parametersIn, segmentsOf } from '../contract/infer/path-template.ts';
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
    if (!isMadeUp && !known.isOwn(named, request.base)) return `nothing shows that ${named.join('/')} was created by this run`;
    const other = idsInBody(contract, operation, request).find(({ isPathId }) => !isPathId);
    return other === undefined ? undefined : `its body names another thing by "${other.member}", which it may overwrite`;
  }
  if (operation.effect !== 'creates' && operation.effect !== 'creates-permanently') return undefined;
  const resource = contract.inferred.find(({ create }) => create.key === operation.key);
  if (resource?.named === 'by-client' && !known.isFresh(values.at(-1) ?? ''))
    return `the name ${values.at(-1) ?? ''} is not new, so that it may overwrite what bears it`;
  const told = idsInBody(contract, operation, request).find(
    ({ value, isPathId }) => !isPathId && !(typeof value === 'string' && (known.isFresh(value) || marksIn(value).length > 0)),
  );
  return told === undefined ? undefined : `its body names the thing by "${told.member}" itself, so that it may overwrite one that is there`;
};

/**
 * A request of which an id in the body names the thing that the path names. An example prints the id of a thing of its author, and many a server
 * stores by the id in the body, whatever the path says. What breaks a rule on purpose is left as it is.
 */
export const namingOneThing = (
  { operations, inferred }: Pick<Contract, 'operations' | 'inferred'>,
  request: PlannedRequest,
): PlannedRequest => {
  const operation = operations.find(({ key }) => key === request.operation);
  const { body, faults } = request;
  if (!operation?.inferred || faults.length > 0 || body?.kind !== 'json' || !isObject(body.value)) return request;
  const others = idsInBody({ inferred }, operation, request).filter(({ isPathId }) => !isPathId);
  const own = lastPathValue(request);
  if (others.length === 0 || own === undefined) return request;
  const named = others.map(({ member, value }) => [member, typeof value === 'number' && /^\d+$/u.test(own) ? Number(own) : own] as const);
  return { ...request, body: { ...body, value: { ...body.value, ...Object.fromEntries(named) } } };
};

const lastPathValue = ({ path, pathValues }: Pick<PlannedRequest, 'path' | 'pathValues'>): string | undefined =>
  endsInParameter(path) ? pathValues[parametersIn(path).at(-1) ?? ''] : undefined;

/** Values that stand for no id at all: nobody but us would give them. */
const isPlainlyMadeUp = (value: string): boolean => value === 'ct' || value.startsWith('ct-');

/** A body may hold a name beside its id; these members are names. */
const names = new Set(['key', 'slug', 'name']);

type IdInBody = {
  readonly member: string;
  readonly value: unknown;
  /** It is one that the path names. */
  readonly isPathId: boolean;
};

/** The members of a body by which it names the thing itself. */
const idsInBody = (
  { inferred }: Pick<Contract, 'inferred'>,
  { key, path }: Operation,
  { body, pathValues }: Pick<PlannedRequest, 'body' | 'pathValues'>,
): readonly IdInBody[] => {
  const value = body !== undefined && 'value' in body ? body.value : undefined;
  if (!isObject(value)) return [];
  const own = lastPathValue({ path, pathValues });
  const resource = inferred.find(({ create, remove }) => create.key === key || isSamePath(remove.path, path));
  const idParameter = resource?.idParameter ?? (own === undefined ? 'id' : (parametersIn(path).at(-1) ?? 'id'));
  return idNames({ name: resource?.name ?? withoutId(path), idParameter })
    .filter((member) => !names.has(member) || member === idParameter)
    .flatMap((member) => {
      const id = value[member];
      return id === undefined || id === null ? [] : [{ member, value: id, isPathId: Object.values(pathValues).includes(String(id)) }];
    });
};

const withoutId = (path: string): string => (endsInParameter(path) ? path.slice(0, path.lastIndexOf('/')) : path);
