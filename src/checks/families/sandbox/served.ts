import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { sandboxRead } from '../../scenarios/transport/sandbox-read.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { sandboxNeeds } from '../../requests/sandbox-session.ts';
import { sandboxPlaces } from '../../subjects/sandbox-places.ts';

/** Statuses that refuse a credential (RFC 9110 sections 15.5.2, 15.5.4). */
const refusals: readonly (number | undefined)[] = [401, 403];

export const sandboxServed = defineProbe<Exchange>({
  id: 'sandbox/served',
  title: 'The sandbox lets a credential for it in',
  why: 'A sandbox that refuses its own keys is none: people try things out in the live service instead.',
  fix: 'Let the keys of the sandbox in at its address, for every account that is promised one.',
  reads: 'sandbox.served',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => sandboxPlaces(contract, 'served'),
  needs: (_place, around) => sandboxNeeds(around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) => session.measure(sandboxRead, { operation: firstReadOf(session) }),
  judge(_place, exchange, { target }) {
    if (isSuccess(exchange)) return pass(1);
    const status = outcomeOf(exchange);
    // Whether the sandbox takes the key of the live service is not said everywhere.
    if (refusals.includes(statusOf(exchange)) && target.credentials.includes('test')) {
      return fail(
        { code: 'sandbox-refuses-credential', where: 'status', expected: 'a success for a key of the sandbox', actual: `status ${status}` },
        [exchange],
      );
    }
    return inconclusive(`${exchange.sent.method} ${exchange.sent.target} at urls.sandbox was answered ${status}, which decides nothing`, [
      exchange,
    ]);
  },
});
