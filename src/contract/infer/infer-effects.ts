import { isDescribed } from './described.ts';
import { bringsText, isLimited, readsList, takesMany } from './listed-items.ts';
import type { Effect, InferredResourceType, Operation } from '../model.ts';
import { isObject, referenceTarget, tokensOf, valueAt, below } from '../pointer.ts';
import { endsInParameter, isItemOf, isSamePath, parametersIn, segmentsOf, tailOf } from './path-template.ts';
import { isIdName, isNounOf } from './id-names.ts';
import { changeIn, dangerIn, isReading, type Named, wordsOf } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/** What the structure of a document says of an operation that no `x-assay` tells of. */
type Reported = { readonly effect: Effect; readonly why: string };

export type Inference = { readonly operations: readonly Operation[]; readonly inferred: readonly InferredResourceType[] };

/** A kind of thing by the keys of its operations. */
type Kind = {
  readonly name: string;
  readonly create: string;
  readonly remove: string;
  readonly named: InferredResourceType['named'];
  readonly reported: readonly string[];
};

/**
 * Tells of every unsafe operation, and of each that is safe by its method alone, what it may do: of those that `x-assay` describes as it says, of the others by the structure of
 * the document and the words it uses. Where that leaves a doubt, the effect is the one that needs the stronger permission.
 * @param described Ids of the operations that `x-assay.resources` names.
 */
export const inferEffects = (document: Json, operations: readonly Operation[], described: ReadonlySet<string>): Inference => {
  const namedOf = ({ method, path, operationId, location }: Operation): Named => {
    const node = valueAt(document, location.way.at(-1) ?? '#');
    const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : undefined;
    return { method, path, operationId, summary };
  };
  const isOpen = (operation: Operation): boolean =>
    !isDescribed(operation, described) && (operation.effect !== 'safe' || changeIn(namedOf(operation)) !== undefined);
  const kinds = operations.filter(isOpen).flatMap((operation) => kindOf(document, operations, operation, namedOf) ?? []);
  const effects = new Map(
    operations.filter(isOpen).map((operation) => [operation.key, effectOf(document, operations, kinds, operation, namedOf)]),
  );
  const settled = operations.map((operation): Operation => {
    const reported = effects.get(operation.key);
    return reported ? { ...operation, effect: reported.effect, inferred: { why: reported.why } } : operation;
  });
  const byKey = new Map(settled.map((operation) => [operation.key, operation]));
  return {
    operations: settled,
    inferred: kinds.flatMap(({ name, create, remove, named, reported }): InferredResourceType[] => {
      const [creating, removing] = [byKey.get(create), byKey.get(remove)];
      if (creating?.effect !== 'creates' || !removing) return [];
      const list = settled.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, name));
      return [{ name, create: creating, remove: removing, named, idParameter: parametersIn(removing.path).at(-1) ?? '', reported, list }];
    }),
  };
};

type NamedOf = (operation: Operation) => Named;

/** A last segment that says no more than the method: `POST /books/create`. */
const makingSegments = new Set(['create', 'add', 'new']);

/** The path of the collection that a POST adds to. */
const collectionOf = (path: string): string => {
  const last = segmentsOf(path).at(-1);
  return last && 'literal' in last && makingSegments.has(last.literal.toLowerCase()) ? path.replace(/\/[^/]*\/?$/u, '') : path;
};

/** The kind of thing that an operation makes and another one removes; undefined where the document shows none. */
const kindOf = (document: Json, operations: readonly Operation[], operation: Operation, namedOf: NamedOf): Kind | undefined => {
  if (dangerIn(namedOf(operation)) !== undefined || takesMany(document, operation)) return undefined;
  if (operation.method === 'POST') return kindOfPost(document, operations, operation, namedOf);
  return operation.method === 'PUT' ? kindOfPut(operations, operation, namedOf) : undefined;
};

const kindOfPost = (document: Json, operations: readonly Operation[], create: Operation, namedOf: NamedOf): Kind | undefined => {
  if (isReading(namedOf(create)) && !answers201(create)) return undefined;
  const isOne = (one: Operation): boolean => isRemoval(one, create, namedOf) && namesOne(document, one, create, name);
  const name = collectionOf(create.path);
  const links = linksOf(document, operations, create);
  const remove =
    operations.find((one) => isItemOf(one.path, name) && isOne(one)) ??
    operations.find((one) => links.some((link) => leadsToCreated(link, one, name)) && isRemoval(one, create, namedOf));
  if (!remove) return undefined;
  const parameter = parametersIn(remove.path).at(-1) ?? '';
  const reported = links.flatMap(({ target, parameters }) => {
    const expression = isSamePath(target.path, remove.path) ? (parameters[parameter] ?? parameters[`path.${parameter}`]) : undefined;
    return typeof expression === 'string' && isOwnId(expression, name) ? [expression] : [];
  });
  return { name, create: create.key, remove: remove.key, named: 'by-service', reported };
};

/**
 * Does the path of a removal name one thing, and not all that have something in common (`DELETE /jobs/{state}`): its last parameter is called like an
 * id, or the creation brings the value as a free text, or says by Location where the thing is.
 */
const namesOne = (document: Json, { path, parameters }: Operation, create: Operation, collection: string): boolean => {
  const name = parametersIn(path).at(-1) ?? '';
  const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema;
  if (isLimited(document, schema)) return false;
  return (
    isIdName(name, collection) ||
    create.responses.some(
      ({ status, headers }) => status.startsWith('2') && headers.some((one) => one.name.toLowerCase() === 'location'),
    ) ||
    (create.body?.content.some((content) => bringsText(document, content.schema, name)) ?? false)
  );
};

/** A link from a creation may lead to another thing that the new one belongs to: its id has to be that of the new one. */
const leadsToCreated = ({ target, parameters }: Link, remove: Operation, collection: string): boolean => {
  if (!isSamePath(target.path, remove.path)) return false;
  const name = parametersIn(target.path).at(-1) ?? '';
  const expression = parameters[name] ?? parameters[`path.${name}`];
  return typeof expression !== 'string' || isOwnId(expression, collection);
};

/** A runtime expression that tells the id of the answered thing itself: by a member that is called so, or by a header field. */
const isOwnId = (expression: string, collection: string): boolean => {
  if (!expression.startsWith('$response.body#')) return expression.startsWith('$response.header.');
  const tokens = tokensOf(expression.slice('$response.body'.length));
  const member = tokens.at(-1) ?? '';
  const words = wordsOf(member);
  const isInside = tokens.slice(0, -1).every((token) => wrappers.has(token.toLowerCase()) || isNounOf(token.toLowerCase(), collection));
  return isInside && (words.length < 2 ? isIdName(member, collection) : isNounOf(words[0] ?? '', collection));
};

/** Members in which an answer wraps what it is about. */
const wrappers = new Set(['data', 'result', 'item', 'response', 'payload', 'attributes', '0']);

/** A PUT creates what it names where nothing else does (RFC 9110 section 9.3.4). */
const kindOfPut = (operations: readonly Operation[], create: Operation, namedOf: NamedOf): Kind | undefined => {
  if (!endsInParameter(create.path)) return undefined;
  const name = create.path.replace(/\/[^/]*\/?$/u, '') || '/';
  if (operations.some((one) => one.method === 'POST' && isSamePath(collectionOf(one.path), name))) return undefined;
  const remove = operations.find((one) => isSamePath(one.path, create.path) && isRemoval(one, create, namedOf));
  return remove && { name, create: create.key, remove: remove.key, named: 'by-client', reported: [] };
};

/** Removes one thing, and asks for nothing that the creation does not ask for too. */
const isRemoval = (operation: Operation, create: Operation, namedOf: NamedOf): boolean => {
  const { method, path, parameters, body } = operation;
  const isAskedFor = (name: string, where: string): boolean => create.parameters.some((one) => one.name === name && one.in === where);
  return (
    method === 'DELETE' &&
    endsInParameter(path) &&
    dangerIn(namedOf(operation)) === undefined &&
    body?.required !== true &&
    parameters.every((one) => one.in === 'path' || !one.required || isAskedFor(one.name, one.in))
  );
};

type Link = { readonly target: Operation; readonly parameters: Json };

/** Where the answers of an operation lead (OpenAPI 3.1, Link Object). */
const linksOf = (document: Json, operations: readonly Operation[], { responses }: Operation): readonly Link[] =>
  responses.flatMap(({ location }) => {
    const links = valueAt(document, below(location.way.at(-1) ?? '#', 'links'));
    return Object.values(isObject(links) ? links : {}).flatMap((found): Link[] => {
      const link = isObject(found) && typeof found['$ref'] === 'string' ? valueAt(document, referenceTarget(found['$ref'])) : found;
      if (!isObject(link)) return [];
      const { operationId, operationRef, parameters } = link;
      const [, path, method] = typeof operationRef === 'string' ? tokensOf(referenceTarget(operationRef)) : [];
      const target = operations.find(
        (one) =>
          (typeof operationId === 'string' && one.operationId === operationId) ||
          (path !== undefined && one.path === path && one.method === method?.toUpperCase()),
      );
      return target ? [{ target, parameters: isObject(parameters) ? parameters : {} }] : [];
    });
  });

const answers201 = ({ responses }: Operation): boolean => responses.some(({ status }) => status === '201');

/**
 * Does it answer 201 with something that shows a new thing: content, Location or a link. Many a tool documents 201 for every POST, whatever it does.
 */
const showsCreated = (document: Json, { responses }: Operation): boolean =>
  responses.some(
    ({ status, content, headers, location }) =>
      status === '201' &&
      (content.length > 0 ||
        headers.some(({ name }) => name.toLowerCase() === 'location') ||
        isObject(valueAt(document, below(location.way.at(-1) ?? '#', 'links')))),
  );

const effectOf = (
  document: Json,
  operations: readonly Operation[],
  kinds: readonly Kind[],
  operation: Operation,
  namedOf: NamedOf,
): Reported => {
  const danger = operation.effect === 'safe' ? changeIn(namedOf(operation)) : dangerIn(namedOf(operation));
  if (danger !== undefined) return { effect: 'destructive', why: `its name says "${danger}"` };
  if (takesMany(document, operation)) return { effect: 'destructive', why: 'its body is about many things at once' };
  const kind = kinds.find(({ create }) => create === operation.key);
  if (kind) return { effect: 'creates', why: `${kind.remove} removes what it creates` };
  if (operation.method === 'POST') return effectOfPost(document, operations, operation, namedOf);
  if (!['PUT', 'PATCH', 'DELETE'].includes(operation.method)) return { effect: 'destructive', why: 'nobody can tell what its method does' };
  return parametersIn(operation.path).length === 0
    ? { effect: 'destructive', why: 'its path names no single thing' }
    : { effect: 'changes', why: operation.method === 'DELETE' ? 'it removes what its path names' : 'it changes what its path names' };
};

const effectOfPost = (document: Json, operations: readonly Operation[], operation: Operation, namedOf: NamedOf): Reported => {
  const { path } = operation;
  if (isReading(namedOf(operation)) && !answers201(operation))
    return { effect: 'asks', why: 'by its name it reads or lets somebody in, and it may leave a trace' };
  if (endsInParameter(path)) return { effect: 'destructive', why: 'it does something to one thing, and nobody can tell what' };
  const name = collectionOf(path);
  const isBelowItem = parametersIn(path).length > 0;
  const item = operations.find((one) => isItemOf(one.path, name));
  if (item) return { effect: 'creates-permanently', why: `it adds to a collection (${item.path}) from which nothing removes` };
  if (operations.some((one) => isSamePath(one.path, name) && readsList(document, one)))
    return { effect: 'creates-permanently', why: `it adds to the list that GET ${name} reads, from which nothing removes` };
  if (showsCreated(document, operation) && !isBelowItem)
    return { effect: 'creates-permanently', why: 'it answers 201 (Created) with what it created, and nothing removes that' };
  return {
    effect: 'destructive',
    why:
      isBelowItem && tailOf(path).length > 0
        ? 'it is an action on one thing, and nobody can tell what it does'
        : 'nobody can tell what it does',
  };
};
