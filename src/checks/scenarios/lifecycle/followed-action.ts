import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { type FollowedAction, followedActions } from '../../subjects/followed-actions.ts';
import { lives } from '../../subjects/lives.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import { takeOut } from './counted-children.ts';
import { isCached } from './look-at-resource.ts';
import { madeFor } from './ready-for.ts';
import { onIt, sendOn } from './lived-call.ts';
import { listOf, onItem } from './round-trip/steps.ts';
import { namingOwn } from './send-creation.ts';
import { until } from './until.ts';

/** An action on a new resource with something below it, or that names it, and what became of that. */
export type Followed = {
  readonly parent: Exchange;
  readonly child: Exchange | undefined;
  /** The child before the action, and the state that it showed. */
  readonly before: { readonly exchange: Exchange; readonly state: unknown } | undefined;
  readonly acted: Exchange | undefined;
  readonly after: { readonly exchange: Exchange; readonly state: unknown } | undefined;
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Calls the action with the value of which the text speaks, and what that needs beside it. */
const chooseOn = (
  session: Session,
  operation: Operation,
  { member, value }: NonNullable<FollowedAction['chosen']>,
  made: Exchange,
  id: string,
) => {
  const life = lives(session.contract).find(({ movers }) => movers.some((one) => one.operation === operation));
  const mover = life?.movers.find((one) => one.operation === operation && one.set?.[member] === value) ?? {
    operation,
    set: { [member]: value },
  };
  const acted = { id, valuesOf: (one: Operation) => onIt(one, { creation: made, id }), made: new Map<string, string>() };
  return sendOn(session, life, acted, mover, 'followed');
};

export const followedAction = defineScenario<{ readonly operation: string }, Followed>({
  id: 'followed-action',
  async run(session, { operation: key }) {
    const { contract } = session;
    const followed: FollowedAction | undefined = followedActions(contract).find(({ operation }) => operation.key === key);
    if (!followed) throw new NotTried('not-applicable', `Nothing says what ${key} does to what is below it`);
    const { operation, parent, child, by, inside, member, state, from, chosen } = followed;
    const nothing = { child: undefined, before: undefined, acted: undefined, after: undefined };
    const { made, id } = await madeFor(
      session,
      parent,
      child.create,
      requestAsSet(session, { operation: parent.create.key, settings: [], purpose: 'followed' }),
    );
    if (id === undefined) return { ...nothing, parent: made };
    const asked = childCreation(session, { child, by, ...(inside === undefined ? {} : { inside }) }, 'followed', { made, id });
    const first = await session.send(asked);
    const own = statusOf(first) === 409 ? namingOwn(asked) : undefined;
    const below = own ? await session.send(own) : first;
    const childId = idOfMade(contract, child, below);
    if (!isDone(below) || childId === undefined) return { ...nothing, parent: made, child: below };
    const look = async () => {
      const way = { session, trip: child, pathValues: {} };
      if (!child.read) {
        const listed = await listOf(way, below, childId);
        return { exchange: listed?.exchange ?? below, state: listed?.resource[member] };
      }
      const exchange = await onItem(way, child.read, below, childId);
      return { exchange, state: isCached(exchange) ? undefined : resourceIn(contract, child.read, exchange, child.id)?.[member] };
    };
    const before = await look();
    const isMeant = typeof before.state === 'string' && before.state !== state && (from === undefined || from.has(before.state));
    if (!isMeant) return { ...nothing, parent: made, child: below, before };
    const acted =
      operation.key === parent.remove?.key
        ? await onItem({ session, trip: parent, pathValues: {} }, operation, made, id)
        : chosen === undefined
          ? await takeOut(session, { operation, body: undefined }, made, id)
          : await chooseOn(session, operation, chosen, made, id);
    if (!isDone(acted)) return { parent: made, child: below, before, acted, after: undefined };
    let after = before;
    await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: 'what is below is to follow' }, async () => {
      after = await look();
      return after.state === state ? true : undefined;
    });
    return { parent: made, child: below, before, acted, after };
  },
});
