import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { sendCreation } from './send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type ChildCount, childCounts, type Leaving } from '../../subjects/child-counts.ts';
import { idOfMade, itemIn, resourceIn } from '../../subjects/round-trips.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { created } from './created.ts';
import { isCached } from './look-at-resource.ts';
import { pageWith } from './round-trip/pages.ts';
import { onItem } from './round-trip/steps.ts';
import { until } from './until.ts';

/** What a count shows at one moment. */
export type Count = { readonly value: number; readonly exchange: Exchange };

/** A count before and after a child was created, and after it was removed or left the states that count. */
export type CountedChildren = {
  readonly parent: Exchange;
  readonly child: Exchange | undefined;
  /** Undefined where the parent shows no number, or the child is not seen to be there. */
  readonly before: Count | undefined;
  readonly created: Count | undefined;
  /** What took the child away; undefined where nothing did. */
  readonly leaving: Exchange | undefined;
  readonly left: Count | undefined;
};

/** The longest wait in milliseconds for a count: a job may add it up. */
const withinMs = 5000;

/** Looks at a count until it has changed as it should, for a while. */
const countUntil = async (
  look: () => Promise<Count | undefined>,
  session: Session,
  isRight: (value: number) => boolean,
): Promise<Count | undefined> => {
  let last: Count | undefined;
  await until(session, { withinMs, why: 'a count is to change' }, async () => {
    last = (await look()) ?? last;
    return last && isRight(last.value) ? true : undefined;
  });
  return last;
};

/** Creates a parent and a child, and takes the child away again; reads the count of the parent each time. */
export const countedChildren = defineScenario<{ readonly operation: string; readonly member: string }, CountedChildren>({
  id: 'counted-children',
  async run(session, { operation, member }) {
    const { contract } = session;
    const counting = childCounts(contract).find((one) => one.child.create.key === operation && one.member === member);
    if (!counting) throw new NotTried('not-applicable', `Nothing counts what ${operation} creates`);
    const { parent, child } = counting;
    // Creations that stay are few: of these the one that all checks share, which nothing else is done with meanwhile.
    const made =
      parent.create.effect === 'creates-permanently'
        ? (await session.run(created, { operation: parent.create.key })).exchange
        : await sendCreation(session, usableRequest(session, parent.create, `counting-${member}`));
    const parentId = idOfMade(contract, parent, made);
    const none: CountedChildren = {
      parent: made,
      child: undefined,
      before: undefined,
      created: undefined,
      leaving: undefined,
      left: undefined,
    };
    if (parentId === undefined) return none;
    const look = async (): Promise<Count | undefined> => {
      const exchange = await onItem({ session, trip: parent, pathValues: {} }, parent.read, made, parentId);
      const value = resourceIn(contract, parent.read, exchange, parent.id)?.[member];
      return typeof value === 'number' && !isCached(exchange) ? { value, exchange } : undefined;
    };
    const before = await look();
    if (!before) return none;
    const creation = await sendCreation(session, childCreation(session, counting, `counted-${member}`, { made, id: parentId }));
    const childId = idOfMade(contract, child, creation);
    if (childId === undefined || !(await isThere(session, counting, creation, childId, parentId))) return { ...none, child: creation };
    const raised = await countUntil(look, session, (value) => value === before.value + 1);
    const leaving = raised && (await orSkipped(leave(session, counting, creation, childId)));
    if (!leaving || isSkipped(leaving)) return { ...none, child: creation, before, created: raised };
    const isGone = isSuccess(leaving) && statusOf(leaving) !== 202 && hasLeft(session, counting, leaving);
    const left = isGone ? await countUntil(look, session, (value) => value === raised.value - 1) : undefined;
    return { parent: made, child: creation, before, created: raised, leaving, left };
  },
});

/** Is a new child seen by this caller, with its parent, and in a state that counts. */
const isThere = async (
  session: Session,
  { child, by, leftOut }: ChildCount,
  creation: Exchange,
  id: string,
  parentId: string,
): Promise<boolean> => {
  const { contract } = session;
  const way = { session, trip: child, pathValues: {} };
  const shown = child.read
    ? resourceIn(contract, child.read, await onItem(way, child.read, creation, id), child.id)
    : child.list && itemIn(child, child.list, await pageWith(way, child.list, creation, id), id);
  const isOfParent = by === undefined || idText(shown?.[by]) === parentId;
  return shown !== undefined && isOfParent && (leftOut === undefined || shown[leftOut.member] !== leftOut.state);
};

/** Takes a child out of the count: by its removal, or by the action that brings it into the state that does not count. */
const leave = async (session: Session, { child, leftOut }: ChildCount, creation: Exchange, id: string): Promise<Exchange | undefined> => {
  if (leftOut === undefined) return child.remove && onItem({ session, trip: child, pathValues: {} }, child.remove, creation, id);
  return leftOut.by && takeOut(session, leftOut.by, creation, id);
};

/** Sends the action on a child that takes it out of what counts. */
export const takeOut = (session: Session, { operation, body }: Leaving, creation: Exchange, id: string): Promise<Exchange> => {
  const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
  const names = parametersIn(operation.path);
  const pathValues = Object.fromEntries(names.map((name, n) => [name, n === names.length - 1 ? id : (above[n] ?? '')]));
  return session.send(
    usableRequest(session, operation, 'leaves-count', { pathValues, ...(body === undefined ? {} : { body: jsonBody(operation, body) }) }),
  );
};

/** Does an answer say that a child is in the state that does not count. A removal that succeeded says so by itself. */
const hasLeft = ({ contract }: Session, { child, leftOut }: ChildCount, leaving: Exchange): boolean => {
  if (leftOut?.by === undefined) return true;
  return resourceIn(contract, leftOut.by.operation, leaving, child.id)?.[leftOut.member] === leftOut.state;
};
