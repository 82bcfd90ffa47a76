import { coveredInBin, valuesBefore } from '../../contract/infer/bins.ts';
import {
  type AnyInferred,
  coveredBeside,
  coveredBy,
  coveredByLasting,
  inferredNamed,
  isLinkBeside,
  itemOf,
} from '../../contract/infer/covering.ts';
import { pairOf } from '../../contract/infer/pairs.ts';
import { identityIn } from '../../contract/infer/identity.ts';
import {
  filledSegments,
  inPath,
  isSamePath,
  parametersIn,
  type Segment,
  segmentsOf,
  valuesAlong,
} from '../../contract/infer/path-template.ts';
import type { Contract, InferredResourceType, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { looseMembers } from '../../contract/wire/loose-json.ts';
import { placeholdersIn } from '../../generators/placeholder.ts';
import { type PlannedRequest, valuesOfBody } from '../../model/request.ts';

/** What is known about the resources that a request names. */
export type Known = {
  /** Did this run create the resource that a path names; segments as plain text. */
  readonly isOwn: (segments: readonly string[], base: PlannedRequest['base']) => boolean;
  /** Did this run create what a path names, whatever it is below; undefined stands for a value that is not known. */
  readonly isOwnAnywhere?: (segments: readonly (string | undefined)[], base: PlannedRequest['base']) => boolean;
  /** Is a text a new name that this run made up. */
  readonly isFresh: (text: string) => boolean;
  /** Did a read find nothing at a path before this run created something there. */
  readonly isFree?: (segments: readonly string[], base: PlannedRequest['base']) => boolean;
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']);

/** Safe methods (RFC 9110 section 9.2.1, and RFC 4918 section 9.1). */
export const isSafe = (method: string): boolean => safeMethods.has(method.toUpperCase());

/** Does a request change nothing on the server: its method is safe, and the name of its operation does not describe a change. */
export const isHarmless = (contract: Pick<Contract, 'operations'>, request: PlannedRequest): boolean => {
  if (!isSafe(methodOf(request))) return false;
  const asked = operationAsked(contract, request);
  return asked === undefined || asked.effect === 'safe';
};

/** Header fields and the query parameter that override the method on some servers. */
const overriding = new Set(['x-http-method-override', 'x-http-method', 'x-method-override', '_method']);

/** The method that a server may carry out: some let a header or a query parameter override it. */
export const methodOf = ({ method, headers, query }: Pick<PlannedRequest, 'method' | 'headers' | 'query'>): string =>
  [...headers, ...query].find(([name]) => overriding.has(name.toLowerCase()))?.[1].toUpperCase() ?? method.toUpperCase();

/** The operation that a server carries out for a request; undefined where the document has none. */
export const operationAsked = ({ operations }: Pick<Contract, 'operations'>, request: PlannedRequest): Operation | undefined => {
  const asked = methodOf(request);
  // Many servers carry out a GET for a HEAD, and leave the content out.
  const isGet = asked === 'HEAD' && !operations.some((one) => one.method === 'HEAD' && isSamePath(one.path, request.path));
  const method = isGet ? 'GET' : asked;
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
 * Why an unsafe request may reach something that this run did not create, in half a sentence; undefined where it cannot. Only for operations
 * whose meaning is inferred from the document: checks decide for themselves about what `x-assay` describes.
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
    const isOfOwn =
      isPairOfOwn(contract, operation, request, known) ||
      isBesideOwn(contract, operation, segments, request.base, known) ||
      isRemovedOwn(contract, operation, request, known);
    if (!isMadeUp && !known.isOwn(named, request.base) && !isOfOwn) return `nothing shows that ${named.join('/')} was created by this run`;
    const member = namedInBody(coveringOf(contract, operation) ?? path, request, (id) => known.isFresh(id) || values.includes(id));
    return member === undefined ? undefined : `its body names another resource by "${member}"`;
  }
  if (operation.effect !== 'creates' && operation.effect !== 'creates-permanently') return undefined;
  const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
    ({ create }) => create.key === operation.key,
  );
  const last = values.at(-1) ?? '';
  const isLink = resourceType !== undefined && linksOwn(contract, resourceType, request, known);
  if (resourceType?.idChosenBy === 'client' && !known.isFresh(last) && known.isFree?.(segments, request.base) !== true && !isLink)
    return resourceType.linked === undefined
      ? `the name ${last} is not new, so that it may overwrite what bears it`
      : `nothing shows that ${last}, which it links, was created by this run`;
  const member = namedInBody(
    resourceType ?? path,
    request,
    (id) => known.isFresh(id) || (id === last && (isLink || known.isFree?.(segments, request.base) === true)),
  );
  return member === undefined
    ? undefined
    : `its body names the new resource by "${member}" itself, so that it may overwrite an existing one`;
};

/**
 * Is what a PUT sets about two resources that this run created, the one that it is below and the one that its last parameter names: the price of an item of ours at a
 * supplier of ours. Nobody else can have set it.
 */
const isPairOfOwn = (contract: Contract, operation: Operation, { path, pathValues, base }: PlannedRequest, known: Known): boolean => {
  const pair = pairOf(contract, operation);
  const segments = filledSegments(path, pathValues);
  if (!pair || !segments) return false;
  const { above, partner } = pair;
  const owner = segments.slice(0, segmentsOf(itemOf(above.resourceType).path).length);
  const last = parametersIn(path).at(-1) ?? '';
  const id = pathValues[last] ?? '';
  if (!known.isOwn(owner, base)) return false;
  const item = itemOf(partner.resourceType).path;
  // The path does not tell what the second one is below.
  if (pair.common)
    return (
      known.isOwnAnywhere?.(
        segmentsOf(item).map((one) => literalOr(one, partner.parameter, id)),
        base,
      ) === true
    );
  const other = filledSegments(item, { [partner.parameter]: id });
  return other !== undefined && known.isOwn(other, base);
};

/**
 * Is what is changed about a resource that this run created, and about something below the same resource of this run as that: what a box of ours holds on a shelf of our store. Nobody
 * else can have set it.
 */
const isBesideOwn = (
  contract: Contract,
  operation: Operation,
  segments: readonly string[],
  base: PlannedRequest['base'],
  known: Known,
): boolean => {
  const beside = coveredBeside(contract, operation);
  const own = coveringOf(contract, operation);
  return (
    beside !== undefined &&
    own !== undefined &&
    [itemOf(own).path, beside.around].every((path) => known.isOwn(segments.slice(0, segmentsOf(path).length), base))
  );
};

/** Is what is removed for good something that this run created, and that was put where removed things are. */
const isRemovedOwn = (contract: Contract, operation: Operation, { path, pathValues, base }: PlannedRequest, known: Known): boolean => {
  const bin = coveredInBin(contract, operation)?.bin;
  const segments = bin && filledSegments(bin.resourceType.remove.path, valuesBefore(bin, path, pathValues));
  return segments !== undefined && known.isOwn(segments, base);
};

/** A segment with the one value that is known; undefined for another parameter. */
const literalOr = (segment: Segment, parameter: string, value: string): string | undefined =>
  'literal' in segment ? segment.literal : segment.parameter === parameter ? value : undefined;

/** Does a PUT link a resource that this run created to what is above it in its path. */
const linksOwn = (
  contract: Contract,
  link: Pick<InferredResourceType, 'linked' | 'create'>,
  { base, path, pathValues }: PlannedRequest,
  known: Known,
): boolean => {
  const resourceType = link.linked === undefined ? undefined : inferredNamed(contract, link.linked);
  if (!resourceType) return false;
  // The path does not name what a thing is below that has nothing to do with the link.
  if (parametersIn(resourceType.name).length > 0 && !isLinkBeside(link)) {
    const last = valuesAlong(path, pathValues).at(-1) ?? '';
    const anywhere = segmentsOf(itemOf(resourceType).path).map((one) => literalOr(one, resourceType.idParameter, last));
    return known.isOwnAnywhere?.(anywhere, base) === true;
  }
  // What is created below the same resource has the values of the link, anything else only the last one.
  const item = itemOf(resourceType).path;
  const segments = filledSegments(item, inPath(item, valuesAlong(path, pathValues).slice(-parametersIn(item).length)));
  return segments !== undefined && known.isOwn(segments, base);
};

/**
 * Why a creation may add to a resource that this run did not create, in half a sentence; undefined where it cannot: its path names none that the run could have created,
 * one that it did, or one that cannot exist.
 */
export const addsBeyond = (contract: Contract, operation: Operation, request: PlannedRequest, known: Known): string | undefined => {
  if (!operation.inferred || (operation.effect !== 'creates' && operation.effect !== 'creates-permanently')) return undefined;
  const segments = filledSegments(request.path, request.pathValues);
  const above = [coveredBy(contract, operation), coveredByLasting(contract, operation)].flatMap((one) => [...one.keys()]);
  const last = segmentsOf(request.path).findLastIndex((segment) => 'parameter' in segment && above.includes(segment.parameter));
  if (segments === undefined || last < 0 || request.faults.includes('unknown-id')) return undefined;
  const isMadeUp = above.some((name) => isPlainlyMadeUp(request.pathValues[name] ?? ''));
  const parent = segments.slice(0, last + 1);
  return isMadeUp || known.isOwn(parent, request.base) ? undefined : `nothing shows that ${parent.join('/')} was created by this run`;
};

/**
 * Is a request that the document does not describe about nothing but a resource that this run created: its path is exactly that of one, and its method
 * replaces, changes or removes what it names (RFC 9110, sections 9.3.4 and 9.3.5; RFC 5789).
 */
export const isAboutOwnAlone = (
  { operations }: Pick<Contract, 'operations'>,
  request: PlannedRequest,
  known: Pick<Known, 'isOwn'>,
): boolean => {
  const segments = filledSegments(request.path, request.pathValues);
  return (
    ['PUT', 'PATCH', 'DELETE'].includes(methodOf(request)) &&
    operations.some(({ path }) => path === request.path) &&
    segments !== undefined &&
    known.isOwn(segments, request.base)
  );
};

/** Is a value no possible id of the server: only assay makes such values. */
const isPlainlyMadeUp = (value: string): boolean => value === 'ct' || value.startsWith('ct-');

/** The type of the resource that a path names, the one with the longer path where two are named. */
const coveringOf = (contract: Contract, operation: Operation): AnyInferred | undefined =>
  [[...coveredBy(contract, operation).values()], [...coveredByLasting(contract, operation).values()]]
    .toSorted((a, b) => b.length - a.length)[0]
    ?.at(-1)?.resourceType;

/** The member by which a body names a resource that this run did not create. */
const namedInBody = (resourceType: AnyInferred | string, { body }: PlannedRequest, isOurs: (id: string) => boolean): string | undefined => {
  const within = (value: unknown): string | undefined => {
    if (!isObject(value)) return undefined;
    const { names, wrapper } = identityIn(resourceType, value);
    const reported = names.find((name) => isOthers(value[name], isOurs));
    return reported ?? (wrapper === undefined ? undefined : within(value[wrapper]));
  };
  return valuesWritten(body)
    .map(within)
    .find((one) => one !== undefined);
};

/** Every value that a server may read in a body, however it is written. */
const valuesWritten = (body: PlannedRequest['body']): readonly unknown[] => {
  if (body?.kind !== 'text') return valuesOfBody(body);
  const { text, mediaType } = body;
  const fields = /urlencoded/iu.test(mediaType) ? [Object.fromEntries(new URLSearchParams(text))] : [];
  try {
    return [...fields, JSON.parse(text) as unknown];
  } catch {
    return [...fields, ...looseMembers(text)];
  }
};

/** Is a value the id of a resource that is not ours. Only a number or a text is an id. */
const isOthers = (id: unknown, isOurs: (id: string) => boolean): boolean =>
  (typeof id === 'number' || (typeof id === 'string' && id !== '')) && !isOurs(String(id)) && placeholdersIn(String(id)).length === 0;
