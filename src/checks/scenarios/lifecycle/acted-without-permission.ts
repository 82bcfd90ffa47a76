import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { actingBy, isFrom } from '../../subjects/actions.ts';
import { itemKey } from '../../subjects/collection.ts';
import { Undecidable } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { accountWalk } from '../paging/account-walk.ts';
import { acted, lookAt } from './acted.ts';
import { listed } from './listed.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from './until.ts';
import { itemsOfWalk } from '../paging/walk.ts';

export type ActedWithoutPermission = {
  readonly answer: Exchange;
  /** Does the credential see the thing in its list; looked up only where the answer says that it does not exist. */
  readonly seen: boolean | undefined;
};

/**
 * Acts with a credential that may not on the thing that the run created, once its list shows a state that the action is for.
 * @throws {Undecidable} when nothing was created, or it does not come into such a state.
 */
export const actedWithoutPermission = defineMeasurement<{ readonly create: string; readonly action: string }, ActedWithoutPermission>({
  id: 'acted-without-permission',
  async run(session, parameters) {
    const acting = actingBy(session.contract, parameters.action);
    // The thing is shared with whoever follows the action through: they come first.
    const { key, obstacle } = await session.measure(acted, parameters);
    if (key === undefined) throw new Undecidable(obstacle?.reason ?? 'Nothing was created that can be acted on', obstacle?.exchanges ?? []);
    const wait = { withinMs: patienceMs(session.target, 'created.settled'), why: `${parameters.action} is to be possible` };
    const ready = await until(session, wait, async () => {
      const look = await lookAt(session, acting, key);
      return isFrom(acting.action, look.state) ? look : undefined;
    });
    if (!ready) {
      const { creation } = await session.measure(listed, { operation: parameters.create });
      throw new Undecidable(`What was created is in no state that ${parameters.action} is for`, [creation]);
    }
    const request = usableRequest(session, acting.operation, 'act', { pathValues: { [acting.parameter]: key } });
    const answer = await session.send({
      ...request,
      credential: { kind: 'valid', name: 'restricted' },
      faults: ['credential-forbidden'],
    });
    if (statusOf(answer) !== 404) return { answer, seen: undefined };
    const { collection } = acting;
    const walked = await session.measure(accountWalk, { operation: collection.operation.key, credential: 'restricted' });
    return { answer, seen: itemsOfWalk(collection, walked).some((item) => itemKey(collection, item) === key) };
  },
});
