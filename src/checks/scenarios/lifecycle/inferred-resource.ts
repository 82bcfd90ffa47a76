import { isActing } from '../../../contract/infer/acting.ts';
import { coveredInBin } from '../../../contract/infer/bins.ts';
import { type AnyInferred, inferredNamed, isLinkBeside, itemOf } from '../../../contract/infer/covering.ts';
import type { NamedKind } from '../../../contract/infer/kind-of-named.ts';
import { neededFlags } from '../../../contract/infer/needed-flags.ts';
import { partInPath } from '../../../contract/infer/part-in-path.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { shownKeyFor } from '../../../contract/infer/shown-keys.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { beginsWith, inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { withEntry, withMember } from '../../../generators/with-entry.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { belowOwn, namingOwn, sendCreation } from './send-creation.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { isRefusedInStates, statesFor, statesOfNamed } from '../../subjects/action-states.ts';
import { aboveNamedStates, aboveStates } from '../../subjects/above-states.ts';
import { asksOwnParent } from '../../subjects/few-children.ts';
import { lives } from '../../subjects/lives.ts';
import { isContested } from '../../subjects/needed-states.ts';
import { wantedAbove, wantedInPath } from './completed.ts';
import { created } from './created.ts';
import { dueToday } from './due-today.ts';
import { whenEnded } from './ended-task.ts';
import { bringAbove, complete, inNeededState, operationAsking } from './needed-state.ts';
import { withNeededValues } from './needed-values.ts';
import { withOwnParents, type WithOwnParents } from './parts.ts';
import { noteMade } from './named-values.ts';
import { raiseBounds } from './reached-sum.ts';
import { readyFor } from './ready.ts';
import { creationBelow, readyParent } from './ready-parent.ts';
import { settleBelow } from './settled-below.ts';
import { begunFor } from './with-switch.ts';
import { withoutAmounts } from './without-amounts.ts';

/**
 * The values in the path of a resource; for an action, or a creation below what no operation removes, or of which creations ask for different states, of one in a
 * state in which that is possible.
 * @param asking The operation whose path names it; null where a body does.
 * @param another Gives one where the document says of no such state.
 */
export const valuesOf = async (
  session: Session,
  made: InferredParameters,
  asking: string | null,
  another = (): Promise<PathValues> => session.run(inferredResource, made),
): Promise<PathValues> => {
  const { contract } = session;
  const operation = made.turn === undefined ? contract.operations.find(({ key }) => key === asking) : undefined;
  const resourceType = inferredNamed(contract, made.resourceType);
  if (!operation || !resourceType) return another();
  const values = await suitedValues(session, made, { operation, resourceType }, another);
  return whenEnded(session, resourceType, operation, values, (turn) =>
    session.run(inferredResource, { ...made, use: 'spare', for: operation.key, turn }),
  );
};

const suitedValues = async (
  session: Session,
  made: InferredParameters,
  { operation, resourceType }: { readonly operation: Operation; readonly resourceType: AnyInferred },
  another: () => Promise<PathValues>,
): Promise<PathValues> => {
  const { contract } = session;
  const below = made.use === 'known' && made.for === null ? creationBelow(contract, resourceType, operation) : undefined;
  // What is read below it is read where something can be created.
  const flagged = below ?? operation;
  if (made.use === 'known' && made.for === null && neededFlags(contract, resourceType, flagged).length > 0)
    return session.run(inferredResource, { ...made, use: 'spare', for: flagged.key });
  // What an operation needs of the resource itself comes before that.
  if (below && (made.wanted === undefined || below.key === operation.key)) {
    const wanted = below.key === operation.key ? made.wanted : undefined;
    const own = { resourceType: made.resourceType, use: 'spare', for: below.key, ...(wanted === undefined ? {} : { wanted }) } as const;
    const parent = await readyParent(session, {
      resourceType,
      create: below,
      shared: another,
      make: (turn) => session.run(inferredResource, { ...own, turn }),
    });
    if (parent) return parent;
  }
  // What can be read in some states alone has to be in one of them.
  const isOwn =
    operation.method === 'GET'
      ? isRefusedInStates(contract, resourceType, operation)
      : isActing(operation) && isContested(contract, resourceType);
  if (made.use === 'known' && 'remove' in resourceType && !isOwn) return another();
  const own = { ...made, use: 'spare', for: operation.key } as const;
  const ready = await readyFor(session, resourceType, operation, (turn) =>
    session.run(inferredResource, turn === undefined ? own : { ...own, turn }),
  );
  return ready ?? another();
};

/** A resource in a state in which an action on it is possible; undefined where the document does not say in which it is, or none can be had. */
export const readyResource = async (session: Session, resourceType: AnyInferred, operation: Operation): Promise<PathValues | undefined> => {
  if (statesFor(session.contract, resourceType, operation) === undefined) return undefined;
  const values = await orSkipped(valuesOf(session, { resourceType: resourceType.name, use: 'spare', for: operation.key }, operation.key));
  return isSkipped(values) ? undefined : values;
};

/** A resource that the run creates, and what it is for. */
export type InferredParameters = {
  /** Name of an inferred resource type. */
  readonly resourceType: string;
  readonly use: 'known' | 'spare';
  /** The operation that may change or remove it; null for the one that is only read. */
  readonly for: string | null;
  /** What else it is for, so that nothing that was sent before is about it. */
  readonly turn?: string;
  /** Operations that add what others refer to it for, or to what it names, or what an operation below it needs: their keys. */
  readonly wanted?: readonly string[];
  /** The kind that it has to be of. */
  readonly kind?: NamedKind;
  /** What is open below it stays so, although the operation needs it to be settled: that is to be refused. */
  readonly isLeftOpen?: true;
  /** The operation is too early for it: that is to be refused. */
  readonly isEarly?: true;
};

/** A word of letters and digits for an operation, for use in names. */
const labelOf = (operation: string): string =>
  operation
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');

/** The values of the path of a resource, and what the answer to its creation shows. */
export type Inferred = { readonly pathValues: PathValues; readonly shown: unknown };

/**
 * A resource of an inferred type that the run creates: one for all reads, and one for each operation that changes or removes it. Gives the
 * values of the parameters in its path.
 * @throws {NotTried} where it could not be created, or no answer identifies it.
 */
export const inferredResource = defineScenario<InferredParameters, PathValues>({
  id: 'inferred-thing',
  run: async (session, parameters) => (await session.run(inferredThing, parameters)).pathValues,
});

/** What the answer to the creation of such a resource shows. */
export const inferredShown = defineScenario<InferredParameters, unknown>({
  id: 'inferred-thing-shown',
  run: async (session, parameters) => (await session.run(inferredThing, parameters)).shown,
});

/** Both of a resource of an inferred type, made once for equal parameters. */
export const inferredThing = defineScenario<InferredParameters, Inferred>({
  id: 'inferred-thing-made',
  async run(session, { resourceType: name, use, for: operation, turn, wanted, kind, isLeftOpen, isEarly }) {
    const resourceType = inferredNamed(session.contract, name);
    if (!resourceType) throw new NotTried('unsupported', `The document shows no resource type at ${name}`);
    // What no operation removes is created once for everything that leaves it as it is.
    const isShared = use === 'known' && turn === undefined && wanted === undefined && kind === undefined && !('remove' in resourceType);
    const called = operation === null ? 'thing' : `for-${labelOf(operation)}`;
    const purpose = [called, ...(turn === undefined ? [] : [turn]), ...(wanted === undefined ? [] : ['whole', String(wanted.length)])].join(
      '-',
    );
    const asked = isShared
      ? undefined
      : kind === undefined
        ? await requestFor(session, resourceType, purpose, operation, isEarly === true)
        : { request: ofKind(session, resourceType, purpose, kind), isBelowOwn: false };
    const parted =
      asked === undefined
        ? undefined
        : await withOwnParts(session, resourceType, withoutMinimums(session.contract, resourceType.create, use, asked.request), purpose);
    const own = parted && { ...parted, isBelowOwn: asked?.isBelowOwn === true };
    const creation = own
      ? await sendCreation(session, own.request)
      : (await session.run(created, { operation: resourceType.create.key })).exchange;
    if (!isSuccess(creation))
      throw new NotTried(
        'missing-prerequisite',
        `A resource of ${name} ${use === 'spare' ? 'to change ' : ''}could not be created: ${resourceType.create.key} was answered ${outcomeOf(creation)}`,
      );
    const resource = createdResource(resourceType, creation, session.target.baseUrl);
    if (resource.kind === 'unknown')
      throw new NotTried('missing-prerequisite', `The created resource cannot be identified: ${resource.why}`);
    await noteMade(session, name, resource.pathValues, jsonOf(creation));
    await own?.stock(Object.values(resource.pathValues).at(-1) ?? '');
    if (use === 'spare') await raiseBounds(session, resourceType, resource.pathValues, [operationAsking(session.contract, operation)]);
    await inNeededState(session, { resourceType, asking: operation, creation, pathValues: resource.pathValues });
    // What it is for needs the same of it, whoever asks for it.
    const needed = wanted ?? (use === 'spare' ? await wantedInPath(session, operation, name) : undefined);
    if (needed !== undefined) await complete(session, resourceType, resource.pathValues, needed);
    if (use === 'spare' && !isLeftOpen)
      await settleBelow(
        session,
        resourceType,
        resource.pathValues,
        session.contract.operations.find(({ key }) => key === operation),
      );
    if (own?.isBelowOwn) await bringAbove(session, { resourceType, asking: operation, creation });
    if (use === 'spare') await putIntoBin(session, operation, resource.pathValues);
    return { pathValues: resource.pathValues, shown: jsonOf(creation) };
  },
});

/**
 * Removes a resource before an operation that is about what has been removed.
 * @throws {NotTried} where that is refused.
 */
const putIntoBin = async (session: Session, asking: string | null, pathValues: PathValues): Promise<void> => {
  const operation = session.contract.operations.find(({ key }) => key === asking);
  const covering = operation && coveredInBin(session.contract, operation);
  if (!covering) return;
  const { into } = covering.bin;
  const removal = await session.send(
    usableRequest(session, into, 'into-bin', {
      pathValues: inPath(into.path, valuesAlong(covering.resourceType.remove.path, pathValues)),
    }),
  );
  if (!isSuccess(removal))
    throw new NotTried(
      'missing-prerequisite',
      `Nothing was removed that ${operation.key} could name: ${into.key} was answered ${outcomeOf(removal)}`,
    );
};

/**
 * The creation of what others refer to without the least amounts that it may demand of them, such as the `minimumOrder` of a supplier: they would be refused for these,
 * whatever else they are refused for.
 */
const withoutMinimums = (
  contract: Contract,
  create: Operation,
  use: InferredParameters['use'],
  request: PlannedRequest,
): PlannedRequest => {
  const { body } = request;
  if (use !== 'known' || contract.standard.size === 0 || !holdsValue(body) || !isObject(body.value)) return request;
  const members = bodyMembers(contract, create);
  const [minimums, others] = [true, false].map((wanted) =>
    members.filter(({ name, required }) => (!required && /^min(?:imum)? ./u.test(wordsOf(name).join(' '))) === wanted),
  );
  // A range needs both of its ends.
  const isOfRange = (name: string): boolean =>
    (others ?? []).some(
      (one) =>
        wordsOf(one.name).join(' ') ===
        wordsOf(name)
          .join(' ')
          .replace(/^minimum/u, 'maximum')
          .replace(/^min(?= )/u, 'max'),
    );
  const dropped = new Set((minimums ?? []).map(({ name }) => name).filter((name) => !isOfRange(name)));
  const kept = Object.entries(body.value).filter(([name]) => !dropped.has(name));
  return kept.length === Object.keys(body.value).length || kept.length === 0
    ? request
    : { ...request, body: askedBody(create, Object.fromEntries(kept)) };
};

/** A creation that sets flags which the body may leave out, where nothing else decides them. */
const withFlags = (request: PlannedRequest, { create }: AnyInferred, flags: readonly string[]): PlannedRequest => {
  const { body } = request;
  if (flags.length === 0 || !holdsValue(body) || !isObject(body.value)) return request;
  return { ...request, body: askedBody(create, { ...body.value, ...Object.fromEntries(flags.map((flag) => [flag, true])) }) };
};

/** A creation with a part in the list from which the path of an operation names one. */
const withPartFor = (
  session: Session,
  request: PlannedRequest,
  { create }: AnyInferred,
  operation: Operation | undefined,
  purpose: string,
): PlannedRequest => {
  const part = operation && session.contract.standard.size > 0 ? partInPath(session.contract, operation) : undefined;
  const { body } = request;
  if (part?.resourceType.create.key !== create.key || !holdsValue(body) || !isObject(body.value)) return request;
  return { ...request, body: askedBody(create, withEntry(create, body.value, part.list, makingFor(session, purpose))) };
};

/** A creation with the member by which that comes about beside it which the path of an operation names. */
const withMakerFor = (
  session: Session,
  request: PlannedRequest,
  { create }: AnyInferred,
  operation: Operation | undefined,
  purpose: string,
): PlannedRequest => {
  const shown = operation?.parameters.filter((one) => one.in === 'path').map((one) => shownKeyFor(session.contract, operation, one));
  const by = shown?.find((one) => one?.resourceType.create.key === create.key)?.by;
  const { body } = request;
  if (by === undefined || !holdsValue(body) || !isObject(body.value)) return request;
  return { ...request, body: askedBody(create, withMember(create, body.value, by, makingFor(session, purpose))) };
};

/** A creation of something of a kind, with what goes with that. */
const ofKind = (session: Session, { create }: AnyInferred, purpose: string, { member, value }: NamedKind): PlannedRequest =>
  requestAsSet(session, { operation: create.key, settings: [{ member, value }], purpose: `${purpose}-${labelOf(value)}` });

/** A creation for an operation; where that is possible in some states only, with what the resource needs before it comes to states. */
const requestFor = async (
  session: Session,
  resourceType: AnyInferred,
  purpose: string,
  asking: string | null,
  isEarly: boolean,
): Promise<{ readonly request: PlannedRequest; readonly isBelowOwn: boolean }> => {
  const { contract } = session;
  const usual = usableRequest(session, resourceType.create, purpose);
  const operation = contract.operations.find(({ key }) => key === asking);
  const naming = operationAsking(contract, asking);
  // What a body names may have to be below something else that it names.
  const isOfPath = operation !== undefined && beginsWith(operation.path, itemOf(resourceType).path);
  const isBelowStates =
    naming !== undefined && contract.standard.size > 0 && aboveNamedStates(contract, resourceType, naming) !== undefined;
  const ofAbove =
    operation && contract.standard.size > 0
      ? (aboveStates(contract, resourceType, operation) ?? wantedAbove(session, operation.key, resourceType))
      : undefined;
  // A list of few entries shows at once what is linked, and a resource may take few of them.
  const isLinked = contract.inferredResourceTypes.some(
    (one) => one.create.key === asking && one.linked === resourceType.name && isLinkBeside(one),
  );
  const isApart = (isOfPath && (asksOwnParent(contract, resourceType.create) || ofAbove)) || isBelowStates || isLinked;
  const below = isApart ? belowOwn(usual) : undefined;
  const flagged = withFlags(below ?? usual, resourceType, operation === undefined ? [] : neededFlags(contract, resourceType, operation));
  const request = withMakerFor(session, withPartFor(session, flagged, resourceType, operation, purpose), resourceType, operation, purpose);
  const isBelowOwn = below !== undefined;
  const life = naming && lives(contract).find(({ type }) => type.create.key === resourceType.create.key);
  if (!life) return { request, isBelowOwn };
  // A body that names it may ask for a state as well.
  if (statesOfNamed(contract, resourceType, naming) !== undefined)
    return { request: await withNeededValues(session, life, request), isBelowOwn };
  if (!operation) return { request, isBelowOwn };
  const isMoving = isActing(operation) && life.movers.some((one) => one.operation === operation);
  const due = isEarly ? request : dueToday(session, resourceType, [operation], request);
  // What is created for today stands in the way of what else is.
  const own = ((isMoving || due !== request) && namingOwn(due, (name) => standsAlone(contract, name))) || due;
  const isInState = statesFor(contract, resourceType, operation) !== undefined;
  const filled = isInState ? await withNeededValues(session, life, await begunFor(session, resourceType, operation, own)) : own;
  return { request: withoutAmounts(contract, life, filled, operation), isBelowOwn };
};

/**
 * Can a resource of a type be created for one other alone, and be removed afterwards: not one that is below another, which may have to be a certain one. Of the
 * resources that name the same one, only one may be under way: "`409` while another job of the same vehicle is in progress".
 */
export const standsAlone = (contract: Contract, name: string): boolean => {
  const type = contract.inferredResourceTypes.find((one) => one.name === name);
  return type !== undefined && parametersIn(type.create.path).length === 0;
};

/** A creation that names parents of its own where actions on what it creates name parts of them. */
export const withOwnParts = (
  session: Session,
  resourceType: AnyInferred,
  request: PlannedRequest,
  purpose: string,
): Promise<WithOwnParents> =>
  withOwnParents(session, resourceType, request, ({ name }) =>
    session.run(inferredResource, { resourceType: name, use: 'spare', for: resourceType.create.key, turn: `parts-${purpose}` }),
  );
