import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { withOptional } from '../../kit/optional-parts.ts';
import { bearerPlaces } from '../../subjects/bearer-places.ts';

type Measured = {
  readonly exchange: Exchange;
  /** Some read accepts the credential, so that it is a valid one. */
  readonly isAccepted: boolean;
};

export const credentialAccepted = defineProbe<Measured>({
  id: 'auth/credential-accepted',
  title: 'A valid credential that travels as documented is accepted',
  why: 'A client that follows the documentation is locked out where the service looks for the credential somewhere else.',
  fix: 'Read the credential where the documentation says it travels, in the same way on every operation.',
  reads: 'auth.unauthenticated',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    parameterlessReads(contract)
      .filter(({ conventions }) => statuses(conventions.auth?.unauthenticated).length > 0)
      .flatMap((operation) => bearerPlaces(contract, operation)),
  needs: () => [],
  cost: (_place, { contract }) => ({ requests: parameterlessReads(contract).length, creates: 0 }),
  async measure(place, session) {
    const exchange = await session.measure(plainRead, { operation: place.operation ?? '' });
    if (isSuccess(exchange)) return { exchange, isAccepted: true };
    for (const { key } of parameterlessReads(session.contract)) {
      if (isSuccess(await session.measure(plainRead, { operation: key }))) return { exchange, isAccepted: true };
    }
    return { exchange, isAccepted: false };
  },
  judge(place, { exchange, isAccepted }, { contract }) {
    if (isSuccess(exchange)) return pass(1);
    const operation = operationOf(contract, place.operation ?? '');
    const refused = statuses(operation.conventions.auth?.unauthenticated);
    if (!refused.includes(statusOf(exchange) ?? 0)) {
      return inconclusive(`${operation.key} with a valid credential was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const finding = { where: 'credential', expected: `a 2xx to ${operation.key} with a valid credential` };
    if (!isAccepted) {
      return inconclusive(`the credential is accepted nowhere and may be no valid one: got ${outcomeOf(exchange)}`, [exchange]);
    }
    return fail({ code: 'credential-refused', ...finding, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
  },
  join: (judged) => joinConclusive(judged),
});

/** An operation that is out of order says nothing of the credential: the others decide, where there is one that does. */
const joinConclusive = (judged: readonly { readonly place: Place; readonly verdict: Verdict }[]): Verdict => {
  const verdicts = judged.map(({ verdict }) => verdict);
  const open = verdicts.filter(({ kind }) => kind === 'inconclusive');
  const others = verdicts.filter(({ kind }) => kind !== 'inconclusive');
  const decided = others.some(({ kind }) => kind === 'pass' || kind === 'fail');
  return decided ? withOptional(joinVerdicts(others), open) : joinVerdicts(verdicts);
};
