import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { resourceNamed } from '../../subjects/resources.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { onThing } from './look-at-thing.ts';
import { patienceMs } from '../../kit/patience.ts';

export type InUse = {
  readonly id: string;
  readonly before: Exchange | undefined;
  /** Undefined where it could not be read before. */
  readonly removal: Exchange | undefined;
  readonly after: readonly Exchange[];
};

const mostMs = 5000;

/** Removes the thing in use that the operator names, and looks whether it is still there. */
export const inUse = defineMeasurement<{ readonly resource: string }, InUse>({
  id: 'in-use',
  async run(session, { resource: name }) {
    const { remove, read, convention } = resourceNamed(session.contract, name);
    const [id] = [session.target.fixtures[convention.removed?.inUse?.fixture ?? ''] ?? []].flat();
    if (id === undefined || !remove) throw new NotTried('missing-prerequisite', `No "${name}" in use is known`);
    const before = read && (await onThing(session, read, id));
    if (before && !isSuccess(before)) return { id, before, removal: undefined, after: [] };
    const removal = await onThing(session, remove, id, { purpose: 'remove' });
    const after: Exchange[] = [];
    if (read && (statusOf(removal) ?? 0) >= 400) {
      after.push(await onThing(session, read, id));
      await session.pause(Math.min(mostMs, patienceMs(session.target, 'removed.settled')), 'a thing in use is to be kept');
      after.push(await onThing(session, read, id));
    }
    return { id, before, removal, after };
  },
});
