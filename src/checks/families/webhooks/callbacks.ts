import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { DescribedDelivery } from '../../../contract/deliveries.ts';
import type { Contract } from '../../../contract/model.ts';
import {
  type CheckText,
  defineProbe,
  fail,
  inconclusive,
  pass,
  type Probe,
  type Subject,
  type Surroundings,
  unconfirmed,
} from '../../kit/define.ts';
import { addressPlaceOf, neededBeside } from '../../requests/with-address.ts';
import { type CalledBack, calledBack, refusedCall } from '../../scenarios/webhooks/called-back.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { sinkPrerequisites } from '../../subjects/deliveries.ts';
import { describedOver } from './described.ts';

type CallbackSubject = Subject & { readonly described: DescribedDelivery };

/** Callbacks whose address is a value of the request that causes them. */
const addressed =
  (suits: (callback: NonNullable<DescribedDelivery['callback']>, contract: Contract) => boolean = () => true) =>
  (contract: Contract): CallbackSubject[] =>
    describedOver(
      ({ callback }) => callback !== undefined && addressPlaceOf(callback.expression) !== undefined && suits(callback, contract),
    )(contract);

const defineCallbackProbe = (
  text: CheckText & {
    over(contract: Contract): readonly CallbackSubject[];
    scenario: typeof calledBack;
    judge(result: CalledBack, around: Surroundings): ReturnType<Probe['judge']>;
  },
): Probe<CalledBack> => {
  const { over, scenario, judge, ...words } = text;
  return defineProbe<CallbackSubject, CalledBack>({
    ...words,
    phase: 'mutate',
    stage: 'delivering',
    exclusive: 'collection',
    over,
    prerequisites: ({ described: { callback } }, around) => [
      ...sinkPrerequisites(around),
      ...(callback === undefined ? [] : prerequisitesFor(callback.operation, around)),
    ],
    cost: () => ({ requests: 1, creates: 1 }),
    run: ({ described: { callback } }, session) =>
      session.run(scenario, { operation: callback?.operation.key ?? '', expression: callback?.expression ?? '' }),
    judge: (_subject, result, around) => judge(result, around),
  });
};

export const callbackCalled = defineCallbackProbe({
  id: 'webhooks/callback-called',
  title: 'An accepted request with the address of a callback leads to a call of it',
  why: 'A client that waits for the call, as the document says, waits for ever.',
  fix: 'Deliver the callback to the address of the request that caused it, and try again where that fails.',
  // What is only accepted is told of later; other callbacks may wait for what nobody does.
  over: addressed(({ operation }) => operation.responses.some(({ status }) => status === '202')),
  scenario: calledBack,
  judge({ cause, deliveries }, { target }) {
    if (!isSuccess(cause)) return inconclusive(`The request with the address was answered ${outcomeOf(cause)}`, [cause]);
    if (deliveries.length > 0) return pass(1);
    if (target.durations['webhook.delivered'] === undefined)
      return {
        ...inconclusive('The callback was not called; durations.webhook.delivered says how long that may take', [cause]),
        optional: true,
      };
    const finding = { code: 'callback-not-called', where: 'callback', expected: 'a call of the address in the request', actual: 'none' };
    return unconfirmed(fail(finding, [cause]));
  },
});

export const refusedCallsNothing = defineCallbackProbe({
  id: 'webhooks/refused-calls-nothing',
  title: 'A request that is refused calls no callback',
  why: 'A receiver books what never happened: the event comes without its cause.',
  fix: 'Deliver an event only once what it tells of is done.',
  over: addressed(({ operation, expression }, contract) => {
    const place = addressPlaceOf(expression);
    return place !== undefined && neededBeside(contract, operation, place) !== undefined;
  }),
  scenario: refusedCall,
  judge({ cause, deliveries }) {
    const status = statusOf(cause) ?? 0;
    if (status < 400 || status >= 500) return inconclusive(`The request with a mistake was answered ${outcomeOf(cause)}`, [cause]);
    const [first] = deliveries;
    // A service may tell that something failed.
    if (first === undefined || /fail|error|reject|declin|refus|invalid/iu.test(first.sent.body ?? '')) return pass(1);
    const finding = {
      code: 'refused-and-called',
      where: 'callback',
      expected: `no call, because the request was answered ${status}`,
      actual: 'a call',
    };
    return fail(finding, [first, cause]);
  },
});
