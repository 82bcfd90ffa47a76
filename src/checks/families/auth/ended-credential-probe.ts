import { statuses } from '../../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, type Probe } from '../../kit/define.ts';
import { callWithEndedCredential } from '../../scenarios/credentials/call-with-ended-credential.ts';
import { readWith } from '../../scenarios/credentials/read-with.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { withOptional } from '../../kit/optional-parts.ts';
import { securedOperations } from '../../subjects/secured-operations.ts';
import { firstRead } from '../../subjects/first-read.ts';
import { faultsLeft, judgeUnusable, refusedFor } from './unusable-credential.ts';

type Measured = { readonly main: Exchange; readonly others: readonly (Exchange | Skipped)[] };

/** Further operations that a contract is sure to refuse to such a credential: reads that need nothing, and creations. */
const othersOf = (contract: Contract, first: Operation): Operation[] =>
  first.conventions.auth?.unauthenticated.ended === undefined
    ? []
    : securedOperations(contract).filter(
        ({ key, effect, parameters, takesKey }) =>
          key !== first.key && takesKey && (effect === 'creates' || (effect === 'safe' && parameters.every(({ required }) => !required))),
      );

/**
 * A probe that reads with a credential that was valid once. It must be refused like an unknown one; a service that calls
 * it forbidden breaks the promise too, because a forbidden credential is a valid one.
 */
export const defineEndedCredentialProbe = ({
  credential,
  ...text
}: Omit<CheckText, 'reads'> & { readonly credential: 'revoked' | 'expired' }): Probe<Measured> =>
  defineProbe<Measured>({
    ...text,
    reads: 'auth.unauthenticated.ended',
    phase: 'mutate',
    stage: 'opening',
    alone: 'nothing',
    places: (contract) => firstRead(contract).map(({ place }) => place),
    needs: () => [{ kind: 'credential', name: credential }],
    cost: (place, { contract }) => ({ requests: 2 + othersOf(contract, operationOf(contract, place.operation ?? '')).length, creates: 0 }),
    async measure(place, session) {
      const operation = place.operation ?? '';
      await workingRead(session, operation, 'key');
      const main = await session.measure(readWith, { operation, credential });
      const others: (Exchange | Skipped)[] = [];
      for (const { key, effect } of othersOf(session.contract, operationOf(session.contract, operation))) {
        if (!isAllowed({ effect }, session.target)) continue;
        others.push(await orSkipped(session.measure(callWithEndedCredential, { operation: key, credential })));
      }
      return { main, others };
    },
    judge(place, { main, others }, { contract }) {
      const operation = operationOf(contract, place.operation ?? '');
      const refused = refusedFor(operation, 'ended');
      const usual = [403, ...statuses(operation.conventions.auth?.forbidden, 'access')];
      const told = { usual, code: `${credential}-credential`, hasControl: true };
      return withOptional(
        judgeUnusable(main, refused, { ...told, mistake: `the ${credential} credential` }),
        others.map((exchange) => {
          if (isSkipped(exchange)) return exchange;
          const asked = operationOf(contract, exchange.request.operation ?? '');
          const mistake = `${asked.key} with the ${credential} credential`;
          return judgeUnusable(exchange, refused, { ...told, left: faultsLeft(contract, asked, exchange), mistake });
        }),
      );
    },
  });
