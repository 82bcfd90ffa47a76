import { coveredInBin } from '../../../contract/infer/bins.ts';
import { operationWith } from '../../../contract/operation.ts';
import { createHash } from 'node:crypto';
import { inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { handedState } from '../../../contract/infer/handed-state.ts';
import { idNames } from '../../../contract/infer/id-names.ts';
import { movesMoney } from '../../../contract/infer/money-moves.ts';
import { neededFlags } from '../../../contract/infer/needed-flags.ts';
import { partInPath } from '../../../contract/infer/part-in-path.ts';
import { suitedMembers } from '../../../contract/infer/suited-members.ts';
import { type PathValues } from '../../../contract/infer/created-resource.ts';
import { kindOfNamed, type NamedKind } from '../../../contract/infer/kind-of-named.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { below, valueAt } from '../../../contract/pointer.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { fillPlaceholders, isOfPart, isOther, type Placeholder, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import { type PlannedRequest, valuesOfBody, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { belowNamed, besideIn, idBeside, keysIn } from './below-named.ts';
import { besidePath, withBesidePath } from './beside-path.ts';
import { beyondLast } from './beyond-last.ts';
import { wantedFor, wantedInPath } from './completed.ts';
import { filledBody, filledValue, type Id } from '../../../generators/filled-value.ts';
import { beforeEndOfNamed } from './before-end.ts';
import { withinHolder } from './held-times.ts';
import { asksOwnParent, takesOneAtATime } from '../../subjects/few-children.ts';
import { joinCaller } from '../credentials/joined-callers.ts';
import { joinFirst } from './joined-first.ts';
import { withFitted } from './fitted.ts';
import { askingLists, idInList, withListedIds } from './listed-ids.ts';
import { openAround } from './opened-around.ts';
import { partIn, withPart } from './part-in-path.ts';
import { putBeforehand } from './put-beforehand.ts';
import { withSomebody } from './somebody.ts';
import { elsewhereFor } from './listed-elsewhere.ts';
import { withListedParameters } from './listed-parameters.ts';
import { withinParent } from '../../../contract/infer/within-parent.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { aboveNamedStates } from '../../subjects/above-states.ts';
import { statesOfNamed } from '../../subjects/action-states.ts';
import { namingAsAccepted } from './named-as-listed.ts';
import { unspent } from './named-filled.ts';
import { belowInState, namesOwnEntries, withOwnEntries } from './own-entries.ts';
import { pairedWithin } from './paired-within.ts';
import { roomFor } from './rooms.ts';
import { suitedIn, withSuited } from './suited.ts';
import { wantedAround } from './wanted-around.ts';
import { wholeRequest } from '../../requests/whole-request.ts';
import { inferredResource, inferredShown, type InferredParameters, valuesOf } from './inferred-resource.ts';
import { betweenTwoEntries } from './entries-between.ts';
import { withinSame } from './within-same.ts';
import { mayShare, spareFor } from './untouched.ts';
import { withGivenOut } from './taken-in-again.ts';
import { onVersioned, withVersions } from './two-versions.ts';
import { turnOfUsed } from './used-references.ts';
import { isOfferedAround, offeredIn } from './offered.ts';
import { shownKey } from './shown-key.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { idFor } from './described-ids.ts';

/**
 * A request with ids in place of the placeholders for resources. Resources are created, or looked up, when a request that needs
 * them is sent. Its times lie in that of the resource in which the document says that they have to lie, before the end of what is named, and beyond those before which it must not lie.
 * @throws {NotTried} when there is no such resource and none may be created.
 */
export const withResources = async (session: Session, planned: PlannedRequest): Promise<PlannedRequest> => {
  const held = await withinHolder(session, await withNamed(session, await withGivenOut(session, planned)));
  const request = await withFitted(session, planned, await beyondLast(session, await beforeEndOfNamed(session, held)));
  await openAround(session, planned, request);
  await putBeforehand(session, planned, request);
  await joinFirst(session, planned, request);
  await joinCaller(session, planned, request);
  return request;
};

const withNamed = async (session: Session, planned: PlannedRequest): Promise<PlannedRequest> => {
  const whole = await withSomebody(session, await withListedParameters(session, wholeRequest(session, planned)));
  const asked = onVersioned(session, whole);
  if (placeholdersOf(asked).length === 0) return asked;
  const [isSuited, namesOwn] = [suitedIn(asked).length > 0, namesOwnEntries(session, asked)];
  const onOwn = isSuited || namesOwn ? await withOwnPath(session, namesOwn ? belowInState(session, asked) : asked) : asked;
  const named = namesOwn ? await withOwnEntries(session, onOwn) : onOwn;
  const referred = await withReferred(session, isSuited ? await withSuited(session, named) : named);
  const together = await pairedWithin(session, referred, async (one) =>
    idOf(session, one, referred.operation, await turnOf(session, referred, one)),
  );
  let request = together;
  const ids = new Map<string, Id>();
  const part = partIn(session, together);
  const beside = [besideIn(session, together), ...keysIn(session, together)].filter((one) => one !== undefined);
  for (const placeholder of placeholdersOf(together).filter(({ use }) => use !== 'listed')) {
    const text = placeholderText(placeholder);
    if (text === part?.text || beside.some((one) => one.text === text)) continue;
    const id = await orSkipped(idOf(session, placeholder, referred.operation, await turnOf(session, referred, placeholder)));
    if (!isSkipped(id)) {
      ids.set(text, id);
      continue;
    }
    const other = askingLists(session, request, (value) => value === text);
    if (!other || placeholdersOf(other).some((one) => placeholderText(one) === text)) throw new NotTried(id.because, id.reason);
    request = other;
  }
  const filled = (text: string): string =>
    fillPlaceholders(text, (placeholder) => String(ids.get(placeholderText(placeholder)) ?? placeholderText(placeholder)));
  for (const one of beside) ids.set(one.text, await idBeside(session, one, request.path, filledPath(request.pathValues, filled)));
  const pairs = (list: PlannedRequest['query']): PlannedRequest['query'] => list.map(([name, value]) => [name, filled(value)] as const);
  const listed = await withListedIds(session, {
    ...request,
    pathValues: filledPath(request.pathValues, filled),
    query: pairs(request.query),
    headers: pairs(request.headers),
    ...(request.parameters && { parameters: request.parameters.map((one) => ({ ...one, value: filledValue(one.value, filled, ids) })) }),
    ...(request.body ? { body: filledBody(request.body, filled, ids) } : {}),
  });
  return withVersions(session, asked, await withPart(session, listed));
};

const filledPath = (pathValues: PlannedRequest['pathValues'], filled: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(pathValues).map(([name, value]) => [name, filled(value)]));

/** A request with the ids of resources of the run in its path; what cannot be had stays as it is. */
const withOwnPath = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const filled: Record<string, string> = {};
  const [beside, part] = [besideIn(session, request), partIn(session, request)];
  for (const [name, value] of Object.entries(request.pathValues)) {
    const [placeholder] = placeholdersIn(value);
    const isOwn =
      placeholder !== undefined &&
      value !== beside?.text &&
      value !== part?.text &&
      placeholder.use !== 'listed' &&
      value === placeholderText(placeholder);
    const id = isOwn ? await orSkipped(idOf(session, placeholder, request.operation, await turnOf(session, request, placeholder))) : value;
    filled[name] = isSkipped(id) ? value : String(id);
  }
  return { ...request, pathValues: filled };
};

/** A creation whose text lies below what the resource in its path shows, with the id of that: both belong together. Any other request as it is. */
const belowShown = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const operation = operationWith(session.contract, request.operation);
  const isBelow = operation !== undefined && suitedIn(request).length > 0 && withinParent(session.contract, operation).length > 0;
  return isBelow ? withSuited(session, await withOwnPath(session, request)) : request;
};

/** A request whose body names what is below the same resource as its path, or takes what is offered below that, with the ids of both. Any other request as it is. */
const besideOwnPath = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const isOffered = placeholdersOf(request).some((one) => one.use === 'offered' && isOfferedAround(session, one, request.operation));
  return isOffered || besidePath(session, request).length > 0 ? withBesidePath(session, await withOwnPath(session, request)) : request;
};

/**
 * A request whose body names existing resources, where the placeholders of its references stand for some; what has no resource keeps the value that it has
 * otherwise. Its path names what goes with these, where the service is known to ask for that. For scenarios that compare what they send.
 */
export const withReferred = async (session: Session, planned: PlannedRequest): Promise<PlannedRequest> => {
  const request = await besideOwnPath(session, await belowShown(session, await namingAsAccepted(session, planned)));
  const { body } = request;
  const ids = new Map<string, Id>();
  const turn = await nextTurn(session);
  const taken = new Map<string, Set<Id>>();
  for (const placeholder of placeholdersOf(request)) {
    const { otherwise, use } = placeholder;
    if (otherwise === undefined || use === 'offered') continue;
    const found =
      use === 'suited'
        ? await listedForMember(session, request, placeholder)
        : await referredId(session, asTaken(session, placeholder, request), purposeOf(request, placeholder, turn), taken);
    ids.set(placeholderText(placeholder), found ?? otherwise);
  }
  for (const [text, id] of await belowNamed(session, placeholdersOf(request), ids)) ids.set(text, id);
  const filled = (text: string): string =>
    fillPlaceholders(text, (placeholder) => String(ids.get(placeholderText(placeholder)) ?? placeholderText(placeholder)));
  // What is offered depends on what the body names besides.
  const asking = { operation: request.operation, path: request.pathValues, turn: turnOfBody(request) };
  for (const placeholder of placeholdersOf(request).filter(({ use }) => use === 'offered')) {
    const named = holdsValue(body) ? filledBody(body, filled, ids) : undefined;
    const free = holdsValue(named) && (await offeredIn(session, placeholder, { ...asking, body: named.value }));
    ids.set(placeholderText(placeholder), free || (placeholder.otherwise ?? ''));
  }
  if (body === undefined || ids.size === 0) return request;
  const named = await withinSame(session, request, { ...request, body: filledBody(body, filled, ids) });
  return betweenTwoEntries(session, request, named);
};

/** The id of what a list shows with the value that a member asks for; undefined where nothing in the list suits a member. */
const listedForMember = async (session: Session, request: PlannedRequest, { parameter }: Placeholder): Promise<Id | undefined> => {
  const operation = operationWith(session.contract, request.operation);
  const one = operation && suitedMembers(session.contract, operation).find(({ member }) => member === parameter);
  return one?.kind === 'elsewhere' ? elsewhereFor(session, one, request) : undefined;
};

/** The same for the same body with the same fields: a repetition takes what the first one took. */
const turnOfBody = ({ body, headers }: PlannedRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([body ?? null, headers]))
    .digest('hex')
    .slice(0, 8);

/** How many requests have been given what their bodies name. */
const turns = defineScenario<null, { count: number }>({ id: 'turns-of-references', run: async () => ({ count: 0 }) });

const nextTurn = async (session: Session): Promise<number> => {
  const known = await session.run(turns, null);
  known.count += 1;
  return known.count;
};

/** A shared resource would be taken by the first creation of which it has one at a time, for as long as that is open, or that spends it: then each names one of its own. */
const asTaken = (session: Session, placeholder: Placeholder, request: PlannedRequest): Placeholder => {
  const { contract } = session;
  const { operation } = request;
  const creation = contract.operations.find(({ key }) => key === operation);
  const isRemovable = contract.inferredResourceTypes.some(({ name }) => name === placeholder.resourceType);
  return placeholder.use === 'known' && isRemovable && creation && takesOneAtATime(contract, creation)
    ? { ...placeholder, use: 'spare' }
    : unspent(session, placeholder, request);
};

/**
 * What a resource is for that a body names: one of its own, where the request asks for that, and another one for each request. Two bodies may be the same
 * although each is to name what nothing else does: a permit with nothing but a kind and two days.
 */
const purposeOf = ({ operation }: PlannedRequest, { resourceType }: Placeholder, turn: number): string =>
  `${operation ?? ''} ${resourceType} ${turn}`;

/** What one creation has a parent of its own for, so that no other one has it; undefined where the operation alone says what it is for. */
const turnOf = async (
  session: Session,
  { operation, body, headers, faults }: PlannedRequest,
  { use }: Placeholder,
): Promise<string | undefined> => {
  const { contract } = session;
  const creation = contract.operations.find(({ key }) => key === operation);
  if (use !== 'spare' || !creation?.effect.startsWith('creates')) return undefined;
  // Two bodies of nothing but what others are about are the same; a key would have to be sent with the same parent.
  const isAlike = headers.length === 0 && !(JSON.stringify(body ?? null) ?? '').includes('ct-');
  // What is to be refused leaves its parent as it is, so that one serves all of them.
  if (faults.length > 0 && handedState(contract, creation)) return undefined;
  if (isAlike && asksOwnParent(contract, creation)) return `turn-${String(await nextTurn(session))}`;
  const room = await roomFor(session, operation);
  return createHash('sha256')
    .update(JSON.stringify([body ?? null, headers, ...(room === undefined ? [] : [room])]))
    .digest('hex')
    .slice(0, 8);
};

/** The id of what a member of a body names, in the type of the value that it has otherwise; undefined where there is none. */
const referredId = async (
  session: Session,
  placeholder: Placeholder,
  operation: string | null,
  taken: Map<string, Set<Id>>,
): Promise<Id | undefined> => {
  const { use, resourceType: read, parameter = '', otherwise, isApart } = placeholder;
  const before = taken.get(`${read} ${parameter}`) ?? new Set();
  const choice = { likely: otherwise, ...(isApart && { taken: before }) };
  const found =
    use === 'listed' ? await orSkipped(idInList(session, read, parameter, choice)) : await orSkipped(idOf(session, placeholder, operation));
  const named = found === undefined || isSkipped(found) ? await listedInstead(session, placeholder, operation) : found;
  if (named === undefined) return undefined;
  if (use === 'listed') taken.set(`${read} ${parameter}`, before.add(named));
  const isNumber = typeof otherwise === 'number';
  return isNumber ? (Number.isSafeInteger(Number(named)) ? Number(named) : undefined) : String(named);
};

/** The id of a resource that the list of its type shows, where the run could create none and may name what it did not create. */
const listedInstead = async (session: Session, { use, resourceType }: Placeholder, purpose: string | null): Promise<Id | undefined> => {
  const { contract, target } = session;
  const asking = askingOf(contract, purpose);
  if (asking && movesMoney(contract.document, asking)) return undefined;
  const type = use === 'known' && target.allow.includes('destructive') ? inferredNamed(contract, resourceType) : undefined;
  const read = type && contract.operations.find(({ method, path, effect }) => method === 'GET' && path === type.name && effect === 'safe');
  if (!type || !read || read.path.includes('{')) return undefined;
  for (const name of idNames(type)) {
    const id = await orSkipped(idInList(session, read.key, below('', name)));
    if (id !== undefined && !isSkipped(id)) return id;
  }
  return undefined;
};

/** Does an operation change or act on what its path names, and add nothing to a collection. */
const isActing = ({ operations }: Contract, operation: string): boolean =>
  operations.some(({ key, effect }) => key === operation && (effect === 'changes' || effect === 'destructive'));

/** Is an operation about what has been removed, so that nothing else is about it. */
const isOfBin = (contract: Contract, operation: string): boolean =>
  contract.operations.some((one) => one.key === operation && coveredInBin(contract, one) !== undefined);

/** Does an operation need a resource that was created with a flag. */
const hasNeededFlags = (contract: Contract, resourceType: string, operation: string): boolean => {
  const [type, by] = [inferredNamed(contract, resourceType), contract.operations.find(({ key }) => key === operation)];
  return type !== undefined && by !== undefined && neededFlags(contract, type, by).length > 0;
};

/** Does the path of an operation name a part of a resource, which has to be created with one. */
const namesPart = (contract: Contract, operation: string): boolean => {
  const by = operationWith(contract, operation);
  return by !== undefined && partInPath(contract, by) !== undefined;
};

/** The operation that a purpose begins with. */
const askingOf = (contract: Contract, asking: string | null): Operation | undefined =>
  asking === null ? undefined : contract.operations.find(({ key }) => asking === key || asking.startsWith(`${key} `));

/** The operation whose body names a resource, where its text says in which states that, or what it is below, may be: then one of its own is brought to such a state. */
const namingInState = (contract: Contract, resourceType: string, asking: string | null): Operation | undefined => {
  const named = inferredNamed(contract, resourceType);
  const operation = askingOf(contract, asking);
  if (!named || !operation) return undefined;
  return statesOfNamed(contract, named, operation) || aboveNamedStates(contract, named, operation) ? operation : undefined;
};

/** The kind that the text asks of what the body of an operation names. */
const kindFor = (contract: Contract, resourceType: string, asking: string | null): NamedKind | undefined => {
  const [named, operation] = [inferredNamed(contract, resourceType), askingOf(contract, asking)];
  return named && operation ? kindOfNamed(contract, named, operation) : undefined;
};

/** The id that a placeholder for a resource stands for. */
const idOf = async (session: Session, placeholder: Placeholder, operation: string | null, turn = placeholder.turn): Promise<Id> => {
  const { parameter, resourceType, use, otherwise } = placeholder;
  if (use === 'linked') return idOfLinked(session, placeholder, operation);
  if (parameter === undefined) return idFor(session, placeholder, operation);
  const inPath = async () => (use === 'known' ? wantedAround : wantedInPath)(session, operation, resourceType);
  const wanted = otherwise === undefined ? await inPath() : await wantedFor(session, resourceType);
  const inState = otherwise === undefined || use !== 'known' ? undefined : namingInState(session.contract, resourceType, operation);
  const own = isOther(use) ? use : (turn ?? (inState ? 'in-needed-state' : undefined));
  const behind = own === undefined && use === 'known' && otherwise !== undefined ? await turnOfUsed(session, operation) : own;
  const kind = placeholder.kind ?? (otherwise === undefined ? undefined : kindFor(session.contract, resourceType, operation));
  const made = {
    resourceType,
    use: use === 'spare' ? use : 'known',
    for: use === 'spare' ? operation : (inState?.key ?? null),
    ...(behind === undefined ? {} : { turn: behind }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(kind === undefined ? {} : { kind }),
  } as const;
  const isOwnAlone = use === 'spare' && turn === undefined && !isOfPart(placeholder);
  const isShared =
    isOwnAlone &&
    wanted === undefined &&
    operation !== null &&
    isActing(session.contract, operation) &&
    mayShare(session, resourceType) &&
    !isOfBin(session.contract, operation) &&
    !hasNeededFlags(session.contract, resourceType, operation) &&
    !namesPart(session.contract, operation);
  const another = async (): Promise<PathValues> =>
    isShared ? (await spareFor(session, resourceType, operation)).pathValues : madeOf(session, made);
  const asking = otherwise === undefined ? operation : null;
  const id = isOfPart(placeholder)
    ? otherwise === undefined && operation !== null
      ? await shownKey(session, { resourceType, at: parameter, asking: operation })
      : idText(valueAt(await session.run(inferredShown, made), parameter))
    : asDeclared(session.contract, placeholder, (await valuesOf(session, made, asking, another))[parameter]);
  if (id === undefined) throw new NotTried('missing-prerequisite', `Nothing tells the "${parameter}" of a thing of ${resourceType}`);
  return id;
};

/** The path of a resource; of any kind, where none can be had of the kind that it should be of. */
const madeOf = async (session: Session, made: InferredParameters): Promise<PathValues> => {
  const { kind, ...plain } = made;
  if (kind === undefined) return session.run(inferredResource, plain);
  const own = await orSkipped(session.run(inferredResource, made));
  return isSkipped(own) ? session.run(inferredResource, plain) : own;
};

/** The id of a resource that one link is for, in a state in which it can be linked where the document says which that is. */
const idOfLinked = async (session: Session, placeholder: Placeholder, asking: string | null): Promise<Id> => {
  const { contract } = session;
  const { parameter = '', resourceType, turn = '' } = placeholder;
  const made = await session.run(inferredResource, { resourceType, use: 'spare', for: asking, turn });
  const id = asDeclared(contract, placeholder, made[parameter]);
  if (id === undefined) throw new NotTried('missing-prerequisite', `Nothing tells the "${parameter}" of a thing of ${resourceType}`);
  return id;
};

/** The values of the path of a read, by the place of its parameters in the path of the resource. */
export const readValues = (read: Operation, resource: PathValues): Record<string, string> => {
  const values = Object.values(resource);
  return Object.fromEntries(parametersIn(read.path).map((name, n) => [name, resource[name] ?? values[n] ?? '']));
};

/** The id of a resource in the type that its path parameter declares: a number or a text. */
const asDeclared = (contract: Contract, { resourceType, parameter }: Placeholder, id: string | undefined): Id | undefined => {
  const inferred = inferredNamed(contract, resourceType);
  const declared = inferred && itemOf(inferred).parameters.find((one) => one.in === 'path' && one.name === parameter);
  const types = declared === undefined ? [] : typesOf(resolvedSchema(contract.document, declared.schema));
  const isNumber = types.some((type) => type === 'integer' || type === 'number') && Number.isSafeInteger(Number(id));
  return id !== undefined && isNumber ? Number(id) : id;
};

/** Each placeholder of a request once. */
const placeholdersOf = ({ pathValues, query, headers, parameters = [], body }: PlannedRequest): Placeholder[] => {
  const texts: string[] = [...Object.values(pathValues), ...query.map(([, value]) => value), ...headers.map(([, value]) => value)];
  if (body?.kind === 'text') texts.push(body.text);
  const values = [...parameters.map(({ value }) => value), ...valuesOfBody(body)];
  texts.push(...values.map((value) => JSON.stringify(value) ?? ''));
  return [...new Map(texts.flatMap(placeholdersIn).map((placeholder) => [placeholderText(placeholder), placeholder])).values()];
};
