import type { InferredResourceType, Operation } from '../../model.ts';
import { nounWordsOf } from '../id-names.ts';
import { takesMany } from '../listed-items.ts';
import {
  beginsWith,
  endsInParameter,
  isDirectlyBelow,
  isItemOf,
  isSamePath,
  isShallowItemOf,
  parametersIn,
  pathAbove,
} from '../path-template.ts';
import { isReading, wordsOf } from '../words.ts';
import { collectionOf } from './collections.ts';
import { answers201, isShownAt, showsSame } from './creation-responses.ts';
import { dangerOf, invitesOne } from './danger.ts';
import { idsLinked, leadsToCreated, linksOf } from './links.ts';
import type { NamedOf } from './names.ts';
import { isRemoval, namesOne } from './one-resource.ts';
import { isCalledAfter, isFileAt, usedElsewhere } from './used-elsewhere.ts';

type Json = Readonly<Record<string, unknown>>;

/** An inferred resource type with the keys of its operations. */
export type Candidate = {
  readonly name: string;
  readonly create: string;
  readonly remove: string;
  readonly idChosenBy: InferredResourceType['idChosenBy'];
  readonly idExpressions: readonly string[];
};

/** The type of resource that an operation creates and another one removes; undefined where the document shows none. */
export const candidateOf = (
  document: Json,
  operations: readonly Operation[],
  operation: Operation,
  namedOf: NamedOf,
): Candidate | undefined => {
  if (takesMany(document, operation)) return undefined;
  if (dangerOf(document, operations, operation, namedOf) !== undefined && !invitesOne(document, operations, operation, namedOf))
    return undefined;
  if (operation.method === 'POST') return candidateOfPost(document, operations, operation, namedOf);
  return operation.method === 'PUT' ? candidateOfPut(document, operations, operation, namedOf) : undefined;
};

const candidateOfPost = (document: Json, operations: readonly Operation[], create: Operation, namedOf: NamedOf): Candidate | undefined => {
  if (isReading(namedOf(create)) && !answers201(create)) return undefined;
  const isOne = (one: Operation): boolean => isRemoval(one, create, namedOf) && namesOne(document, one, create, name);
  const name = collectionOf(create.path);
  const links = linksOf(document, operations, create);
  const remove =
    operations.find((one) => isItemOf(one.path, name) && isOne(one)) ??
    operations.find((one) => isItemOfOtherNumber(operations, one.path, name) && isOne(one)) ??
    operations.find((one) => links.some((link) => leadsToCreated(link, one, name)) && isRemoval(one, create, namedOf)) ??
    operations.find((one) => isShallowItemOf(one.path, name) && isOne(one) && isSameAt(document, operations, create, one.path));
  if (!remove) return undefined;
  const idExpressions = idsLinked(links, remove, name);
  return { name, create: create.key, remove: remove.key, idChosenBy: 'server', idExpressions };
};

/**
 * Does the path of one resource name what a POST creates below another: a read or a change there shows the same, or nothing reads it there, and what is done there
 * does or brings back the file that was sent, or its parameter is called after the noun where nothing is done there but the removal.
 */
const isSameAt = (document: Json, operations: readonly Operation[], create: Operation, path: string): boolean => {
  if (showsSame(document, operations, create, path)) return true;
  if (usedElsewhere(document, operations, create) === undefined) return false;
  const there = operations.filter((one) => isSamePath(one.path, path) || isDirectlyBelow(one.path, path));
  const isRemovedAlone = there.length > 0 && there.every((one) => one.method === 'DELETE' && isSamePath(one.path, path));
  if (isShownAt(operations, create, path) || isFileAt(document, operations, create, path)) return true;
  return isRemovedAlone && isCalledAfter(parametersIn(path).at(-1) ?? '', path);
};

/**
 * Whether a path is that of an item of a collection in the other number: `/crate/{id}` of `/crates`, `/crates/{id}` of `/crate`. Not where another operation
 * reads or adds to what the item path itself says that it is one of.
 */
const isItemOfOtherNumber = (operations: readonly Operation[], path: string, collection: string): boolean => {
  const own = pathAbove(path);
  const [ours, theirs] = [nounWordsOf(own).join(' '), nounWordsOf(collection).join(' ')];
  return (
    isItemOf(path, own) &&
    ours !== '' &&
    ours === theirs &&
    isSamePath(pathAbove(own), pathAbove(collection)) &&
    !operations.some((one) => isSamePath(one.path, own) || isItemOf(one.path, collection))
  );
};

/** Last words of a path parameter that say nothing about what it names. */
const idWords: ReadonlySet<string> = new Set('id uuid guid identifier key slug number no nr code ref reference handle sku'.split(' '));

/**
 * The path of the collection whose resources the last parameter of a path names, where these are created elsewhere: `/photos` for `/albums/{albumId}/photos/{photoId}`
 * and for `/albums/{albumId}/cover/{photoId}`. By the parameter, else by the segment before it, which may be enough where both paths call the parameter the same:
 * `/shelves/{shelfId}/books/{barcode}` and `/books/{barcode}`. By the parameter alone, what is created below the same resource:
 * `/albums/{albumId}/photos` for `/albums/{albumId}/favourites/{photoId}`.
 */
export const linkedBy = (operations: readonly Operation[], path: string): string | undefined => {
  const parameters = parametersIn(path);
  if (!endsInParameter(path) || parameters.length < 2) return undefined;
  const words = wordsOf(parameters.at(-1) ?? '');
  const named = words.filter((word, n) => n < words.length - 1 || !idWords.has(word));
  const noun = (named.length > 0 ? named : nounWordsOf(pathAbove(path))).join(' ');
  const collections = [
    ...operations.filter(({ method, path: one }) => method === 'POST' && parametersIn(one).length === 0).map((one) => one.path),
    ...operations.filter((one) => parametersIn(one.path).length === 1 && createsAtPath(operations, one)).map((one) => pathAbove(one.path)),
  ];
  const before = nounWordsOf(pathAbove(path)).join(' ');
  const isMeant = (one: string): boolean => {
    if (isSamePath(one, pathAbove(path))) return false;
    const items = operations.filter((other) => isItemOf(other.path, one));
    const isCalled = nounWordsOf(one).join(' ');
    const hasSameName = isCalled === before && items.some((other) => parametersIn(other.path).at(-1) === parameters.at(-1));
    return items.length > 0 && (isCalled === noun || hasSameName);
  };
  return collections.find(isMeant) ?? (named.length > 0 ? collectionsBeside(operations, path).find(isMeant) : undefined);
};

/**
 * The same for the path of a PUT that links, where the only collection of what the parameter names is below a resource that has nothing to do with the link:
 * `/albums/{albumId}/photos` for `/guests/{guestId}/favourites/{photoId}`. What is below the same root may have to be of the very resource that the path names.
 */
export const linkedFromPath = (operations: readonly Operation[], path: string): string | undefined =>
  linkedBy(operations, path) ?? linkedElsewhere(operations, path);

const linkedElsewhere = (operations: readonly Operation[], path: string): string | undefined => {
  const parameter = parametersIn(path).at(-1) ?? '';
  const words = wordsOf(parameter);
  const noun = words.filter((word, n) => n < words.length - 1 || !idWords.has(word)).join(' ');
  if (noun === '' || !endsInParameter(path) || parametersIn(path).length < 2) return undefined;
  const found = operations.filter(
    ({ method, path: one }) =>
      method === 'POST' &&
      parametersIn(one).length > 0 &&
      !endsInParameter(one) &&
      nounWordsOf(one).join(' ') === noun &&
      operations.some((other) => isItemOf(other.path, one) && parametersIn(other.path).at(-1) === parameter),
  );
  const [only] = found;
  const root = only && /^.*?\{[^{}]+\}/u.exec(only.path)?.[0];
  return only && found.length === 1 && root !== undefined && !beginsWith(path, root) && !isSamePath(only.path, pathAbove(path))
    ? only.path
    : undefined;
};

/** The paths of the collections to which a POST adds below the same resource as a path of one: `/albums/{albumId}/photos` for `/albums/{albumId}/favourites/{photoId}`. */
const collectionsBeside = (operations: readonly Operation[], path: string): readonly string[] => {
  const above = pathAbove(pathAbove(path));
  return operations
    .filter(
      (one) => one.method === 'POST' && endsInParameter(above) && !endsInParameter(one.path) && isSamePath(pathAbove(one.path), above),
    )
    .map((one) => one.path);
};

/** Says a PUT that it creates what its path names (201, RFC 9110, section 9.3.4), where no POST adds to what that is one of. */
export const createsAtPath = (operations: readonly Operation[], { method, path, responses }: Operation): boolean =>
  method === 'PUT' &&
  endsInParameter(path) &&
  responses.some(({ status }) => status === '201') &&
  !operations.some((one) => one.method === 'POST' && isSamePath(collectionOf(one.path), pathAbove(path) || '/'));

/** A PUT creates the resource that its path names, where no POST creates it (RFC 9110 section 9.3.4). */
const candidateOfPut = (document: Json, operations: readonly Operation[], create: Operation, namedOf: NamedOf): Candidate | undefined => {
  if (!endsInParameter(create.path)) return undefined;
  const name = pathAbove(create.path) || '/';
  if (operations.some((one) => one.method === 'POST' && isSamePath(collectionOf(one.path), name))) return undefined;
  const remove = operations.find((one) => isSamePath(one.path, create.path) && isRemoval(one, create, namedOf));
  if (!remove) return undefined;
  const isMadeByPost = (one: Operation): boolean => candidateOf(document, operations, one, namedOf)?.remove === remove.key;
  if (operations.some((one) => one.method === 'POST' && isMadeByPost(one))) return undefined;
  return { name, create: create.key, remove: remove.key, idChosenBy: 'client', idExpressions: [] };
};
