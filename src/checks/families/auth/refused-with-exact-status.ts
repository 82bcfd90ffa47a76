import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { callWithUnknownCredential } from '../../scenarios/credentials/call-with-unknown-credential.ts';
import { callWithoutCredential } from '../../scenarios/credentials/call-without-credential.ts';
import { emptyCallWithoutCredential } from '../../scenarios/credentials/empty-call-without-credential.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { outsiderNeeds, securedOperations } from '../../subjects/secured-operations.ts';
import { firstRead } from '../../subjects/first-read.ts';

const isFirst = (contract: Contract, key: string): boolean => firstRead(contract)[0]?.key === key;

export const refusedWithExactStatus = defineProbe<readonly Exchange[]>({
  id: 'auth/refused-with-exact-status',
  title: 'A call without a good credential is refused with the one status that says so, whatever else is wrong with it',
  why: 'Clients log in anew at one status; any other one they take for a mistake of their own.',
  fix: 'Look at the credential first, and answer the one status that asks for it.',
  reads: 'auth.unauthenticated.exactly',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    securedOperations(contract)
      .filter(({ conventions }) => conventions.auth?.unauthenticated.exactly !== undefined)
      .filter(({ key, body, takesKey }) => takesKey && (isFirst(contract, key) || body !== undefined))
      .map(({ place }) => place),
  needs: (place, around) => outsiderNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    if (!isFirst(session.contract, operation)) return [await session.measure(emptyCallWithoutCredential, { operation })];
    return [
      await session.measure(callWithoutCredential, { operation }),
      await session.measure(callWithUnknownCredential, { operation, form: 'made-up' }),
    ];
  },
  judge(place, exchanges, { contract }) {
    const { key, conventions } = operationOf(contract, place.operation ?? '');
    const exactly = conventions.auth?.unauthenticated.exactly;
    const expected = statuses(exactly, 'access');
    const wrong = statuses({ status: '4XX' }, 'access').filter((status) => !expected.includes(status));
    return joinVerdicts(
      exchanges.map((exchange) => {
        // That a call without a good credential is carried out is another promise.
        if (isSuccess(exchange)) return inconclusive(`${key} was answered ${outcomeOf(exchange)}`, [exchange]);
        const mistake = `${key} ${exchange.request.credential.kind === 'none' ? 'without a credential' : 'with a made-up credential'}`;
        return judgeRefusal(exchange, {
          expected,
          words: statusWords(exactly),
          wrong,
          code: 'unauthenticated-exactly',
          where: 'credential',
          mistake,
        });
      }),
    );
  },
});
