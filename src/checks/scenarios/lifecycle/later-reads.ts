import type { Exchange } from '../../../model/exchange.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { knownReads, type KnownReads } from './known-reads.ts';
import { type ListLook, lookInList, onThing } from './look-at-thing.ts';

export type LaterReads = {
  readonly known: KnownReads;
  /** Ids of the things that were looked at once more. */
  readonly ids: readonly string[];
  readonly reads: readonly Exchange[];
  readonly lists: readonly ListLook[];
};

/** So long after its creation a moment that is made anew in each answer has moved by more than rounding. */
const laterMs = 3000;

/** Looks at a thing once more, some seconds after it was made: two reads, and the list. */
export const laterReads = defineMeasurement<{ readonly resource: string }, LaterReads>({
  id: 'later-reads',
  async run(session, parameters) {
    const resource = resourceNamed(session.contract, parameters.resource);
    const known = await session.measure(knownReads, parameters);
    const { all = [], own } = known.own?.things ?? {};
    // Not the one that is changed and removed.
    const { id, creation } = all.findLast((one) => one !== own && one.id !== undefined) ?? own ?? {};
    if (id === undefined || !creation) return { known, ids: [], reads: [], lists: [] };
    const left = creation.sentAt + creation.tookMs + laterMs - session.now();
    if (left > 0) await session.pause(left, 'what was created is to be looked at some seconds later');
    const reads: Exchange[] = [];
    if (resource.read) {
      reads.push(await onThing(session, resource.read, id));
      reads.push(await onThing(session, resource.read, id));
    }
    const look = await lookInList(session, resource, [id]);
    return { known, ids: [id], reads, lists: look ? [look] : [] };
  },
});
