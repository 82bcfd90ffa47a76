import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { shownThing, stateIn } from '../../subjects/shown-thing.ts';
import { firstLooks } from './first-looks.ts';
import { onThing } from './look-at-thing.ts';
import { patienceMs } from '../../kit/patience.ts';

/** States of a new thing in the order in which reads showed them. */
export type FollowedStates = { readonly creation: Exchange; readonly states: readonly unknown[] };

const pauseMs = 2000;
/** A thing that has shown another state than its first one, twice in a row, has come to rest. */
const mostMs = 60_000;

/** Reads a new thing until it has shown another state than its first one, twice in a row, or the time is up. */
export const followedStates = defineMeasurement<{ readonly resource: string }, FollowedStates>({
  id: 'followed-states',
  async run(session, parameters) {
    const resource = resourceNamed(session.contract, parameters.resource);
    const { things } = await session.measure(firstLooks, parameters);
    const { id, creation } = things.own;
    const { read } = resource;
    if (id === undefined || !read || !isSuccess(creation)) return { creation, states: [] };
    const states: unknown[] = [stateIn(resource, jsonOf(creation), shownThing(resource, 'create', creation, id))];
    const end = session.now() + Math.min(mostMs, patienceMs(session.target, 'created.settled'));
    for (;;) {
      const exchange = await onThing(session, read, id);
      if (isSuccess(exchange)) states.push(stateIn(resource, jsonOf(exchange), shownThing(resource, 'read', exchange, id)));
      const [first] = states;
      const isAtRest = states.length > 2 && states.slice(-2).every((state) => state !== first);
      if (isAtRest || session.now() >= end) break;
      await session.pause(Math.min(pauseMs, Math.max(0, end - session.now())), 'a new thing may come to another state');
    }
    return { creation, states: states.filter((state) => state !== undefined) };
  },
});
