import { isDeepStrictEqual } from 'node:util';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { actedOnce, type ActedOnce } from '../../scenarios/lifecycle/acted-once.ts';
import { type LoggedAction, loggedActions } from '../../subjects/logged-actions.ts';

const listIn = (exchange: Exchange, member: string): readonly unknown[] | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const list: unknown = isObject(body) ? body[member] : undefined;
  return Array.isArray(list) ? list : undefined;
};

export const actionLogged = defineProbe<LoggedAction, ActedOnce>({
  id: 'lifecycle/action-logged',
  title: 'An action is written into the list of the resource that its text names',
  why: 'Who asks later who suspended the permit, and why, finds nothing.',
  fix: 'Write the entry in the transaction that does the action.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: loggedActions,
  prerequisites: ({ operation, on }, around) => [
    ...prerequisitesFor(on.resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 12, creates: 2 }),
  run: ({ operation, read, member }, session) =>
    session.run(actedOnce, { operation: operation.key, read: read.key, member, withinMs: patienceMs(session.target, 'updated.shown') }),
  judge({ operation, member }, { action, before, after }) {
    const [old, now] = [listIn(before, member), listIn(after, member)];
    if (!isSuccess(action) || statusOf(action) === 202) return inconclusive(`The action was answered ${outcomeOf(action)}`, [action]);
    if (old === undefined || now === undefined) return inconclusive(`The reads do not show "${member}"`, [before, after]);
    if (!isDeepStrictEqual(old, now)) return pass(1);
    const expected = `another entry after ${operation.key}, as its text says`;
    return unconfirmed(
      fail({ code: 'action-not-logged', where: `/${member}`, expected, actual: `the same ${old.length} entries as before` }, [
        after,
        action,
        before,
      ]),
    );
  },
});
