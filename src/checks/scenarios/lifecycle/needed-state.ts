import { takingEffect } from '../../../contract/infer/additions.ts';
import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { statesFor, statesOfNamed, type Way, wayBetween } from '../../subjects/action-states.ts';
import type { Mover } from '../../subjects/lives.ts';
import { aboveNamedStates, type AboveStates, aboveStates } from '../../subjects/above-states.ts';
import { actionsTo, type Stateful, stateFor, statefulAnswer } from '../../subjects/needed-states.ts';
import { memberShown, turnsFor } from '../../subjects/switched-states.ts';
import { addWanted, wantedAbove, wantedInPath } from './completed.ts';
import { type Acted, sendOn } from './lived-call.ts';
import { raiseBounds, reachSum } from './reached-sum.ts';
import { settleBelow } from './settled-below.ts';
import { shownState } from './shown-state.ts';

type New = {
  readonly resourceType: AnyInferred;
  /** The operation that alone uses the resource; null where all share it. */
  readonly asking: string | null;
  readonly creation: Exchange;
  readonly pathValues: PathValues;
};

/**
 * Brings a new resource to the state that a sentence of the document asks for, by the actions whose sentences lead there: "Adds an entry to an open ledger". Only
 * with actions that the target allows; a resource stays as it is where one of them is refused.
 */
export const inNeededState = async (session: Session, { resourceType, asking, creation, pathValues }: New): Promise<void> => {
  const { contract } = session;
  if (contract.standard.size === 0) return;
  await turned(session, resourceType, pathValues, { operation: operationAsking(contract, asking), shown: jsonOf(creation) });
  const shown = statefulAnswer(contract, resourceType.create);
  const now = shown && valueAt(jsonOf(creation), shown.at);
  if (!shown || typeof now !== 'string') return;
  const way = wayFor(contract, { resourceType, asking }, shown, now);
  if (way) await walk(session, resourceType, pathValues, way);
};

/**
 * Turns the switches of a resource of the run that stand in the way of an operation: "Only archived racks can be deleted". Only those that an answer shows so.
 * @param isMeant May a move be made for that.
 * @returns Whether one was turned.
 */
export const turned = async (
  session: Session,
  resourceType: AnyInferred,
  pathValues: PathValues,
  {
    operation,
    shown,
    isMeant = () => true,
  }: { readonly operation: Operation | undefined; readonly shown: unknown; readonly isMeant?: (mover: Mover) => boolean },
): Promise<boolean> => {
  let isTurned = false;
  for (const { member, refused, by } of operation ? turnsFor(session.contract, resourceType, operation) : []) {
    if (memberShown(shown, member) !== refused || !isMeant(by)) continue;
    const answer = await walk(session, resourceType, pathValues, { life: undefined, by: [by] });
    isTurned ||= answer !== undefined && isSuccess(answer);
  }
  return isTurned;
};

/**
 * Adds to a new resource of the run what others refer to it for, and brings that to the state that a sentence asks for: "The member needs an active pass". What is refused is left.
 * @param wanted The keys of the operations that add.
 */
export const complete = async (session: Session, type: AnyInferred, values: PathValues, wanted: readonly string[]): Promise<void> => {
  const { contract, target } = session;
  for (const { operation, exchange, aside } of await addWanted(session, type, values, wanted)) {
    const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create }) => create.key === operation.key,
    );
    const made = resourceType && createdResource(resourceType, exchange, target.baseUrl);
    if (!resourceType || made?.kind !== 'known') continue;
    await inNeededState(session, { resourceType, asking: null, creation: exchange, pathValues: made.pathValues });
    if (aside) await broughtToOne(session, resourceType, made.pathValues, aside);
    const effect = takingEffect(contract, type, operation);
    if (effect) await walk(session, resourceType, made.pathValues, { life: undefined, by: [{ operation: effect, set: undefined }] });
  }
};

/**
 * Brings what a new resource is below to the state that an operation on the resource asks of it, and adds what that needs of it: "The application must be submitted and its call closed",
 * "The match must be open and have a referee". The run created both for that operation alone.
 */
export const bringAbove = async (
  session: Session,
  { resourceType, asking, creation }: Pick<New, 'resourceType' | 'asking' | 'creation'>,
): Promise<void> => {
  const { contract } = session;
  const operation = contract.operations.find(({ key }) => key === asking);
  const wanted = askedAbove(contract, resourceType, operation, operationAsking(contract, asking));
  if (wanted) await bringTo(session, wanted, creation);
  const needed = operation && wantedAbove(session, operation.key, resourceType);
  if (needed) await complete(session, needed.above, valuesAbove(needed.above, creation), needed.wanted);
};

const askedAbove = (
  contract: Contract,
  resourceType: AnyInferred,
  operation: Operation | undefined,
  naming = operation,
): AboveStates | undefined =>
  (operation && aboveStates(contract, resourceType, operation)) ?? (naming && aboveNamedStates(contract, resourceType, naming));

/** Does the text of an operation on a resource, or of one whose body names it, ask for a state of what the resource is below. */
export const isAboveAsked = (contract: Contract, resourceType: AnyInferred, operation: Operation): boolean =>
  contract.standard.size > 0 && askedAbove(contract, resourceType, operation) !== undefined;

/** The operation that a resource is created for, which may be followed by what else that is for. */
export const operationAsking = ({ operations }: Contract, asking: string | null): Operation | undefined =>
  asking === null ? undefined : operations.find(({ key }) => key === asking || asking.startsWith(`${key} `));

/** The values in the path of what a creation adds to. */
const valuesAbove = (above: AnyInferred, { request }: Exchange): PathValues =>
  inPath(itemOf(above).path, valuesAlong(request.path, request.pathValues));

const bringTo = async (session: Session, { above, states }: AboveStates, creation: Exchange): Promise<void> => {
  await broughtToOne(session, above, valuesAbove(above, creation), states);
};

/**
 * Brings a resource of the run to one of some states, by the moves that the texts tell, else by the actions whose names say so.
 * @returns Whether moves were made.
 */
export const broughtToOne = async (
  session: Session,
  resourceType: AnyInferred,
  pathValues: PathValues,
  states: readonly string[],
): Promise<boolean> => {
  const { contract } = session;
  const now = await shownState(session, resourceType, pathValues);
  const shown = statefulAnswer(contract, resourceType.create);
  if (now === undefined || !shown || states.includes(now)) return false;
  const actions = states.flatMap((state) => [actionsTo(contract, resourceType, shown, now, state) ?? []])[0] ?? [];
  const way = wayBetween(contract, resourceType, now, states) ?? {
    life: undefined,
    by: actions.map((one): Mover => ({ operation: one, set: undefined })),
  };
  return (await walk(session, resourceType, pathValues, way)) !== undefined;
};

/**
 * Makes moves of a resource one after another, as long as they are accepted; none where the target does not allow all of them.
 * @returns The answer to the last one that was sent; undefined where none was, or one could not be.
 */
export const walk = async (
  session: Session,
  resourceType: AnyInferred,
  pathValues: PathValues,
  { life, by }: Way,
): Promise<Exchange | undefined> => {
  if (!by.every(({ operation }) => isAllowed(operation, session.target))) return undefined;
  const own = valuesAlong(itemOf(resourceType).path, pathValues);
  const acted: Acted = {
    id: Object.values(pathValues).at(-1) ?? '',
    valuesOf: ({ path }) => inPath(path, own),
    made: new Map(),
  };
  let last: Exchange | undefined;
  // Later moves may end the time in which something can be added.
  await raiseBounds(
    session,
    resourceType,
    pathValues,
    by.map(({ operation }) => operation),
  );
  for (const mover of by) {
    const wanted = await wantedInPath(session, mover.operation.key, resourceType.name);
    if (wanted) await complete(session, resourceType, pathValues, wanted);
    await settleBelow(session, resourceType, pathValues, mover.operation);
    await reachSum(session, resourceType, pathValues, mover);
    const answer = await orSkipped(sendOn(session, life, acted, mover, 'prepared'));
    if (isSkipped(answer)) return undefined;
    last = answer;
    if (!isSuccess(answer)) break;
    if (mover.isOneOfAll) await goOn(session, resourceType, pathValues, { life, mover, acted });
  }
  return last;
};

/** So many calls are made at most to bring about what all of them do. */
const mostOfAll = 8;

/** Makes a move about one after another, until the resource shows the state that it leads to. */
const goOn = async (
  session: Session,
  resourceType: AnyInferred,
  pathValues: PathValues,
  { life, mover, acted }: { readonly life: Way['life']; readonly mover: Mover; readonly acted: Acted },
): Promise<void> => {
  for (let turn = 1; turn < mostOfAll; turn++) {
    const now = await shownState(session, resourceType, pathValues);
    if (now === undefined || now === mover.to?.value) return;
    const answer = await orSkipped(sendOn(session, life, acted, mover, `prepared-${turn}`));
    if (isSkipped(answer) || !isSuccess(answer)) return;
  }
};

/**
 * Brings a resource of the run from the state that it is in now to one of some others, by the fewest moves.
 * @param isMeant May a move be made for that.
 * @returns Whether the document shows such a way.
 */
export const broughtOn = async (
  session: Session,
  resourceType: AnyInferred,
  pathValues: PathValues,
  { now, states, isMeant }: { readonly now: string; readonly states: readonly string[]; readonly isMeant?: (mover: Mover) => boolean },
): Promise<boolean> => {
  const way = wayBetween(session.contract, resourceType, now, states, isMeant);
  if (way === undefined) return false;
  await walk(session, resourceType, pathValues, way);
  return true;
};

/** The moves that bring a resource from its first state to one that is needed; undefined where it is in such a state, or nothing says how. */
const wayFor = (
  contract: Contract,
  { resourceType, asking }: Pick<New, 'resourceType' | 'asking'>,
  shown: Stateful,
  now: string,
): Way | undefined => {
  const states = statesNeeded(contract, resourceType, asking);
  const wanted = stateFor(contract, resourceType, asking, shown.states);
  if (wanted !== undefined && (states === undefined || states.includes(wanted))) {
    if (wanted === now) return undefined;
    const told = wayBetween(contract, resourceType, now, [wanted]);
    const actions = actionsTo(contract, resourceType, shown, now, wanted);
    // The action whose name says the state may need others before it, which the texts tell.
    const isLonger = told !== undefined && actions !== undefined && told.by.length > actions.length;
    return actions && !isLonger ? { life: undefined, by: actions.map((operation) => ({ operation, set: undefined })) } : told;
  }
  return states === undefined || states.includes(now) ? undefined : wayBetween(contract, resourceType, now, states);
};

/** The states in which what asks for a resource is possible; undefined for a shared one, or where its text names none. */
const statesNeeded = (contract: Contract, resourceType: AnyInferred, asking: string | null): readonly string[] | undefined => {
  const user = operationAsking(contract, asking);
  return user && (statesFor(contract, resourceType, user) ?? statesOfNamed(contract, resourceType, user));
};
