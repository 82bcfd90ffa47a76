import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { readElsewhere } from '../../scenarios/transport/read-elsewhere.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { clearCredential, clearNeeds } from '../../subjects/clear-address.ts';
import { isUnserved, plainHttpOf } from '../../subjects/plain-http.ts';
import { secureServers } from '../../subjects/server-places.ts';

export const plainHttpNotServed = defineProbe<Exchange>({
  id: 'transport/plain-http-not-served',
  title: 'A call without encryption is not served',
  why: 'As long as it works somebody uses it, and their credential and data are open to whoever listens on the way.',
  fix: 'Close the port without encryption, refuse what arrives there, or answer with a redirect to the https address.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (parameterlessReads(contract).length > 0 ? secureServers(contract) : []),
  needs: (_place, { target }) => clearNeeds(target),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(_place, session) {
    const operation = parameterlessReads(session.contract)[0]?.key ?? '';
    const credential = clearCredential(session.target);
    await workingRead(session, operation, credential);
    return session.measure(readElsewhere, { operation, base: { kind: 'named', name: 'plain' }, credential });
  },
  judge(_place, exchange, { contract }) {
    const status = statusOf(exchange) ?? 0;
    if (isSuccess(exchange)) {
      const finding = { where: 'transport', expected: 'no 2xx to a call without encryption', actual: `status ${outcomeOf(exchange)}` };
      return fail({ code: 'plain-http-served', ...finding }, [exchange]);
    }
    // Where statuses are named, others may have been given to the same call with encryption as well.
    const named = statuses(plainHttpOf(contract)?.answered, 'access');
    const isRefusal = named.length > 0 ? named.includes(status) : status >= 300 && status < 500 && status !== 429;
    return isUnserved(exchange) || isRefusal
      ? pass(1)
      : inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
  },
});
