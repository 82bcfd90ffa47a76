import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { keyOf, type Settled, settledPeriod } from '../../scenarios/lifecycle/settled-period.ts';
import { type KeptPeriod, keptPeriods } from '../../subjects/settled-periods.ts';

const refusals: ReadonlySet<number> = new Set([403, 404, 409, 410, 422, 423]);

export const settledPeriodKept = defineProbe<KeptPeriod, Settled>({
  id: 'lifecycle/settled-period-kept',
  title: 'What the document refuses once a week or a month is settled is refused then',
  why: 'Somebody adds an hour to a week that was approved and paid, and nobody looks at that week again.',
  fix: 'Look up the state of the period of the entry in the transaction that writes the entry, and refuse it where that is settled.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: keptPeriods,
  prerequisites: ({ operation, period }, around) => [
    ...prerequisitesFor(period.type.create, around),
    ...permissionsFor(operation),
    ...[period.settle, ...period.leads].flatMap(permissionsFor),
    // What was settled is kept with all that is in it.
    { kind: 'permission', permission: 'permanent' },
  ],
  cost: () => ({ requests: 40, creates: 8 }),
  run: ({ period }, session) => session.run(settledPeriod, { settle: period.settle.key, create: period.type.create.key }),
  judge(subject, { entry, settled, tried }) {
    const { operation, period, sentence } = subject;
    if (!settled) return inconclusive(`Nothing came to "${period.state}" by ${period.settle.key}`, [entry]);
    const answer = tried.get(keyOf(subject));
    if (!answer) return inconclusive(`${operation.key} was not tried`, [settled.exchange]);
    if (refusals.has(statusOf(answer) ?? 0)) return pass(1);
    if (!isSuccess(answer) || statusOf(answer) === 202) return inconclusive(`It was answered ${outcomeOf(answer)}`, [answer]);
    const why = sentence === undefined ? `the list shows "${period.state}"` : `"${sentence}"`;
    const finding = {
      code: 'done-in-settled-period',
      where: 'status',
      expected: `a refusal of ${operation.key} after ${period.settle.key} led to "${period.state}": ${why}`,
      actual: `status ${outcomeOf(answer)}`,
    };
    return unconfirmed(fail(finding, [answer, settled.look, settled.exchange, entry]));
  },
});
