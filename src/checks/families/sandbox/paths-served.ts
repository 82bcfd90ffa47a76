import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { sandboxRead } from '../../scenarios/transport/sandbox-read.ts';
import { sandboxNeeds } from '../../requests/sandbox-session.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { sandboxPlaces } from '../../subjects/sandbox-places.ts';

/** Statuses that say that the operation is not there (RFC 9110 sections 15.5.5, 15.5.6). */
const absent: readonly number[] = [404, 405];

export const sandboxPathsServed = defineProbe<Exchange>({
  id: 'sandbox/paths-served',
  title: 'The sandbox answers the documented paths as the live service does',
  why: 'What is tried out in a sandbox with other paths has to be rewritten before it goes live.',
  fix: 'Serve the documented paths below the address of the sandbox, with the same statuses.',
  reads: 'sandbox.served',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => sandboxPlaces(contract, 'served'),
  needs: (_place, around) => sandboxNeeds(around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) => session.measure(sandboxRead, { operation: firstReadOf(session) }),
  judge(_place, exchange, { contract }) {
    const operation = operationOf(contract, exchange.request.operation ?? '');
    if (isDeclaredSuccess(operation, exchange)) return pass(1);
    const status = statusOf(exchange) ?? 0;
    const said = outcomeOf(exchange);
    if (isSuccess(exchange) || (status >= 300 && status < 400) || absent.includes(status)) {
      return fail(
        {
          code: 'sandbox-path-not-served',
          where: 'status',
          expected: `the documented success of ${operation.key}`,
          actual: `status ${said}`,
        },
        [exchange],
      );
    }
    return inconclusive(`${operation.key} at urls.sandbox was answered ${said}, which decides nothing`, [exchange]);
  },
});
