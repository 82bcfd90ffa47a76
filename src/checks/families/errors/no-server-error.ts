import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { faultWords } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive } from '../../kit/define.ts';
import { clientMistakes, isConfirmed, mistakesFor } from '../../scenarios/calls/client-mistakes.ts';
import { isTokenOperation, tokenPrerequisites } from '../../subjects/token-operation.ts';
import { unauthenticatedPrerequisites } from '../../subjects/secured-operations.ts';
import { rootLocation } from '../../../model/location.ts';

export const noServerError = defineProbe({
  id: 'errors/no-server-error',
  title: "A client's mistake is not answered with a 5xx",
  why: 'Clients repeat a request after a 5xx, so the mistake is sent again and again, and alarms the operators.',
  fix: 'Catch faults of a request where it is parsed, and answer the documented error response.',
  reads: 'errors.clientMistake',
  phase: 'closing',
  exclusive: 'nothing',
  over: (contract) => [
    ...(contract.conventions.errors?.clientMistake === undefined ? [] : [at(rootLocation, { operation: undefined })]),
    ...contract.operations
      .filter(({ conventions }) => conventions.errors?.clientMistake !== undefined)
      .filter((operation) => mistakesFor(contract, operation).length > 0)
      .map((operation) => at(operation.location, { operation })),
  ],
  prerequisites({ operation }, around) {
    if (!operation) return [];
    return isTokenOperation(operation) ? tokenPrerequisites(around, 0) : unauthenticatedPrerequisites(operation, around);
  },
  cost: ({ operation }, { contract }) => ({ requests: mistakesFor(contract, operation).length + 10, creates: 0 }),
  run: ({ operation }, session) => clientMistakes(session, operation),
  judge(_subject, { sent, repeated, untried }): Verdict {
    const confirmed = repeated.filter(isConfirmed);
    const [first] = confirmed;
    const judged = sent.filter(isAnswered).length + repeated.length;
    if (first) {
      const { first: once, valid, again } = first;
      const faults = once.request.faults.join(' and ');
      const finding = {
        code: 'server-error',
        where: faults,
        expected: `a 4xx to a request with ${once.request.faults.map((one) => faultWords[one]).join(' and ')}`,
        actual: `status ${outcomeOf(once)}, and ${outcomeOf(again)} again`,
      };
      return fail(finding, valid ? [once, again, valid] : [once, again], { judged, breaches: confirmed.length });
    }
    const [unconfirmed] = repeated;
    if (unconfirmed) {
      const { first: once, valid, again } = unconfirmed;
      const between = valid ? outcomeOf(valid) : 'not possible';
      const reason = `A faulty request got ${outcomeOf(once)}, then ${outcomeOf(again)}; the valid read in between was ${between}`;
      return inconclusive(reason, [once, again, ...(valid ? [valid] : [])]);
    }
    if (judged === 0) return inconclusive('No faulty request was answered', sent);
    return { kind: 'pass', judged, ...(untried.length > 0 ? { untried } : {}) };
  },
});

/** A 429 shows nothing about how the mistake is handled. */
const isAnswered = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status !== 429;
};
