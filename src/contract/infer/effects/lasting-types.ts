import type { LastingResourceType, Operation, Schema } from '../../model.ts';
import { answerSchema, describedLists } from '../conventions/collection.ts';
import { isIdName, nounWordsOf } from '../id-names.ts';
import { isLimited } from '../listed-items.ts';
import { beginsWith, endsInParameter, isItemOf, isSamePath, isShallowItemOf, parametersIn, pathAbove } from '../path-template.ts';
import { resourceMembers } from '../resource-object.ts';
import { membersOf } from '../schema-parts.ts';
import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';
import { collectionElsewhere, collectionOf, listOfParent } from './collections.ts';
import { answersOnly201, answersSame, leadsToNew, showsSame } from './creation-responses.ts';
import { idsLinked, linksOf } from './links.ts';
import { namesOne } from './one-resource.ts';
import { createsAtPath, linkedFromPath } from './resource-types.ts';
import { type Use, usedBelow, usedElsewhere } from './used-elsewhere.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a permanent creation creates, where another operation has the path of one: undefined where nothing shows how that is named. */
export const lastingOf = (
  document: Json,
  operations: readonly Operation[],
  create: Operation,
  listAt: (name: string) => Operation | undefined,
): LastingResourceType | undefined => {
  if (create.inferred === undefined || create.unsupported !== undefined) return undefined;
  if (create.effect === 'destructive') return lastingOfAction(document, operations, create, listAt);
  if (create.effect !== 'creates-permanently') return undefined;
  if (create.method === 'PUT') return lastingOfPut(create, listAt);
  const name = collectionElsewhere(document, operations, create) ?? collectionOf(create.path);
  const isOne = (one: Operation): boolean => one.unsupported === undefined && namesOne(document, one, create, name);
  const item =
    operations.find((one) => isItemOf(one.path, name) && isOne(one)) ??
    operations.find((one) => isShallowItemOf(one.path, name) && isOne(one) && showsSame(document, operations, create, one.path)) ??
    itemOfList(document, operations, create, { name, list: listAt(name) }) ??
    itemOfUse(usedElsewhere(document, operations, create) ?? usedBelow(document, operations, create)) ??
    itemOfParent(document, operations, create, name);
  if (!item) return undefined;
  const idParameter = parametersIn(item.path).at(-1) ?? '';
  const idExpressions = idsLinked(linksOf(document, operations, create), item, name);
  return { name, create, item, idChosenBy: 'server', idParameter, idExpressions, list: listAt(name) };
};

/**
 * What an action on one resource leaves at a path of its own: the visit that `POST /tickets/{ticketId}/admit` begins, at `/visits/{visitId}`. Its only success is 201 with
 * Location, it answers by the same named schema as the read of one, no other POST does, and nothing adds to the collection there.
 */
const lastingOfAction = (
  document: Json,
  operations: readonly Operation[],
  action: Operation,
  listAt: (name: string) => Operation | undefined,
): LastingResourceType | undefined => {
  const { inferred, method, path } = action;
  const isPlain = method === 'POST' && inferred?.onOne === true && inferred.boundless !== true;
  if (!isPlain || !answersOnly201(action) || !leadsToNew(action)) return undefined;
  const isRival = (one: Operation): boolean =>
    one.method === 'POST' && one.key !== action.key && answersOnly201(one) && answersSame(one, action);
  if (operations.some(isRival)) return undefined;
  const reads = operations.filter(
    (one) =>
      one.method === 'GET' &&
      one.effect === 'safe' &&
      one.unsupported === undefined &&
      endsInParameter(one.path) &&
      parametersIn(one.path).length === 1 &&
      !beginsWith(path, one.path) &&
      answersSame(one, action),
  );
  const [item, ...others] = reads;
  if (item === undefined || others.length > 0) return undefined;
  const name = pathAbove(item.path);
  const isMadeThere = operations.some((one) => one.method === 'POST' && isSamePath(one.path, name));
  if (isMadeThere || !namesOne(document, item, action, name)) return undefined;
  const idParameter = parametersIn(item.path).at(-1) ?? '';
  return { name, create: action, item, idChosenBy: 'server', idParameter, idExpressions: [], list: listAt(name) };
};

/** What a PUT creates at the path that the client names. */
const lastingOfPut = (create: Operation, listAt: (name: string) => Operation | undefined): LastingResourceType => {
  const name = pathAbove(create.path) || '/';
  const idParameter = parametersIn(create.path).at(-1) ?? '';
  return { name, create, item: create, idChosenBy: 'client', idParameter, idExpressions: [], list: listAt(name) };
};

/**
 * Does a PUT create what its path names, and nothing removes that: it says so by 201, no POST adds to what that is one of or makes what has its path, and a GET of the
 * same path shows it, so that it can be read first whether a name is free, or a list shows each with its name, which is then plainly made up. Not a value of a list, such as a kind or a language, and nothing that it only sets between two
 * things that are created elsewhere.
 */
export const isLastingPut = (document: Json, operations: readonly Operation[], operation: Operation): boolean => {
  const { path, parameters } = operation;
  if (!createsAtPath(operations, operation) || linkedFromPath(operations, path) !== undefined) return false;
  const name = pathAbove(path) || '/';
  const id = parametersIn(path).at(-1) ?? '';
  const on = (method: string): boolean => operations.some((one) => one.method === method && isSamePath(one.path, path));
  const isMadeElsewhere = operations.some(
    (one) => one.method === 'POST' && one.effect === 'creates-permanently' && collectionElsewhere(document, operations, one) === name,
  );
  const isListed = isLimited(document, parameters.find((one) => one.in === 'path' && one.name === id)?.schema);
  // A file goes with what it is below.
  const goesWithAbove = operations.some((one) => one.method === 'DELETE' && beginsWith(path, one.path));
  const isShown = on('GET') || isListedByName(document, operations, name, id);
  return isShown && !goesWithAbove && !isMadeElsewhere && !isListed && isIdName(id, name);
};

/** Last words of a parameter that say how one is named, and not what: `slug` of `/topics/{slug}`. */
const namingWords: ReadonlySet<string> = new Set('id uuid key code slug name number no handle'.split(' '));

/**
 * Does the list at a path show each item with the very member that a parameter takes, which is called after nothing else: `slug`, or `topicSlug` for `/topics`. A `songId` of
 * `/favourites` names what was created elsewhere.
 */
const isListedByName = (document: Json, operations: readonly Operation[], name: string, id: string): boolean => {
  const list = operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, name));
  const [described] = list ? describedLists({ document, operations: [list] }) : [];
  const isOwn = wordsOf(id).every((word) => namingWords.has(word) || nounWordsOf(name).at(-1) === word);
  return described !== undefined && isOwn && membersOf(document, described.item).has(id);
};

/**
 * What stands for a read of one resource that only a list shows: both the list and the answer to its creation have its id. So it can be named in the body of
 * other requests, and found again.
 */
const itemOfList = (
  document: Json,
  operations: readonly Operation[],
  create: Operation,
  { name, list }: { readonly name: string; readonly list: Operation | undefined },
): Operation | undefined => {
  if (list === undefined || list.unsupported !== undefined) return undefined;
  const [described] = describedLists({ document, operations: [list] });
  return described && shownBy(document, operations, create, { name, read: list, item: described.item });
};

/** The same where only the read of what it is below lists it, as the areas of a house: it can be named in the body of other requests. */
const itemOfParent = (document: Json, operations: readonly Operation[], create: Operation, name: string): Operation | undefined => {
  const found = listOfParent(document, operations, create);
  return found && found.read.unsupported === undefined && isSamePath(found.read.path, pathAbove(name))
    ? shownBy(document, operations, create, { name, ...found })
    : undefined;
};

/** What stands for a read of one item of a list that a read shows, by an id that the answer to its creation has as well. */
const shownBy = (
  document: Json,
  operations: readonly Operation[],
  create: Operation,
  { name, read: list, item }: { readonly name: string; readonly read: Operation; readonly item: Schema },
): Operation | undefined => {
  const shown = membersOf(document, item);
  const answered = answerSchema(create);
  const made = answered === undefined ? undefined : resourceMembers(document, answered);
  const id = [...listedIds, ...idsInPaths(operations, name)].find((one) => shown.has(one) && made?.has(one));
  if (id === undefined) return undefined;
  const path = `${name.replace(/\/$/u, '')}/{${id}}`;
  const parameter = {
    name: id,
    in: 'path',
    required: true,
    schema: shown.get(id) ?? true,
    location: list.location,
    schemaLocation: list.location,
  } as const;
  const { operationId: _, ...rest } = list;
  return { ...rest, operationId: undefined, key: `${list.method} ${path}`, path, parameters: [...pathParametersOf(list), parameter] };
};

/** What stands for a read of one resource of which other operations show no more than the path that they use it at. */
const itemOfUse = (use: Use | undefined): Operation | undefined => {
  if (use === undefined) return undefined;
  const { operationId: _, body: __, ...rest } = use.by;
  const names = new Set(parametersIn(use.path));
  return {
    ...rest,
    method: 'GET',
    operationId: undefined,
    body: undefined,
    key: `GET ${use.path}`,
    path: use.path,
    parameters: use.by.parameters.filter((one) => one.in === 'path' && names.has(one.name)),
  };
};

/** Members by which a list without a read of one shows which one an item is. */
const listedIds = ['id', 'uuid', '_id', 'guid'];

/** The parameters, called after the resource, by which what is done to one of a collection names it: `memoId` for `/memos` with `POST /memos/{memoId}/release`. */
const idsInPaths = (operations: readonly Operation[], name: string): readonly string[] => {
  const own = parametersIn(name).length;
  const noun = nounWordsOf(name).at(-1) ?? '';
  return operations
    .filter((one) => one.unsupported === undefined && beginsWith(one.path, `${name.replace(/\/$/u, '')}/{id}`))
    .flatMap((one) => parametersIn(one.path).slice(own, own + 1))
    .filter((parameter) => noun !== '' && isIdName(parameter, name) && wordsOf(parameter).some((word) => singular(word) === noun));
};

const pathParametersOf = ({ parameters }: Operation): Operation['parameters'] => parameters.filter((one) => one.in === 'path');
