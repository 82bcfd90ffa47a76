import { statuses } from '../../contract/conventions-at.ts';
import { operationOf } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type CheckText, defineProbe, type Probe } from '../define.ts';
import { readWith } from '../measurements/read-with.ts';
import { workingRead } from '../measurements/working-read.ts';
import { judgeRefusal } from '../refusal.ts';
import { firstRead } from './first-read.ts';

/**
 * A probe that reads with a credential that was valid once. It must be refused like an unknown one; a service that calls
 * it forbidden breaks the promise too, because a forbidden credential is a valid one.
 */
export const defineEndedCredentialProbe = ({
  credential,
  ...text
}: Omit<CheckText, 'reads'> & { readonly credential: 'revoked' | 'expired' }): Probe<Exchange> =>
  defineProbe<Exchange>({
    ...text,
    reads: 'auth.unauthenticated',
    phase: 'read',
    alone: 'nothing',
    places: (contract) => firstRead(contract).map(({ place }) => place),
    needs: () => [{ kind: 'credential', name: credential }],
    cost: () => ({ requests: 2, creates: 0 }),
    async measure(place, session) {
      const operation = place.operation ?? '';
      await workingRead(session, operation, 'key');
      return session.measure(readWith, { operation, credential });
    },
    judge(place, exchange, { contract }) {
      const { auth } = operationOf(contract, place.operation ?? '').conventions;
      const expected = statuses(auth?.unauthenticated);
      const wrong = [403, ...statuses(auth?.forbidden)].filter((status) => !expected.includes(status));
      const mistake = `the ${credential} credential`;
      return judgeRefusal(exchange, { expected, wrong, code: `${credential}-credential`, where: 'credential', mistake });
    },
  });
