import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { NotTried } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { ownCounts } from '../../subjects/own-counts.ts';
import { isCounted } from '../../subjects/counted-traits.ts';
import { type Count, type CountedChildren, type CountedStep, countUntil, takeOut } from './counted-children.ts';
import { isCached } from './look-at-resource.ts';
import { parentValues } from './round-trip/parents.ts';
import { make, onItem, readOf } from './round-trip/steps.ts';
import { ifTried } from './round-trip/way.ts';

/** Creates a resource and takes it out of those that count, or removes it, and reads each time how many the caller has. */
export const ownCounted = defineScenario<{ readonly operation: string; readonly member: string }, CountedChildren>({
  id: 'own-counted',
  async run(session, { operation, member }) {
    const counting = ownCounts(session.contract).find(({ child, member: one }) => child.create.key === operation && one === member);
    if (!counting) throw new NotTried('not-applicable', `Nothing counts what ${operation} creates`);
    const { child, self, inside, counting: among, ways } = counting;
    const read = () => session.send(usableRequest(session, self, 'own-count'));
    const countOf = async (): Promise<Count | undefined> => {
      const exchange = await read();
      const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
      const around = inside === undefined || !isObject(body) ? body : body[inside];
      const value = isObject(around) ? around[member] : undefined;
      return typeof value === 'number' && !isCached(exchange) ? { value, exchange } : undefined;
    };
    const before = await countOf();
    if (!before) return { parent: await read(), child: undefined, steps: [] };
    const way = { session, trip: child, pathValues: await parentValues(session, child) };
    const made = await make(way, `own-${member}`, (base) => base);
    const steps: CountedStep[] = [];
    const result: CountedChildren = { parent: before.exchange, child: made.exchange, steps };
    // An answer alone may show what is not kept.
    const there = made.looks.findLast(({ word }) => word === 'read')?.resource;
    if (made.id === undefined || !there) return result;
    const { id } = made;
    const counts = isCounted(among, there);
    const raised = await countUntil(countOf, session, before.value + (counts ? 1 : 0));
    if (!raised) return result;
    steps.push({ what: 'created', by: made.exchange, before: before.value, count: raised, change: counts ? 1 : 0 });
    if (!counts || raised.value !== before.value + 1) return result;
    for (const out of ways.filter(({ operation: one }) => isAllowed(one, session.target))) {
      const left = await ifTried(takeOut(session, out, made.exchange, id));
      if (!left || !isSuccess(left) || statusOf(left) === 202) continue;
      const shown = (await readOf(way, made.exchange, id))?.resource;
      if (!shown || isCounted(among, shown)) continue;
      const fewer = await countUntil(countOf, session, before.value);
      if (fewer) steps.push({ what: 'left', by: left, before: raised.value, count: fewer, change: -1 });
      return result;
    }
    if (!isAllowed(child.remove, session.target)) return result;
    const removal = await ifTried(onItem(way, child.remove, made.exchange, id));
    if (!removal || !isSuccess(removal) || statusOf(removal) === 202) return result;
    const lowered = await countUntil(countOf, session, before.value);
    if (lowered) steps.push({ what: 'removed', by: removal, before: raised.value, count: lowered, change: -1 });
    return result;
  },
});
