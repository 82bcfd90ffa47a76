import { outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { countedUse, type CountedUse } from '../../scenarios/lifecycle/counted-use.ts';
import { type UseCounter, useCounters } from '../../subjects/use-counters.ts';

export const usesCounted = defineProbe<UseCounter, CountedUse>({
  id: 'lifecycle/uses-counted',
  title: 'A number that says how often something was done goes up with the action that does it',
  why: 'People keep what is used often, and pay for each time. A number that stands still says that nobody uses it.',
  fix: 'Count in the transaction of the action, or when the number is read.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: useCounters,
  prerequisites: ({ operation, on, shown }, around) => [
    ...prerequisitesFor(on.resourceType.create, around),
    ...prerequisitesFor(operation, around),
    // What a list shows may be of somebody else, and its number stays higher.
    ...(shown.kind === 'listed' ? ([{ kind: 'permission', permission: 'destructive' }] as const) : []),
  ],
  cost: () => ({ requests: 20, creates: 2 }),
  run: ({ operation }, session) => session.run(countedUse, { operation: operation.key }),
  judge({ operation, counter, text }, { before, action, after }) {
    if (before?.value === undefined) return inconclusive(`Nothing shows "${counter}" before the action`, [before?.exchange ?? action]);
    if (after === undefined) return inconclusive(`The action was answered ${outcomeOf(action)}`, [action]);
    if (after.value === undefined) return inconclusive(`Nothing shows "${counter}" after the action`, [after.exchange, action]);
    if (after.value > before.value) return pass(1);
    const expected = `more than ${before.value} after ${operation.key}: "${text.replaceAll(/\s+/gu, ' ').trim()}"`;
    const finding = { code: 'use-not-counted', where: `/${counter}`, expected, actual: String(after.value) };
    return unconfirmed(fail(finding, [after.exchange, action, before.exchange]));
  },
});
