import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { actedWhileOpen, type ActedWhileOpen } from '../../scenarios/lifecycle/acted-while-open.ts';
import { type OpenBelow, openBelow } from '../../subjects/kept-open.ts';
import { onOwnResource } from '../../subjects/own-resources.ts';

export const refusedWhileOpen = defineProbe<OpenBelow, ActedWhileOpen>({
  id: 'lifecycle/refused-while-open',
  title: 'What is possible only after something below the resource is settled is refused before that',
  why: 'A file is closed while money is owed on it, and nobody asks for the money any more.',
  fix: 'Look for what is not settled below the resource in the transaction that acts on it, and refuse the action where there is something.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...openBelow(contract)],
  prerequisites({ operation }, around) {
    const on = onOwnResource(around.contract, operation);
    return [...(on ? prerequisitesFor(on.resourceType.create, around) : []), ...permissionsFor(operation)];
  },
  cost: () => ({ requests: 16, creates: 3 }),
  run: ({ operation }, session) => session.run(actedWhileOpen, { operation: operation.key }),
  judge({ operation, sentence }, { list, action, settled }) {
    if (!action) return inconclusive('The list shows nothing that is not settled', [list]);
    if (isSuccess(action) && statusOf(action) !== 202) {
      const expected = `a refusal of ${operation.key}, because the list shows what is not settled: "${sentence}"`;
      return unconfirmed(fail({ code: 'done-while-open', where: 'status', expected, actual: outcomeOf(action) }, [action, list]));
    }
    if (![400, 403, 409, 422].includes(statusOf(action) ?? 0)) return inconclusive(`It was answered ${outcomeOf(action)}`, [action, list]);
    return settled && isSuccess(settled)
      ? pass(1)
      : inconclusive(`It was refused, and answered ${settled ? outcomeOf(settled) : 'not at all'} after that was settled`, [action]);
  },
});
