import { itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isObject } from '../../../contract/pointer.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type Way, wayBetween } from '../../subjects/action-states.ts';
import type { Mover } from '../../subjects/lives.ts';
import type { QueryPairs } from '../../subjects/collection.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { type UnlistedState, unlistedStates } from '../../subjects/unlisted-states.ts';
import { findItem, type Found } from '../paging/find-item.ts';
import { inferredResource } from './inferred-resource.ts';
import { isCached } from './look-at-resource.ts';
import { walk } from './needed-state.ts';
import { until } from './until.ts';

/** A resource of the run, and what its list shows of it before and after it comes to a state in which the list leaves it out. */
export type Unlisted = {
  readonly before: Found | undefined;
  /** What was seen of it in the state; undefined where it did not come to it. */
  readonly came:
    | {
        /** The read that shows it in the state. */
        readonly there: Exchange;
        readonly after: Found;
        /** The list when asked for what is in the state too. */
        readonly asked: Found | undefined;
      }
    | undefined;
};

/** The longest wait in milliseconds for a list. */
const longestMs = 5000;

const wayTo = ({ contract }: Session, { life, state }: UnlistedState, now: unknown): Way | undefined => {
  const type = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
    ({ create }) => create.key === life.type.create.key,
  );
  const way =
    type && typeof now === 'string' && typeof state.value === 'string' ? wayBetween(contract, type, now, [state.value]) : undefined;
  if (way) return way;
  const led = life.leading.find(({ to }) => to === state);
  const mover: Mover | undefined = led && (led.as ?? { operation: led.operation, set: undefined });
  const direct = mover ?? life.movers.find(({ set }) => set?.[state.member] === state.value);
  return direct && !direct.through ? { life, by: [direct] } : undefined;
};

/** Creates a resource, looks for it in its list, brings it to a state in which that leaves it out, or shows it all the same, and looks again. */
export const unlisted = defineScenario<{ readonly list: string; readonly type: string; readonly fate: UnlistedState['fate'] }, Unlisted>({
  id: 'unlisted',
  async run(session, parameters) {
    const { contract, target } = session;
    const rule = unlistedStates(contract, parameters.fate).find(
      ({ list, life }) => list.operation.key === parameters.list && life.type.create.key === parameters.type,
    );
    const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create }) => create.key === parameters.type,
    );
    if (!rule || !resourceType) throw new NotTried('not-applicable', `Nothing is said of what ${parameters.list} leaves out`);
    const { life, list, state, shownBy } = rule;
    const { read, id: member } = life.type;
    const values: PathValues = await session.run(inferredResource, {
      resourceType: resourceType.name,
      use: 'spare',
      for: parameters.list,
      turn: parameters.fate,
    });
    const own = valuesAlong(itemOf(resourceType).path, values);
    const id = Object.values(values).at(-1) ?? '';
    const looking = async (): Promise<{
      readonly exchange: Exchange;
      readonly resource: Readonly<Record<string, unknown>> | undefined;
    }> => {
      const exchange = await session.send(usableRequest(session, read, 'unlisted', { pathValues: inPath(read.path, own) }));
      return { exchange, resource: isCached(exchange) ? undefined : resourceIn(contract, read, exchange, member) };
    };
    const isIt = (item: unknown): boolean => isObject(item) && idText(item[member]) === id;
    const withinMs = Math.min(patienceMs(target, 'created.listed', { presumed: life.type }), longestMs);
    const findUntil = async (kind: 'item' | 'absent', query: QueryPairs = []): Promise<Found> => {
      const find = (): Promise<Found> => findItem(session, list, isIt, { pathValues: values, query });
      let last = await find();
      if (last.kind !== kind)
        await until(session, { withinMs, why: 'a list is to show the state' }, async () => {
          last = await find();
          return last.kind === kind ? true : undefined;
        });
      return last;
    };
    const none = { before: undefined, came: undefined };
    const { resource } = await looking();
    const now = resource?.[state.member];
    if (!resource || now === state.value) return none;
    const before = await findUntil('item');
    const way = wayTo(session, rule, now);
    if (before.kind !== 'item' || !way) return { ...none, before };
    await walk(session, resourceType, values, way);
    const isThere = async () => {
      const look = await looking();
      return look.resource?.[state.member] === state.value ? look.exchange : undefined;
    };
    let there = await isThere();
    if (!there)
      await until(session, { withinMs, why: 'a read is to show the state' }, async () => {
        there = await isThere();
        return there ? true : undefined;
      });
    if (!there) return { ...none, before };
    const after = await findUntil(parameters.fate === 'shown' ? 'item' : 'absent');
    return { before, came: { there, after, asked: shownBy && (await findUntil('item', [shownBy])) } };
  },
});
