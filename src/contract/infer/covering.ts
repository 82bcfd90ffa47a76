import type { Contract, InferredResourceType, LastingResourceType, Operation, Schema } from '../model.ts';
import { beginsWith, endsInParameter, isItemOf, isSamePath, parametersIn, pathAbove, segmentsOf } from './path-template.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A resource type that follows from the structure of a document. */
export type AnyInferred = InferredResourceType | LastingResourceType;

/** An operation whose path names one resource of a type. */
export const itemOf = (resourceType: AnyInferred): Operation => ('remove' in resourceType ? resourceType.remove : resourceType.item);

/** The resource type that a path parameter names a resource of, and the name of that parameter in the type's own path. */
export type Covering<T extends AnyInferred = AnyInferred> = { readonly resourceType: T; readonly parameter: string };

type Coverings<T extends AnyInferred> = ReadonlyMap<string, Covering<T>>;

/**
 * The inferred resource type whose resources the path of an operation names: the one whose item path is the longest beginning of it. By the
 * name of the parameter in the operation; empty where there is none. The type that the operation itself creates does not count.
 */
export const coveredBy = (
  { inferredResourceTypes }: Pick<Contract, 'inferredResourceTypes'>,
  operation: Operation,
): Coverings<InferredResourceType> => coveredIn(inferredResourceTypes, operation, coverings);

/** The same among the types whose resources no operation removes. */
export const coveredByLasting = (
  { lastingResourceTypes }: Pick<Contract, 'lastingResourceTypes'>,
  operation: Operation,
): Coverings<LastingResourceType> => coveredIn(lastingResourceTypes, operation, lasting);

type Remembered<T extends AnyInferred> = WeakMap<readonly T[], WeakMap<Operation, Coverings<T>>>;

const coverings: Remembered<InferredResourceType> = new WeakMap();
const lasting: Remembered<LastingResourceType> = new WeakMap();

const coveredIn = <T extends AnyInferred>(types: readonly T[], operation: Operation, all: Remembered<T>): Coverings<T> => {
  const known = all.get(types) ?? new WeakMap<Operation, Coverings<T>>();
  all.set(types, known);
  const covering = known.get(operation) ?? findCovering(types, operation);
  known.set(operation, covering);
  return covering;
};

const findCovering = <T extends AnyInferred>(types: readonly T[], operation: Operation): Coverings<T> => {
  const found = types
    .filter((one) => one.create.key !== operation.key && beginsWith(operation.path, itemOf(one).path))
    .toSorted((a, b) => segmentsOf(itemOf(b).path).length - segmentsOf(itemOf(a).path).length)[0];
  if (!found) return new Map();
  const [theirs, ours] = [parametersIn(operation.path), parametersIn(itemOf(found).path)];
  return new Map(
    ours.flatMap((parameter, n) => (theirs[n] === undefined ? [] : [[theirs[n], { resourceType: found, parameter }] as const])),
  );
};

/**
 * The resource type that is created below another one, and used at a path of its own: `/sensors/{sensorId}/readings` is about what
 * `POST /devices/{deviceId}/sensors` creates. By the noun and the name of the parameter, which is `named`, behind nothing but a prefix that the paths share. Undefined where
 * several types have them, the path has one of its own, or something is created at that.
 */
export const coveredElsewhere = (
  {
    operations,
    inferredResourceTypes,
    lastingResourceTypes,
  }: Pick<Contract, 'operations' | 'inferredResourceTypes' | 'lastingResourceTypes'>,
  { key, path }: Operation,
): (Covering & { readonly named: string }) | undefined => {
  const segments = segmentsOf(path);
  const at = segments.findIndex((one) => 'parameter' in one);
  const [noun, id] = at < 1 ? [] : segments.slice(at - 1);
  if (noun === undefined || id === undefined || !('literal' in noun) || !('parameter' in id)) return undefined;
  const textOf = (some: typeof segments): string => some.map((one) => ('literal' in one ? `/${one.literal}` : '/{}')).join('');
  // What is created there may have nothing but the noun in common.
  if (operations.some((one) => one.method === 'POST' && isSamePath(one.path, textOf(segments.slice(0, at))))) return undefined;
  const prefix = textOf(segments.slice(0, at - 1));
  const found = [...inferredResourceTypes, ...lastingResourceTypes].filter((one) => {
    const [itsNoun, itsId] = segmentsOf(itemOf(one).path).slice(-2);
    const isAlike = itsNoun !== undefined && 'literal' in itsNoun && itsNoun.literal === noun.literal;
    const isSameId =
      itsId !== undefined &&
      'parameter' in itsId &&
      (itsId.parameter === id.parameter || isIdOf(noun.literal, id.parameter, itsId.parameter));
    // The comments of `/archive/comments` are not those of `/articles/{articleId}/comments`.
    // What a PUT links there is created elsewhere.
    const isLink = 'linked' in one && one.linked !== undefined;
    return isAlike && isSameId && !isLink && one.create.key !== key && beginsWith(itemOf(one).path, prefix);
  });
  const [only] = found;
  return only && found.length === 1 && parametersIn(itemOf(only).path).length > 1
    ? { resourceType: only, parameter: only.idParameter, named: id.parameter }
    : undefined;
};

/** Words of parameters that say nothing of what they name, so that two of them may be of different things. */
const plainNames: ReadonlySet<string> = new Set(
  'id uuid guid key code slug name number no nr ref reference handle sku symbol type kind version index position'.split(' '),
);

/** Is the name of two parameters a telling one, and do they take the same values: `harbour` of `/harbours/{harbour}` and of `/boats/{boatId}/berths/{harbour}`. */
export const isSameKey = (name: string, one: Schema | undefined, other: Schema | undefined): boolean =>
  !plainNames.has(name.toLowerCase()) && one !== undefined && JSON.stringify(one) === JSON.stringify(other);

const schemaInPath = ({ parameters }: Operation, name: string): Schema | undefined =>
  parameters.find((one) => one.in === 'path' && one.name === name)?.schema;

/**
 * What the last parameter of a path names that is created below the same resource as what the path is about: the shelf of `/stores/{storeCode}/boxes/{boxId}/shelves/{shelfCode}`, where shelves
 * are created at `/stores/{storeCode}/shelves`. By the noun before the parameter, or the name of that, which for a change or an action may be one telling word; `around` is the path of what both are below. Undefined where something is created at the path itself.
 */
export const coveredBeside = (
  contract: Pick<Contract, 'operations' | 'inferredResourceTypes' | 'lastingResourceTypes'>,
  operation: Operation,
): (Covering & { readonly named: string; readonly around: string }) | undefined => {
  const segments = segmentsOf(operation.path);
  const at = segments.findLastIndex((one) => 'parameter' in one);
  const [noun, last] = [segments[at - 1], segments[at]];
  const covering = [coveredBy(contract, operation), coveredByLasting(contract, operation)].find(({ size }) => size > 0);
  const own = [...(covering?.values() ?? [])].at(-1)?.resourceType;
  if (!own || !covering || noun === undefined || !('literal' in noun) || last === undefined || !('parameter' in last)) return undefined;
  if (covering.has(last.parameter) || parametersIn(operation.path).length !== covering.size + 1) return undefined;
  const collection = segments
    .slice(0, at)
    .map((one) => ('literal' in one ? `/${one.literal}` : `/{${one.parameter}}`))
    .join('');
  const types = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes];
  if (contract.operations.some((one) => one.method === 'POST' && isSamePath(one.path, collection))) return undefined;
  if (types.some(({ create }) => create.key === operation.key)) return undefined;
  const found = types.flatMap((resourceType) => {
    const item = itemOf(resourceType).path;
    const around = pathAbove(pathAbove(item));
    const itsNoun = segmentsOf(item).at(-2);
    const isCalled =
      (itsNoun !== undefined && 'literal' in itsNoun && itsNoun.literal === noun.literal) ||
      (resourceType.idParameter === last.parameter &&
        (wordsOf(last.parameter).length > 1 ||
          // What is read is what is there, which may be of none of these.
          (operation.effect !== 'safe' &&
            isSameKey(last.parameter, schemaInPath(operation, last.parameter), schemaInPath(itemOf(resourceType), last.parameter)))));
    const isLink = 'linked' in resourceType && resourceType.linked !== undefined;
    const isBelowSame =
      endsInParameter(around) &&
      !isSamePath(around, itemOf(own).path) &&
      beginsWith(itemOf(own).path, around) &&
      isItemOf(item, resourceType.name);
    return isCalled && isBelowSame && !isLink && resourceType !== own
      ? [{ resourceType, parameter: resourceType.idParameter, named: last.parameter, around }]
      : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** Does a parameter name the id of a thing by its noun, where the type whose path the document does not show has a plain `id`: `commentId` of `/comments/{commentId}`. */
const isIdOf = (noun: string, parameter: string, plain: string): boolean => {
  const own = wordsOf(noun);
  const last = singular(own.at(-1) ?? '');
  return plain === 'id' && wordsOf(parameter).join(' ') === [...own.slice(0, -1), last, 'id'].join(' ');
};

/** Does a PUT link something that is created below the same resource as the link: `/albums/{albumId}/favourites/{photoId}` a photo of that album. */
export const isLinkBeside = ({ linked, create }: Pick<InferredResourceType, 'linked' | 'create'>): boolean =>
  linked !== undefined && parametersIn(linked).length > 0 && isSamePath(pathAbove(linked), pathAbove(pathAbove(create.path)));

/** How many resources must be created for one request to an operation: the one that its path names, and its parents. */
export const resourcesNamed = (
  contract: Pick<Contract, 'inferredResourceTypes' | 'lastingResourceTypes'>,
  operation: Operation,
): number => {
  const [covering] = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  return covering === undefined ? 0 : 1 + resourcesNamed(contract, covering.resourceType.create);
};

/** The inferred resource type of a name; undefined where there is none. */
export const inferredNamed = (
  { inferredResourceTypes, lastingResourceTypes }: Pick<Contract, 'inferredResourceTypes' | 'lastingResourceTypes'>,
  name: string,
): AnyInferred | undefined => [...inferredResourceTypes, ...lastingResourceTypes].find((one) => one.name === name);
