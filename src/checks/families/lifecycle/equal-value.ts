import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { actedOtherwise, type ActedOtherwise } from '../../scenarios/lifecycle/acted-otherwise.ts';
import { type EqualValue, equalValues } from '../../subjects/equal-values.ts';

export const otherValueRefused = defineProbe<EqualValue, ActedOtherwise>({
  id: 'lifecycle/other-value-refused',
  title: 'An action whose body has to repeat what the resource shows is refused with another value',
  why: 'A payment of another amount than the bill settles it, and nobody notices what is missing.',
  fix: 'Compare the value in the body with the stored one in the transaction that acts, and refuse the action where they differ.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...equalValues(contract)],
  prerequisites: ({ operation, trip }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 16, creates: 3 }),
  run: ({ operation }, session) => session.run(actedOtherwise, { operation: operation.key }),
  judge({ operation, member, shown, sentence }, { read, value, others, right }) {
    if (others.length === 0) return inconclusive(`No other value for "${member}" may be sent than "${shown}" shows`, [read]);
    const taken = others.find(({ exchange }) => isSuccess(exchange) && statusOf(exchange) !== 202);
    if (taken) {
      const expected = `a refusal of ${operation.key} with ${written(taken.value)} as "${member}", because "${shown}" of the resource is ${written(value)}: "${sentence}"`;
      const finding = { code: 'other-value-accepted', where: `/${member}`, expected, actual: outcomeOf(taken.exchange) };
      return unconfirmed(fail(finding, [taken.exchange, read]));
    }
    const refused = others.filter(({ exchange }) => [400, 409, 422].includes(statusOf(exchange) ?? 0));
    if (refused.length > 0 && right && isSuccess(right)) return pass(refused.length);
    const last = right ?? others.at(-1)?.exchange ?? read;
    return inconclusive(`With the value of "${shown}" it was answered ${outcomeOf(last)}`, [last, read]);
  },
});
