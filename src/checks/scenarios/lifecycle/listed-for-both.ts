import type { Exchange } from '../../../model/exchange.ts';
import { idOfCreation } from './references.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { created } from './created.ts';
import { type ListLook, lookInList } from './look-at-thing.ts';
import { patienceMs } from '../../kit/patience.ts';
import { creatorOf } from './things.ts';
import { until } from './until.ts';

/** A thing that the run created, looked for in its list with two credentials. */
export type ListedForBoth = {
  readonly creation: Exchange;
  readonly id: string | undefined;
  readonly own: ListLook | undefined;
  readonly other: ListLook | undefined;
};

/** Looks for the thing that serves everybody until its own account lists it, then once as another account. */
export const listedForBoth = defineMeasurement<{ readonly resource: string }, ListedForBoth>({
  id: 'listed-for-both',
  async run(session, { resource: name }) {
    const resource = resourceNamed(session.contract, name);
    const { exchange: creation } = await session.measure(created, { operation: creatorOf(resource).key });
    const id = await idOfCreation(session, resource, creation);
    if (id === undefined) return { creation, id, own: undefined, other: undefined };
    let own: ListLook | undefined;
    const wait = { withinMs: patienceMs(session.target, 'created.listed'), why: 'the list is to show what was created' };
    await until(session, wait, async () => {
      own = await lookInList(session, resource, [id]);
      return !own || own.shown.has(id) ? true : undefined;
    });
    const asOther: Session = {
      ...session,
      send: (request) => session.send({ ...request, credential: { kind: 'valid', name: 'other' } }),
    };
    return { creation, id, own, other: await lookInList(asOther, resource, [id]) };
  },
});
