import { evaluate } from '../../../contract/expression.ts';
import { itemsOf } from '../../../contract/held.ts';
import { addedById } from '../../../contract/infer/added-by-id.ts';
import { broughtAbout } from '../../../contract/infer/brought-about.ts';
import { comingWith } from '../../../contract/infer/coming-with.ts';
import { coveredByLasting, coveredElsewhere, itemOf } from '../../../contract/infer/covering.ts';
import { filedAbout } from '../../../contract/infer/filed-about.ts';
import { type IdSource, idSourcesOf } from '../../../contract/infer/id-sources.ts';
import { heldIds } from '../../../contract/infer/held-ids.ts';
import { idInAddress } from '../../../contract/infer/id-pointers.ts';
import { versionInPath } from '../../../contract/infer/numbered-versions.ts';
import { ownRelation } from '../../../contract/infer/own-relations.ts';
import { beginsWith, inPath, isDirectlyBelow, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation, Parameter } from '../../../contract/model.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { listedPlaceholder, listedSource, usableId } from '../../../generators/listed-id.ts';
import type { Making } from '../../../generators/member-value.ts';
import { documentedPathValue, isOnlyExample } from '../../../generators/parameter-value.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { isMakeable, namesListed } from '../../../generators/valid-request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isHarmless, operationAsked } from '../../kit/reach.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { isOutOfUse } from '../../subjects/out-of-use.ts';
import { statesFilling } from '../../subjects/filled-by-state.ts';
import { plainRead } from '../calls/reads.ts';
import { idsOfCallers } from '../credentials/ids-of-callers.ts';
import { listBelowOwn } from '../paging/filled-list.ts';
import { idOfAdded } from './added-by-id.ts';
import { entryBroughtAbout } from './brought-about.ts';
import { filedEntry } from './filed.ts';
import { idGranted } from './granted.ts';
import { idsHeld } from './held-id.ts';
import { inferredResource } from './inferred-resource.ts';
import { broughtOn } from './needed-state.ts';
import { shownState } from './shown-state.ts';
import { isLookedFor, lookingFor } from './states-tried.ts';
import { olderVersion } from './two-versions.ts';

type PathValues = Readonly<Record<string, string>>;

/** A request whose path has the ids that lists show in place of their placeholders; every other placeholder in its path is filled already. */
export const withListedIds = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  if (request.operation === null) return request;
  if (!namesListed(request)) return request;
  throwIfUnfit(session, request);
  const operation = operationOf(session.contract, request.operation ?? '');
  const pathValues: Record<string, string> = {};
  const listed: string[] = [];
  for (const name of parametersIn(operation.path)) {
    const text = request.pathValues[name] ?? '';
    const [placeholder] = placeholdersIn(text);
    const parameter = parameterOf(operation, name);
    const source =
      placeholder?.use === 'listed'
        ? idSourcesOf(session.contract, operation, parameter).find(({ read }) => read.key === placeholder.resourceType)
        : undefined;
    // What is of the run may be brought on, so that there is something to name.
    const isOwn = listed.length === 0;
    const filled = source && isOwn ? await idOnceFilled(session, operation, parameter, source, pathValues) : undefined;
    const id = filled ?? (source ? await idOrExample(session, operation, parameter, source, pathValues) : text);
    pathValues[name] = id;
    if (source) listed.push(name);
  }
  return { ...request, pathValues, madeUp: [...new Set([...(request.madeUp ?? []), ...listed])] };
};

/**
 * The id of what comes with a resource of the run, where the text of its list says in which state of that there is one, and a move leads there: "Empty until the stay is
 * booked". Undefined where the resource is there already, or stays where it is.
 */
const idOnceFilled = async (
  session: Session,
  operation: Operation,
  parameter: Parameter,
  source: IdSource,
  known: PathValues,
): Promise<string | undefined> => {
  const { contract, target } = session;
  const coming = target.allow.includes('destructive') ? comingWith(contract, operation) : undefined;
  if (coming?.parameter !== parameter.name || contract.standard.size === 0) return undefined;
  const states = statesFilling(contract, coming);
  const values = inPath(itemOf(coming.above).path, valuesAlong(operation.path, known));
  const now = states.length === 0 ? undefined : await shownState(session, coming.above, values);
  if (now === undefined || states.includes(now)) return undefined;
  if (!(await broughtOn(session, coming.above, values, { now, states }))) return undefined;
  const id = await orSkipped(idFrom(session, operation, parameter, source, known));
  return isSkipped(id) ? undefined : id;
};

/**
 * The request with the ids that the document prints, else placeholders for listed ids, in place of those of a resource that could not be created;
 * undefined where it changes something, or nothing tells one of the ids.
 * @param lacks Is a value in its path a placeholder for that resource.
 */
export const askingLists = (session: Session, request: PlannedRequest, lacks: (value: string) => boolean): PlannedRequest | undefined => {
  const { contract } = session;
  const operation = operationWith(contract, request.operation);
  if (!operation || !isHarmless(contract, request)) return undefined;
  const making = makingFor(session, 'listed');
  const pathValues: Record<string, string> = { ...request.pathValues };
  for (const [name, value] of Object.entries(request.pathValues).filter(([, text]) => lacks(text))) {
    const parameter = parameterOf(operation, name);
    const printed = printedText(operation, parameter, making);
    const source = listedSource(operation, parameter, making, isMakeable);
    if (printed !== undefined && (source === undefined || !isOnlyExample(operation, parameter, making))) {
      pathValues[name] = printed;
      continue;
    }
    if (!source) return undefined;
    pathValues[name] = listedPlaceholder(source, name);
    if (value === pathValues[name]) return undefined;
  }
  return { ...request, pathValues };
};

/**
 * Reads with an operation what was there before the run, as lists show it, where it usually reads what the run creates: a new invoice has no payments, and shows less of
 * what answers look like than those of last year. Undefined where it names nothing of the run, or no list tells an id.
 */
export const listedRead = defineScenario<{ readonly operation: string }, Exchange | undefined>({
  id: 'listed-read',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    if (operation.effect !== 'safe' || operation.method !== 'GET' || session.contract.standard.size === 0) return undefined;
    const isOwn = (value: string): boolean => placeholdersIn(value).some(({ use }) => use !== 'listed');
    const asked = askingLists(session, usableRequest(session, operation, 'listed-too'), isOwn);
    const exchange = asked && namesListed(asked) ? await orSkipped(session.send(asked)) : undefined;
    return exchange === undefined || isSkipped(exchange) ? undefined : exchange;
  },
});

/** The text that the document gives for a path parameter; undefined where it gives none. */
const printedText = (operation: Operation, parameter: Parameter, making: Making): string | undefined => {
  const printed = documentedPathValue(operation, parameter, making);
  return printed.kind === 'value' && (typeof printed.value === 'string' || typeof printed.value === 'number')
    ? String(printed.value)
    : undefined;
};

/**
 * The id that a source shows for a path parameter; for a read that the source shows none for, one that the run creates, else the example of the document.
 * @throws {NotTried} where there is neither.
 */
const idOrExample = async (
  session: Session,
  operation: Operation,
  parameter: Parameter,
  source: IdSource,
  known: PathValues,
): Promise<string> => {
  const granted = await idGranted(session, operation.key, parameter.name);
  if (granted !== undefined) return granted;
  if (isFiled(session.contract, operation)) return idFiled(session, operation, parameter, source);
  if (broughtAbout(session.contract, operation)?.parameter === parameter.name) return idFiled(session, operation, parameter, source);
  const versions = versionInPath(session.contract, operation);
  if (versions?.parameter === parameter.name) return olderVersion(session, operation, versions, known);
  const added = addedById(session.contract, operation);
  if (added?.parameter === parameter.name)
    return idOfAdded(session, operation, known, (item) => idIn(session.contract, source, parameter, item));
  const held = heldIds(session.contract, operation);
  const shown = held?.read.key === source.read.key ? await orSkipped(session.run(idsHeld, { operation: operation.key })) : [];
  // A read may name what was there before.
  if (isSkipped(shown) && operation.effect !== 'safe') throw new NotTried(shown.because, shown.reason);
  const [first] = (isSkipped(shown) ? [] : shown).flatMap((one) => usableId(session.contract, parameter, one) ?? []);
  if (first !== undefined) return first;
  const id = await orSkipped(idFrom(session, operation, parameter, source, known));
  if (!isSkipped(id)) return id;
  const own = await ownOf(session, operation, parameter);
  if (own !== undefined) return own;
  const isRead = operation.effect === 'safe';
  const printed = isRead ? printedText(operation, parameter, makingFor(session, 'listed')) : undefined;
  if (printed === undefined) throw new NotTried(id.because, id.reason);
  return printed;
};

/**
 * The id of what the run creates, and a read names: below another resource and at a path of its own, or what no operation removes. Undefined where it may not, or
 * could not.
 */
const ownOf = async (session: Session, operation: Operation, { name }: Parameter): Promise<string | undefined> => {
  const { contract, target } = session;
  if (operation.effect !== 'safe') return undefined;
  const elsewhere = coveredElsewhere(contract, operation);
  const covering = elsewhere?.named === name ? elsewhere : coveredByLasting(contract, operation).get(name);
  if (!covering || !isAllowed(covering.resourceType.create, target)) return undefined;
  const made = await orSkipped(session.run(inferredResource, { resourceType: covering.resourceType.name, use: 'known', for: null }));
  return isSkipped(made) ? undefined : made[covering.parameter];
};

/** A listed id names a resource that may be somebody's: it is read, and gets a new child, or is asked about, where the operator allows that. */
const throwIfUnfit = ({ contract, target }: Session, request: PlannedRequest): void => {
  if (isHarmless(contract, request)) return;
  const asked = operationAsked(contract, request);
  const isCreation = asked?.effect === 'creates' || asked?.effect === 'creates-permanently';
  const isOfOwn =
    asked !== undefined &&
    [versionInPath, comingWith, filedAbout, broughtAbout, addedById, heldIds, ownRelation].some((of) => of(contract, asked) !== undefined);
  if ((isCreation || isOfOwn || asked?.effect === 'asks') && target.allow.includes('destructive')) return;
  throw new NotTried(
    'not-allowed',
    `${request.method} ${request.path} needs the permission "destructive" (--allow destructive), because it names what this run did not create`,
  );
};

const parameterOf = ({ parameters, location }: Operation, name: string): Parameter =>
  parameters.find((one) => one.in === 'path' && one.name === name) ?? {
    name,
    in: 'path',
    required: true,
    schema: true,
    location,
    schemaLocation: location,
  };

/** Does an operation change what the service files about resources of the run. */
const isFiled = (contract: Contract, operation: Operation): boolean => filedAbout(contract, operation) !== undefined;

/** The id that an item of the list of a source shows for a parameter. */
const idIn = (contract: Contract, { from }: IdSource, parameter: Parameter, item: unknown): string | undefined => {
  const pointers = from.kind === 'items' ? (from.members[parameter.name] ?? []) : [];
  return pointers.flatMap((pointer) => usableId(contract, parameter, valueAt(item, pointer)) ?? [])[0];
};

/**
 * The id of what the service filed about a resource of the run, or brought about because of what the run sent.
 * @throws {NotTried} where the list shows none.
 */
const idFiled = async (session: Session, operation: Operation, parameter: Parameter, source: IdSource): Promise<string> => {
  const { from } = source;
  const items = from.kind === 'items' ? from.items : [];
  const entry = await session.run(isFiled(session.contract, operation) ? filedEntry : entryBroughtAbout, {
    operation: operation.key,
    items,
  });
  const id = idIn(session.contract, source, parameter, entry);
  if (id === undefined)
    throw new NotTried('missing-prerequisite', `${source.read.key} shows no usable "${parameter.name}" for ${operation.key}`);
  return id;
};

/** The read of a list with what is known about its path, once for each such path. */
const listRead = defineScenario<{ readonly operation: string; readonly pathValues: PathValues }, Exchange>({
  id: 'list-with-ids',
  run: (session, { operation, pathValues }) =>
    session.send(usableRequest(session, operationOf(session.contract, operation), 'listed', { pathValues })),
});

const readOf = (session: Session, { read, given }: IdSource, known: PathValues): Promise<Exchange> => {
  const pathValues = Object.fromEntries(Object.entries(given).map(([theirs, ours]) => [theirs, known[ours] ?? '']));
  return Object.keys(pathValues).length === 0
    ? session.run(plainRead, { operation: read.key })
    : session.run(listRead, { operation: read.key, pathValues });
};

/** The read of a list that was empty before anything was created by some operations, once for each number of those. */
const laterRead = defineScenario<{ readonly operation: string; readonly pathValues: PathValues; readonly creating: number }, Exchange>({
  id: 'list-with-ids-later',
  run: (session, { operation, pathValues }) =>
    session.send(usableRequest(session, operationOf(session.contract, operation), 'listed-later', { pathValues })),
});

/** The same read once more, where operations have created something since: what they did may be listed. */
const readAgain = (session: Session, source: IdSource, { request: { pathValues } }: Exchange): Promise<Exchange> | undefined => {
  const creating = session.contract.operations.filter(({ key, effect }) => effect.startsWith('creates') && session.hasAccepted(key)).length;
  return creating === 0 ? undefined : session.run(laterRead, { operation: source.read.key, pathValues, creating });
};

/**
 * The id that a source shows for a path parameter.
 * @throws {NotTried} where the read does not succeed, or shows none.
 */
const idFrom = async (
  session: Session,
  operation: Operation,
  parameter: Parameter,
  source: IdSource,
  known: PathValues,
): Promise<string> => {
  const first = await readOf(session, source, known);
  const { read, from } = source;
  const isEmpty = from.kind === 'items' && isSuccess(first) && (itemsOf({ items: from.items }, first) ?? []).length === 0;
  // A key in what the run has created since may name what is somebody's: that is read, and no more.
  const isOpen = isEmpty && operation.effect === 'safe';
  const exchange = (isOpen ? await readAgain(session, source, first) : undefined) ?? first;
  if (!isSuccess(exchange))
    throw new NotTried(
      'missing-prerequisite',
      `Nothing tells the "${parameter.name}" of ${operation.key}: ${read.key} was answered ${outcomeOf(exchange)}`,
    );
  const { contract } = session;
  if (from.kind === 'link') {
    const id = usableId(contract, parameter, evaluate(from.expression, exchange));
    if (id !== undefined) return id;
    throw new NotTried('missing-prerequisite', `${read.key} shows no "${parameter.name}" for ${operation.key} at ${from.expression}`);
  }
  const items = itemsOf({ items: from.items }, exchange) ?? [];
  const shown = items.flatMap((item) => {
    const ids = Object.entries(from.members).map(([name, pointers]) => {
      const one = parameterOf(operation, name);
      const values = pointers.map((pointer) => valueAt(item, pointer));
      const usable = values.map((value) => usableId(contract, one, idInAddress(operation.path, name, value) ?? value));
      return [name, usable.find((id) => id !== undefined)] as const;
    });
    return ids.every(([name, id]) => id !== undefined && (known[name] ?? id) === id)
      ? [{ item, id: Object.fromEntries(ids)[parameter.name] }]
      : [];
  });
  // What the run itself created may be removed before the request is sent.
  // Nobody follows themselves.
  const selves = ownRelation(contract, operation) ? await selvesAmong(session, shown) : new Set<string>();
  const others = shown.filter(({ item, id = '' }) => !hasOwnText(item) && !selves.has(id));
  // What is added below something, or done to it, may be refused where that is in use no more.
  const usable = operation.effect === 'safe' ? [] : others.filter(({ item }) => !isOutOfUse(item));
  const [best = []] = [usable, others, shown].filter((some) => some.length > 0);
  const ids = best.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const id = await withMostBelow(session, operation, parameter.name, known, ids);
  if (id !== undefined) return id;
  const why = items.length === 0 ? 'lists nothing' : `lists nothing with a usable "${parameter.name}"`;
  throw new NotTried('missing-prerequisite', `${read.key} ${why}, so that ${operation.key} has nothing to name`);
};

/** The ids of callers of the run, as reads show them, or as what the run created shows whose it is. */
const selvesAmong = async (
  session: Session,
  shown: readonly { readonly item: unknown; readonly id: string | undefined }[],
): Promise<ReadonlySet<string>> => {
  const own = shown.flatMap(({ item, id }) => (id !== undefined && hasOwnText(item) ? [id] : []));
  return new Set([...own, ...(await session.run(idsOfCallers, null)).map(String)]);
};

/** As many parents are compared by what is below them. */
const mostParents = 5;

/** As many items let a list be judged: pages of two, an order, a filter that leaves some out. */
const enoughBelow = 4;

/** The list right below what a path parameter names, with the name that this parameter has there: that of the same path, else the first of the document. */
const listBelow = (
  { collections }: Session['contract'],
  { path }: Operation,
  name: string,
): { readonly list: Collection; readonly parameter: string } | undefined => {
  const item = path.slice(0, path.indexOf(`{${name}}`) + name.length + 2);
  const below = collections.flatMap((list) => {
    const parameter = parametersIn(list.operation.path)[parametersIn(item).length - 1];
    const isBelow = isDirectlyBelow(list.operation.path, item) && list.operation.effect === 'safe';
    return isBelow && parameter !== undefined ? [{ list, parameter }] : [];
  });
  return below.find(({ list }) => beginsWith(path, list.operation.path)) ?? below[0];
};

/**
 * Of the ids that a list shows, the one with the most items in the list below it, because a list of nothing shows nothing; the first where there is none. Where even that
 * shows only a few, and an operation reads that list, one of a resource of the run that has more.
 */
const withMostBelow = async (
  session: Session,
  operation: Operation,
  name: string,
  known: PathValues,
  ids: readonly string[],
): Promise<string | undefined> => {
  const child = operation.effect === 'safe' ? listBelow(session.contract, operation, name) : undefined;
  if (!child) return ids[0];
  const filling = `filling ${child.list.operation.key}`;
  const isRead = beginsWith(operation.path, child.list.operation.path) && !isLookedFor(filling);
  if (ids.length < 2 && !isRead) return ids[0];
  const ours = parametersIn(operation.path);
  const counts: { readonly id: string; readonly count: number }[] = [];
  for (const id of ids.slice(0, mostParents)) {
    const pathValues = Object.fromEntries(
      parametersIn(child.list.operation.path).map((theirs, n) => [theirs, theirs === child.parameter ? id : (known[ours[n] ?? ''] ?? '')]),
    );
    const exchange = await orSkipped(session.run(listRead, { operation: child.list.operation.key, pathValues }));
    if (isSkipped(exchange)) return ids[0];
    counts.push({ id, count: itemsOf(child.list, exchange)?.length ?? 0 });
    if ((counts.at(-1)?.count ?? 0) >= enoughBelow) break;
  }
  const [most] = counts.toSorted((a, b) => b.count - a.count);
  if (!isRead || (most?.count ?? 0) >= enoughBelow) return most?.id;
  const own = await lookingFor(filling, () => orSkipped(session.run(listBelowOwn, { operation: child.list.operation.key })));
  return own === undefined || isSkipped(own) || own.count <= (most?.count ?? 0) ? most?.id : own.pathValues[child.parameter];
};

/**
 * An id at a JSON pointer inside an item that a list shows; undefined where there is none. Rather of one that is in use, and that the run did not create.
 * @param choice.likely The value that is meant, if the list shows it.
 * @param choice.taken The values that it may not be.
 */
export const idInList = async (
  session: Session,
  read: string,
  pointer: string,
  { likely, taken = new Set() }: { readonly likely?: string | number | undefined; readonly taken?: ReadonlySet<string | number> } = {},
): Promise<string | number | undefined> => {
  const collection = collectionAt(session.contract, read);
  const items = (collection && itemsOf(collection, await session.run(plainRead, { operation: read }))) ?? [];
  const shown = items.flatMap((item) => {
    const id = valueAt(item, pointer);
    return (typeof id === 'number' || (typeof id === 'string' && id !== '')) && !taken.has(id) ? [{ item, id }] : [];
  });
  const most = shown.toSorted((a, b) => Number(isOutOfUse(a.item)) - Number(isOutOfUse(b.item)) || leftOf(b.item) - leftOf(a.item));
  return (
    shown.find(({ id }) => likely !== undefined && String(id) === String(likely)) ??
    most.find(({ item }) => !hasOwnText(item)) ??
    most[0]
  )?.id;
};

/** Members that show how many of something there are to be had. */
const stocks: ReadonlySet<string> = new Set([
  'stock',
  'in stock',
  'on stock',
  'stock level',
  'stock quantity',
  'on hand',
  'quantity on hand',
  'available',
  'available quantity',
  'quantity available',
  'remaining',
  'left',
]);

/** How many of a thing an item shows to be left: what there is none of cannot be used. The same for all items that do not show it. */
const leftOf = (item: unknown): number => {
  const shown = Object.entries(isObject(item) ? item : {}).filter(([name]) => stocks.has(wordsOf(name).join(' ')));
  const amounts = shown.flatMap(([, value]) => (typeof value === 'number' ? [value] : typeof value === 'boolean' ? [Number(value)] : []));
  return amounts.length === 0 ? 0 : Math.min(...amounts);
};

/** Has an item a text that the run made up. */
const hasOwnText = (item: unknown): boolean => (JSON.stringify(item) ?? '').includes('"ct-');
