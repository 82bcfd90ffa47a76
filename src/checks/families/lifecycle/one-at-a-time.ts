import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { secondAtATime, type SecondAtATime } from '../../scenarios/lifecycle/second-at-a-time.ts';
import { type OneAtATime, onesAtATime } from '../../subjects/one-at-a-time.ts';
import { resourceIn } from '../../subjects/round-trips.ts';

export const oneAtATime = defineProbe<OneAtATime, SecondAtATime>({
  id: 'lifecycle/one-at-a-time',
  title: 'Of what there may be one at a time in a state, a second one does not come to it',
  why: 'Two mechanics are sent to one car, or a customer pays for two subscriptions, because each step looks at its own record alone.',
  fix: 'Look for another one in that state in the transaction that changes the state, or have the database refuse it by a unique index.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...onesAtATime(contract)],
  prerequisites: ({ life, operation }, around) => [...prerequisitesFor(life.type.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 24, creates: 2 }),
  run: ({ operation, words }, session) => session.run(secondAtATime, { operation: operation.key, words }),
  judge({ life, states, words, operation, isAsNew }, { creation, first, asked, both }, { contract }) {
    if (!first) return inconclusive(`No resource came to the state: ${words}`, [creation]);
    if (!asked) return inconclusive(`A second one did not come so far that ${operation.key} could be tried`, [first]);
    if (isSuccess(asked) && statusOf(asked) !== 202) {
      const shownIn = (one: Exchange) => resourceIn(contract, life.type.read, one, life.type.id);
      const before = shownIn(first);
      const isThere = both.map((one) =>
        states.some(({ member, value }) => shownIn(one)?.[member] === value && (!isAsNew || before?.[member] === value)),
      );
      if (both.length < 2 || !isThere.every(Boolean))
        return inconclusive('It was accepted, but reads do not show both in the state', [asked, ...both]);
      const finding = {
        code: 'two-at-a-time',
        where: 'status',
        expected: `a refusal of ${asked.request.operation ?? operation.key}, because another one is ${words} already`,
        actual: outcomeOf(asked),
      };
      return unconfirmed(fail(finding, [asked, ...both, first]));
    }
    return [400, 409, 412, 422, 423].includes(statusOf(asked) ?? 0)
      ? pass(1)
      : inconclusive(`The second one was answered ${outcomeOf(asked)}`, [asked]);
  },
});
