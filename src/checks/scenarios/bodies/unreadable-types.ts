import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { requestAsSet } from '../lifecycle/creation-as-set.ts';

/** What no service can read as a text. */
export const unreadable = [null, { a: 1 }, []] as const;

/** Bodies that are usable but for one member, which is null, an object and a list in turn. */
export const unreadableTypes = defineMeasurement<{ readonly operation: string; readonly member: string }, readonly Exchange[]>({
  id: 'unreadable-types',
  async run(session, { operation, member }) {
    const sent: Exchange[] = [];
    for (const [turn, value] of unreadable.entries()) {
      const request = requestAsSet(session, { operation, settings: [{ member, value }], purpose: `unreadable-${member}-${turn}` });
      sent.push(await session.send({ ...request, faults: ['body-wrong-type'] }));
    }
    return sent;
  },
});
