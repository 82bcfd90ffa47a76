import { headerValues, outcomeOf, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainHttpRead } from '../../scenarios/transport/plain-http-reads.ts';
import { clearAddressNeeds } from '../../subjects/clear-address.ts';
import { isRedirect, isUnserved, plainHttpPlaces } from '../../subjects/plain-http.ts';

export const plainHttpRejected = defineProbe<Exchange>({
  id: 'transport/plain-http-rejected',
  title: 'A call without encryption is refused rather than redirected',
  why: 'A client that is redirected goes on sending its credential in clear, once before each redirect, and nobody notices.',
  fix: 'Close the port without encryption, or refuse what arrives there.',
  reads: 'transport.plainHttp.rejected',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => plainHttpPlaces(contract, 'rejected'),
  needs: (_place, { target }) => clearAddressNeeds(target),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) =>
    session.measure(plainHttpRead, { operation: parameterlessReads(session.contract)[0]?.key ?? '', credential: 'none' }),
  judge(_place, exchange) {
    const status = statusOf(exchange) ?? 0;
    if (isRedirect(exchange)) {
      const actual = `status ${outcomeOf(exchange)} to ${headerValues(exchange, 'Location')[0] ?? 'nowhere'}`;
      return fail({ code: 'plain-http-redirected', where: 'transport', expected: 'a refusal, or no connection', actual }, [exchange]);
    }
    // The call lacks a credential, which a service without encryption says as well.
    if (isUnserved(exchange) || (status >= 400 && status < 500 && status !== 401 && status !== 429)) return pass(1);
    return inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
  },
});
