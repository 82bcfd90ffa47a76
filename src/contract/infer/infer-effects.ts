import { isDescribed } from './described.ts';
import { bringsText, isLimited, readsList, takesMany } from './listed-items.ts';
import { answerSchema, describedLists } from './conventions/collection.ts';
import type { Effect, InferredResourceType, LastingResourceType, Operation } from '../model.ts';
import { isObject, referenceTarget, tokensOf, valueAt, below } from '../pointer.ts';
import {
  endsInParameter,
  isDirectlyBelowOne,
  isItemOf,
  isSamePath,
  isShallowItemOf,
  parametersIn,
  pathAbove,
  segmentsOf,
  tailOf,
} from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { isAround, isIdName, isNounOf, nounWordsOf } from './id-names.ts';
import { takenAlongBy } from './taken-along.ts';
import { boundlessIn, changeIn, dangerIn, endOfService, isReading, type Named, reachesMany, reachingNouns, wordsOf } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/** The effect of an operation that `x-assay` does not describe, and the reason. */
type InferredEffect = { readonly effect: Effect; readonly why: string; readonly reaches?: string };

export type Inference = {
  readonly operations: readonly Operation[];
  readonly inferredResourceTypes: readonly InferredResourceType[];
  readonly lastingResourceTypes: readonly LastingResourceType[];
};

/** An inferred resource type with the keys of its operations. */
type Candidate = {
  readonly name: string;
  readonly create: string;
  readonly remove: string;
  readonly idChosenBy: InferredResourceType['idChosenBy'];
  readonly idExpressions: readonly string[];
};

/**
 * Infers the effect of every operation that is unsafe, or safe only by its method, and the resource types that follow from it. An operation
 * that `x-assay` describes keeps its effect; for the others the structure and the names of the document decide. In doubt, the effect is the
 * one that needs the stronger permission.
 * @param described The operations that `x-assay.resources` names, each by its operationId or its key.
 */
export const inferEffects = (document: Json, operations: readonly Operation[], described: ReadonlySet<string>): Inference => {
  const namedOf = ({ method, path, operationId, location }: Operation): Named => {
    const node = valueAt(document, location.way.at(-1) ?? '#');
    const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : undefined;
    return { method, path, operationId, summary };
  };
  const isOpen = (operation: Operation): boolean =>
    !isDescribed(operation, described) && (operation.effect !== 'safe' || changeIn(namedOf(operation)) !== undefined);
  const candidates = operations.filter(isOpen).flatMap((operation) => candidateOf(document, operations, operation, namedOf) ?? []);
  const effects = new Map(
    operations.filter(isOpen).map((operation) => [operation.key, effectOf(document, operations, candidates, operation, namedOf)]),
  );
  const settled = operations.map((operation): Operation => {
    const found = effects.get(operation.key);
    if (!found) return operation;
    const ends = found.effect === 'destructive' ? endOfService(namedOf(operation)) : undefined;
    const { effect, why, reaches } = found;
    const isBoundless = effect === 'destructive' && (operation.method !== 'POST' || boundlessIn(namedOf(operation)) !== undefined);
    return {
      ...operation,
      effect,
      inferred: {
        why,
        ...(ends === undefined ? {} : { ends }),
        ...(reaches === undefined ? {} : { reaches }),
        ...(effect === 'destructive' && actsOnOne(document, operation, namedOf) ? { onOne: true } : {}),
        ...(effect === 'creates-permanently' && takenAlongBy(document, operations, operation) ? { goesWithParent: true } : {}),
        ...(isBoundless ? { boundless: true as const } : {}),
      },
    };
  });
  const byKey = new Map(settled.map((operation) => [operation.key, operation]));
  const listAt = (name: string): Operation | undefined =>
    settled.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, name));
  const inferredResourceTypes = candidates.flatMap(({ name, create, remove, idChosenBy, idExpressions }): InferredResourceType[] => {
    const [creating, removing] = [byKey.get(create), byKey.get(remove)];
    if (creating?.effect !== 'creates' || !removing) return [];
    const idParameter = parametersIn(removing.path).at(-1) ?? '';
    return [{ name, create: creating, remove: removing, idChosenBy, idParameter, idExpressions, list: listAt(name) }];
  });
  const lastingResourceTypes = settled
    .flatMap((operation) => lastingOf(document, settled, operation, listAt) ?? [])
    .filter(
      ({ name }, n, all) =>
        all.findIndex((one) => isSamePath(one.name, name)) === n && !inferredResourceTypes.some((one) => isSamePath(one.name, name)),
    );
  return { operations: settled, inferredResourceTypes, lastingResourceTypes };
};

/** What a permanent creation creates, where another operation has the path of one: undefined where nothing shows how that is named. */
const lastingOf = (
  document: Json,
  operations: readonly Operation[],
  create: Operation,
  listAt: (name: string) => Operation | undefined,
): LastingResourceType | undefined => {
  if (create.effect !== 'creates-permanently' || create.inferred === undefined || create.unsupported !== undefined) return undefined;
  const name = collectionElsewhere(document, operations, create) ?? collectionOf(create.path);
  const isOne = (one: Operation): boolean => one.unsupported === undefined && namesOne(document, one, create, name);
  const item =
    operations.find((one) => isItemOf(one.path, name) && isOne(one)) ??
    operations.find((one) => isShallowItemOf(one.path, name) && isOne(one) && showsSame(operations, create, one.path)) ??
    itemOfList(document, create, name, listAt(name));
  if (!item) return undefined;
  const idParameter = parametersIn(item.path).at(-1) ?? '';
  const idExpressions = idsLinked(linksOf(document, operations, create), item, name);
  return { name, create, item, idChosenBy: 'server', idParameter, idExpressions, list: listAt(name) };
};

/**
 * The collection with a path of its own to which a POST below another resource adds: `/invoices` for `POST /orders/{id}/invoice`. The last word of both paths is the same
 * noun, 201 is the only success, and its answer is described by the very schema of what the collection, or the read of one, shows. Undefined where there is none.
 */
const collectionElsewhere = (document: Json, operations: readonly Operation[], operation: Operation): string | undefined => {
  const { method, path } = operation;
  const noun = nounWordsOf(path).join(' ');
  const isBelowOne = isDirectlyBelowOne(path);
  if (method !== 'POST' || noun === '' || !isBelowOne || !answersOnly201(operation)) return undefined;
  const reads = operations.filter((one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined);
  // A collection below the same resource is its own.
  if (reads.some((one) => isSamePath(one.path, path) || isItemOf(one.path, path))) return undefined;
  const collections = reads.flatMap((one) => {
    const own = endsInParameter(one.path) ? pathAbove(one.path) : one.path;
    const isMeant = parametersIn(own).length === 0 && nounWordsOf(own).join(' ') === noun;
    return isMeant && (endsInParameter(one.path) ? showsSame(operations, operation, one.path) : listsSame(document, one, operation))
      ? [own]
      : [];
  });
  return new Set(collections).size === 1 ? collections[0] : undefined;
};

/** Are the items of a list described by the very schema of the answer to a creation. */
const listsSame = (document: Json, list: Operation, create: Operation): boolean => {
  const [described] = describedLists({ document, operations: [list], resourceTypes: [] });
  const shown = described && isObject(described.item) ? described.item['$ref'] : undefined;
  const answered = answerSchema(create);
  return typeof shown === 'string' && isObject(answered) && answered['$ref'] === shown;
};

/**
 * What stands for a read of one resource that only a list shows: both the list and the answer to its creation have its id. So it can be named in the body of
 * other requests, and found again.
 */
const itemOfList = (document: Json, create: Operation, name: string, list: Operation | undefined): Operation | undefined => {
  if (list === undefined || list.unsupported !== undefined) return undefined;
  const [described] = describedLists({ document, operations: [list], resourceTypes: [] });
  const shown = described && membersOf(document, described.item);
  const answered = answerSchema(create);
  const id = listedIds.find((one) => shown?.has(one) && answered !== undefined && membersOf(document, answered).has(one));
  if (id === undefined) return undefined;
  const path = `${name.replace(/\/$/u, '')}/{${id}}`;
  const parameter = {
    name: id,
    in: 'path',
    required: true,
    schema: shown?.get(id) ?? true,
    location: list.location,
    schemaLocation: list.location,
  } as const;
  const { operationId: _, ...rest } = list;
  return { ...rest, operationId: undefined, key: `${list.method} ${path}`, path, parameters: [...pathParametersOf(list), parameter] };
};

/** Members by which a list without a read of one shows which one an item is. */
const listedIds = ['id', 'uuid', '_id', 'guid'];

const pathParametersOf = ({ parameters }: Operation): Operation['parameters'] => parameters.filter((one) => one.in === 'path');

type NamedOf = (operation: Operation) => Named;

/** Last segments that only repeat the method: `POST /books/create`. */
const makingSegments = new Set(['create', 'add', 'new']);

/** The path of the collection that a POST adds to. */
const collectionOf = (path: string): string => {
  const last = segmentsOf(path).at(-1);
  return last && 'literal' in last && makingSegments.has(last.literal.toLowerCase()) ? pathAbove(path) : path;
};

/** Words that say no more than that there is one from now on. */
const beginning = new Set(['start', 'starts', 'open', 'opens', 'set', 'sets', 'apply', 'submit', 'submits']);

/** Those of them that say so only with another word behind: "Set up a freezer", and not "Set the freezer"; "Apply for a permit". */
const particles: Readonly<Record<string, string>> = { set: 'up', sets: 'up', apply: 'for' };

/**
 * The word in the name of an operation that suggests more than one new resource. Not a word for a beginning right before the noun of the collection that a POST
 * adds to ("Start a job" for `POST /jobs`), where another operation removes one of it (`DELETE /jobs/{id}`), or where the answer leads to the new one, which
 * another operation reads (`GET /jobs/{id}`).
 */
const dangerOf = (operations: readonly Operation[], operation: Operation, namedOf: NamedOf): string | undefined => {
  const named = namedOf(operation);
  const danger = dangerIn(named);
  if (danger === undefined || !beginning.has(danger) || operation.method !== 'POST') return danger;
  const { path } = operation;
  const isEnded = operations.some((one) => isItemOf(one.path, path) && isRemoval(one, operation, namedOf));
  if (!isEnded && readOfNew(operations, operation, leadsToNew(operation) || answersOnly201(operation)) === undefined) return danger;
  return dangerIn({ ...named, operationId: begun(named.operationId, path), summary: begun(named.summary, path) });
};

/**
 * The read of one item that shows the same as every success of a POST: so the POST adds one to a collection.
 * @param isNew Does the answer say that there is a new one.
 */
const readOfNew = (operations: readonly Operation[], operation: Operation, isNew = leadsToNew(operation)): Operation | undefined => {
  const read = operations.find((one) => one.method === 'GET' && isItemOf(one.path, operation.path));
  return read !== undefined && isNew && showsSame(operations, operation, read.path) ? read : undefined;
};

/** Is 201 (Created) the only documented success of an operation. */
const answersOnly201 = ({ responses }: Operation): boolean => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  return successes.length > 0 && successes.every(({ status }) => status === '201');
};

/**
 * What a POST does that adds one to a collection of bookings, such as payments or transfers: each stays, whatever removes the entry. Undefined
 * where its name says anything else that is dangerous.
 */
const effectOfReaching = (
  operations: readonly Operation[],
  operation: Operation,
  danger: string,
  named: Named,
): InferredEffect | undefined => {
  if (operation.method !== 'POST') return undefined;
  const read = readOfNew(operations, operation);
  if (read === undefined || dangerIn(named, reachingNouns(operation.path)) !== undefined) return undefined;
  return { effect: 'creates-permanently', why: `it adds to a collection (${read.path}), and its name says "${danger}"`, reaches: danger };
};

/** Does every documented success of an operation have a Location: that of what it created (RFC 9110, sections 10.2.2 and 15.3.3). */
const leadsToNew = ({ responses }: Operation): boolean => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  return successes.length > 0 && successes.every(({ headers }) => headers.some(({ name }) => name.toLowerCase() === 'location'));
};

/** A name without the word for a beginning that stands right before the noun of a collection; an article may stand between. */
const begun = (name: string | undefined, collection: string): string | undefined => {
  const words = wordsOf(name ?? '');
  const [verb = '', ...after] = words;
  const particle = particles[verb];
  if (particle !== undefined && after[0] !== particle) return name;
  const rest = particle === undefined ? after : after.slice(1);
  const nouns = rest.filter((word) => !articles.has(word));
  const whole = nounWordsOf(collection);
  const isWhole =
    whole.length > 0 && whole.every((word, n) => (n < whole.length - 1 ? nouns[n] === word : isNounOf(nouns[n] ?? '', collection)));
  return beginning.has(verb) && (isWhole || isNounOf(nouns[0] ?? '', collection)) ? ['create', ...rest].join(' ') : name;
};

const articles = new Set(['a', 'an', 'the', 'new', 'one']);

/** The type of resource that an operation creates and another one removes; undefined where the document shows none. */
const candidateOf = (document: Json, operations: readonly Operation[], operation: Operation, namedOf: NamedOf): Candidate | undefined => {
  if (dangerOf(operations, operation, namedOf) !== undefined || takesMany(document, operation)) return undefined;
  if (operation.method === 'POST') return candidateOfPost(document, operations, operation, namedOf);
  return operation.method === 'PUT' ? candidateOfPut(operations, operation, namedOf) : undefined;
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
    operations.find((one) => isShallowItemOf(one.path, name) && isOne(one) && showsSame(operations, create, one.path));
  if (!remove) return undefined;
  const idExpressions = idsLinked(links, remove, name);
  return { name, create: create.key, remove: remove.key, idChosenBy: 'server', idExpressions };
};

/** Does a read at a path show by the same named schema what a creation answers: then the path names what was created. */
const showsSame = (operations: readonly Operation[], create: Operation, path: string): boolean => {
  const shownBy = ({ responses }: Operation): readonly string[] =>
    responses
      .filter(({ status }) => status.startsWith('2'))
      .flatMap(({ content }) =>
        content.flatMap(({ schema }) => (isObject(schema) && typeof schema['$ref'] === 'string' ? [schema['$ref']] : [])),
      );
  const read = operations.find((one) => one.method === 'GET' && isSamePath(one.path, path));
  const shown = read === undefined ? [] : shownBy(read);
  return shown.some((schema) => shownBy(create).includes(schema));
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

/**
 * Whether the path of a removal names one resource, and not all with a common property (`DELETE /jobs/{state}`): its last parameter has the
 * name of an id, or the body of the creation has the value as a free text, or the answer to the creation has Location.
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

/** Runtime expressions by which links give the new id for the path of one resource. */
const idsLinked = (links: readonly Link[], item: Operation, collection: string): readonly string[] => {
  const parameter = parametersIn(item.path).at(-1) ?? '';
  return links.flatMap(({ target, parameters }) => {
    const expression = isSamePath(target.path, item.path) ? (parameters[parameter] ?? parameters[`path.${parameter}`]) : undefined;
    return typeof expression === 'string' && isOwnId(expression, collection) ? [expression] : [];
  });
};

/** Whether a link of a creation leads to the new resource, and not to another one that it belongs to: it must use the new id. */
const leadsToCreated = ({ target, parameters }: Link, remove: Operation, collection: string): boolean => {
  if (!isSamePath(target.path, remove.path)) return false;
  const name = parametersIn(target.path).at(-1) ?? '';
  const expression = parameters[name] ?? parameters[`path.${name}`];
  return typeof expression !== 'string' || isOwnId(expression, collection);
};

/** Whether a runtime expression gives the id of the answered resource itself: a member with the name of an id, or a header field. */
const isOwnId = (expression: string, collection: string): boolean => {
  if (!expression.startsWith('$response.body#')) return expression.startsWith('$response.header.');
  const tokens = tokensOf(expression.slice('$response.body'.length));
  const member = tokens.at(-1) ?? '';
  const words = wordsOf(member);
  const isInside = tokens.slice(0, -1).every((token) => token === '0' || isAround(token, collection));
  return isInside && (words.length < 2 ? isIdName(member, collection) : isNounOf(words[0] ?? '', collection));
};

/** A PUT creates the resource that its path names, where no POST creates it (RFC 9110 section 9.3.4). */
const candidateOfPut = (operations: readonly Operation[], create: Operation, namedOf: NamedOf): Candidate | undefined => {
  if (!endsInParameter(create.path)) return undefined;
  const name = pathAbove(create.path) || '/';
  if (operations.some((one) => one.method === 'POST' && isSamePath(collectionOf(one.path), name))) return undefined;
  const remove = operations.find((one) => isSamePath(one.path, create.path) && isRemoval(one, create, namedOf));
  return remove && { name, create: create.key, remove: remove.key, idChosenBy: 'client', idExpressions: [] };
};

/** Whether an operation removes one resource, and requires nothing that the creation does not require too. */
const isRemoval = (operation: Operation, create: Operation, namedOf: NamedOf): boolean => {
  const { method, path, parameters, body } = operation;
  const isInCreation = (name: string, where: string): boolean => create.parameters.some((one) => one.name === name && one.in === where);
  return (
    method === 'DELETE' &&
    endsInParameter(path) &&
    dangerIn(namedOf(operation)) === undefined &&
    body?.required !== true &&
    parameters.every((one) => one.in === 'path' || !one.required || one.name.toLowerCase() === 'if-match' || isInCreation(one.name, one.in))
  );
};

type Link = { readonly target: Operation; readonly parameters: Json };

/** The links in the answers of an operation (OpenAPI 3.1, Link Object). */
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
 * Whether the documented answer 201 shows a new resource: by content, Location or a link. Some tools document 201 for every POST.
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
  candidates: readonly Candidate[],
  operation: Operation,
  namedOf: NamedOf,
): InferredEffect => {
  const danger = operation.effect === 'safe' ? changeIn(namedOf(operation)) : dangerOf(operations, operation, namedOf);
  if (isUploadOfPart(document, operations, operation) && (danger === undefined || replacing.has(danger)))
    return { effect: 'changes', why: 'it uploads the file that GET of its path reads and DELETE removes' };
  if (danger !== undefined && !takesMany(document, operation)) {
    const reaching = effectOfReaching(operations, operation, danger, namedOf(operation));
    if (reaching) return reaching;
  }
  if (danger !== undefined) return { effect: 'destructive', why: `its name says "${danger}"` };
  if (takesMany(document, operation)) return { effect: 'destructive', why: 'its body is about many resources at once' };
  const candidate = candidates.find(({ create }) => create === operation.key);
  if (candidate) return { effect: 'creates', why: `${candidate.remove} removes what it creates` };
  if (operation.method === 'POST') return effectOfPost(document, operations, operation, namedOf);
  if (!['PUT', 'PATCH', 'DELETE'].includes(operation.method)) return { effect: 'destructive', why: 'the effect of its method is unknown' };
  return parametersIn(operation.path).length === 0
    ? { effect: 'destructive', why: 'its path names no single resource' }
    : { effect: 'changes', why: operation.method === 'DELETE' ? 'it removes what its path names' : 'it changes what its path names' };
};

/** Is a POST an action on the one resource that its path names: `/carts/{id}/checkout`, but not `/carts/{id}/purge-all`. */
const actsOnOne = (document: Json, operation: Operation, namedOf: NamedOf): boolean =>
  operation.method === 'POST' && isDirectlyBelowOne(operation.path) && !takesMany(document, operation) && !reachesMany(namedOf(operation));

/** Words by which an upload says that it takes the place of what is there. */
const replacing: ReadonlySet<string> = new Set(['replace', 'replaces', 'overwrite', 'overwrites']);

/** Does a POST bring a file to a path of its own below one resource, where it is read and removed: `/crates/{crateId}/photo`. */
const isUploadOfPart = (document: Json, operations: readonly Operation[], { method, path, body }: Operation): boolean => {
  const on = (wanted: string): boolean => operations.some((one) => one.method === wanted && isSamePath(one.path, path));
  const isPart = isDirectlyBelowOne(path);
  const content = body?.content ?? [];
  const isFile = content.some(
    ({ mediaType, schema }) =>
      /^multipart\/form-data\b/iu.test(mediaType) &&
      [...membersOf(document, schema).values()].some((member) => partsOf(document, member).some(({ format }) => format === 'binary')),
  );
  return method === 'POST' && isPart && isFile && content.length === 1 && on('GET') && on('DELETE');
};

const effectOfPost = (document: Json, operations: readonly Operation[], operation: Operation, namedOf: NamedOf): InferredEffect => {
  const { path } = operation;
  if (isReading(namedOf(operation)) && !answers201(operation))
    return { effect: 'asks', why: 'by its name it reads or signs in, and it may leave a trace' };
  if (endsInParameter(path)) return { effect: 'destructive', why: 'its effect on one resource is unknown' };
  const name = collectionOf(path);
  const isBelowItem = parametersIn(path).length > 0;
  const item = operations.find((one) => isItemOf(one.path, name));
  if (item) return { effect: 'creates-permanently', why: `it adds to a collection (${item.path}), and no operation removes from it` };
  if (operations.some((one) => isSamePath(one.path, name) && readsList(document, one)))
    return { effect: 'creates-permanently', why: `it adds to the list that GET ${name} reads, and no operation removes from it` };
  const elsewhere = collectionElsewhere(document, operations, operation);
  if (elsewhere !== undefined)
    return { effect: 'creates-permanently', why: `it adds to a collection (${elsewhere}), and no operation removes from it` };
  if (showsCreated(document, operation) && !isBelowItem)
    return { effect: 'creates-permanently', why: 'it answers 201 (Created) with what it created, and no operation removes that' };
  return {
    effect: 'destructive',
    why: isBelowItem && tailOf(path).length > 0 ? 'it is an action on one resource with an unknown effect' : 'its effect is unknown',
  };
};
