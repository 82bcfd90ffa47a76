import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { idAsDeclared } from '../../requests/id-as-declared.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type ChildCount, childCounts } from '../../subjects/child-counts.ts';
import { isCounted } from '../../subjects/counted-traits.ts';
import type { Leaving } from '../../subjects/leavings.ts';
import { idOfMade, itemIn, resourceIn } from '../../subjects/round-trips.ts';
import { namesAlone, type Resource } from '../../subjects/shown-resource.ts';
import { softDeletions } from '../../subjects/soft-deletions.ts';
import { created } from './created.ts';
import { readyFor } from './ready-for.ts';
import { isCached } from './look-at-resource.ts';
import { pageWith } from './round-trip/pages.ts';
import { onItem } from './round-trip/steps.ts';
import { ifTried } from './round-trip/way.ts';
import { sendCreation } from './send-creation.ts';
import { until } from './until.ts';

/** What a count shows at one moment. */
export type Count = { readonly value: number; readonly exchange: Exchange };

/** What was done to a child, and what a count shows after it. */
export type CountedStep = {
  readonly what: 'created' | 'moved-away' | 'moved-here' | 'left' | 'removed' | 'returned' | 'restored';
  readonly by: Exchange;
  readonly before: number;
  readonly count: Count;
  /** By how much the count has to change. */
  readonly change: -1 | 0 | 1;
};

/** A count before and after each step of a child; no steps where the parent shows no number, or the child is not seen to be there. */
export type CountedChildren = { readonly parent: Exchange; readonly child: Exchange | undefined; readonly steps: readonly CountedStep[] };

/** The longest wait in milliseconds for a count: a job may add it up. */
const withinMs = 5000;

/** Looks at a count until it has changed as it should, for a while. */
export const countUntil = async (look: () => Promise<Count | undefined>, session: Session, right: number): Promise<Count | undefined> => {
  let last: Count | undefined;
  await until(session, { withinMs, why: 'a count is to change' }, async () => {
    last = (await look()) ?? last;
    return last && last.value === right ? true : undefined;
  });
  return last;
};

/** A parent that a child is below, by its creation. */
type Parent = { readonly made: Exchange; readonly id: string };

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Creates a parent and a child, gives the child another parent, takes it out of what counts and back, and removes it; reads the count each time. */
export const countedChildren = defineScenario<{ readonly operation: string; readonly member: string }, CountedChildren>({
  id: 'counted-children',
  async run(session, { operation, member }) {
    const { contract, target } = session;
    const counting = childCounts(contract).find((one) => one.child.create.key === operation && one.member === member);
    if (!counting) throw new NotTried('not-applicable', `Nothing counts what ${operation} creates`);
    const { parent, child } = counting;
    // Creations that stay are few: of these the one that all checks share, which nothing else is done with meanwhile.
    const made =
      parent.create.effect === 'creates-permanently'
        ? (await session.run(created, { operation: parent.create.key })).exchange
        : await sendCreation(session, usableRequest(session, parent.create, `counting-${member}`));
    const parentId = idOfMade(contract, parent, made);
    if (parentId === undefined) return { parent: made, child: undefined, steps: [] };
    const countOf = async (of: Parent): Promise<Count | undefined> => {
      const way = { session, trip: parent, pathValues: {} };
      const { read, list } = parent;
      const exchange = read ? await onItem(way, read, of.made, of.id) : list && (await pageWith(way, list, of.made, of.id));
      if (!exchange) return undefined;
      const value = (read ? resourceIn(contract, read, exchange, parent.id) : list && itemIn(parent, list, exchange, of.id))?.[member];
      return typeof value === 'number' && !isCached(exchange) ? { value, exchange } : undefined;
    };
    let own: Parent = { made, id: parentId };
    await readyFor(session, parent, own, child.create);
    const before = await countOf(own);
    if (!before) return { parent: made, child: undefined, steps: [] };
    const creation = await sendCreation(session, childCreation(session, counting, `counted-${member}`, own));
    const id = idOfMade(contract, child, creation);
    const look = (): Promise<Resource | undefined> => lookAt(session, counting, creation, id ?? '');
    const first = id === undefined ? undefined : await look();
    const isOfParent = counting.by === undefined || namesAlone(first?.[counting.by], parentId);
    if (id === undefined || !first || !isOfParent) return { parent: made, child: creation, steps: [] };
    const steps: CountedStep[] = [];
    let last = before.value;
    /** Notes what a count shows after a step; false where it is not what it has to be, so that nothing more can be told. */
    const after = async (
      what: CountedStep['what'],
      by: Exchange,
      change: CountedStep['change'],
      of = own,
      from = last,
    ): Promise<boolean> => {
      const count = await countUntil(() => countOf(of), session, from + change);
      if (count) steps.push({ what, by, before: from, count, change });
      if (of === own) last = count?.value ?? last;
      return count?.value === from + change;
    };
    const act = (call: Operation, body?: Resource): Promise<Exchange | undefined> =>
      ifTried(onItem({ session, trip: child, pathValues: {} }, call, creation, id, body));
    const result = async (): Promise<CountedChildren> => {
      // What is below the later parent would keep that from its removal.
      if (own.id !== parentId && child.remove && isAllowed(child.remove, target) && (await look())) await act(child.remove);
      return { parent: made, child: creation, steps };
    };
    let counts = isCounted(counting.counting, first);
    if (!(await after('created', creation, counts ? 1 : 0)) || !counts) return result();
    const { moving, leaving, returning } = counting;
    if (moving && isAllowed(moving.operation, target)) {
      const other = await ifTried(sendCreation(session, usableRequest(session, parent.create, `counting-other-${member}`)));
      const otherId = other && idOfMade(contract, parent, other);
      const there = other && otherId !== undefined ? { made: other, id: otherId } : undefined;
      const value = there && idAsDeclared(contract, moving.operation, moving.member, there.id);
      if (there) await readyFor(session, parent, there, child.create);
      const start = there && (await countOf(there));
      const moved = there && start && (await act(moving.operation, { [moving.member]: value }));
      const shown = moved && isDone(moved) ? await look() : undefined;
      if (there && start && moved && shown && namesAlone(shown[moving.member], there.id) && isCounted(counting.counting, shown)) {
        const isLowered = await after('moved-away', moved, -1);
        own = there;
        last = start.value;
        if (!isLowered || !(await after('moved-here', moved, 1))) return result();
      }
    }
    if (leaving && isAllowed(leaving.operation, target)) {
      const left = await ifTried(takeOut(session, leaving, creation, id));
      const shown = left && isDone(left) ? await look() : undefined;
      if (left && shown && !isCounted(counting.counting, shown)) {
        counts = false;
        if (!(await after('left', left, -1))) return result();
        const back =
          returning && isAllowed(returning.operation, target) ? await ifTried(takeOut(session, returning, creation, id)) : undefined;
        const again = back && isDone(back) ? await look() : undefined;
        if (back && again && isCounted(counting.counting, again)) {
          counts = true;
          if (!(await after('returned', back, 1))) return result();
        }
      }
    }
    if (!counts || !child.remove || !isAllowed(child.remove, target)) return result();
    const removal = await act(child.remove);
    if (!removal || !isDone(removal) || !(await after('removed', removal, -1))) return result();
    const restore = softDeletions(contract).find((one) => one.remove.key === child.remove?.key)?.restore;
    const restored = restore && isAllowed(restore, target) ? await act(restore) : undefined;
    const again = restored && isDone(restored) ? await look() : undefined;
    if (!restored || !again) return result();
    if (isCounted(counting.counting, again)) await after('restored', restored, 1);
    await act(child.remove);
    return result();
  },
});

/** A child as a read shows it, or its list. */
const lookAt = async (session: Session, { child }: ChildCount, creation: Exchange, id: string): Promise<Resource | undefined> => {
  const { contract } = session;
  const way = { session, trip: child, pathValues: {} };
  return child.read
    ? resourceIn(contract, child.read, await onItem(way, child.read, creation, id), child.id)
    : child.list && itemIn(child, child.list, await pageWith(way, child.list, creation, id), id);
};

/** Sends the call on a child that takes it out of what counts, or brings it back. */
export const takeOut = (session: Session, { operation, body }: Leaving, creation: Exchange, id: string): Promise<Exchange> => {
  const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
  const names = parametersIn(operation.path);
  const pathValues = Object.fromEntries(names.map((name, n) => [name, n === names.length - 1 ? id : (above[n] ?? '')]));
  return session.send(
    usableRequest(session, operation, 'leaves-count', { pathValues, ...(body === undefined ? {} : { body: askedBody(operation, body) }) }),
  );
};
