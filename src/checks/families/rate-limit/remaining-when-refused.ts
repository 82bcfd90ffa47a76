import type { RateLimit } from '../../../contract/conventions.ts';
import { headerValues, wholeHeader } from '../../../contract/message.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctSorted } from '../../../model/json.ts';
import { type Counted, type Counting, defineCountingFold } from '../../kit/counting-fold.ts';
import type { Contract } from '../../../contract/model.ts';
import { type CheckText, defineFold, type Fold } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { longestOf } from '../../kit/timing.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { resetMoment, retryWait } from '../../subjects/quota-headers.ts';
import { quotaLocations } from '../../subjects/quota.ts';
import { hasQuotaApart } from '../../subjects/quotas-apart.ts';

/** Judges the header with what is left on every error response of the quota. */
const onErrorResponse = (text: Omit<CheckText, 'reads'>, judge: (exchange: Exchange, header: string) => Counting): Fold<Counted> =>
  defineCountingFold({
    ...text,
    reads: 'rateLimit.exceeded',
    locations: (contract) => quotaLocations(contract, ({ headers }) => headers?.remaining),
    judge(exchange, contract) {
      const header = contract.conventions.rateLimit?.headers?.remaining;
      // An unauthenticated caller has no quota that could be reported.
      if (header === undefined || !isKnownCaller(exchange) || !isDocumentedErrorResponse(contract, exchange)) return undefined;
      return hasQuotaApart(contract, exchange) ? undefined : judge(exchange, header);
    },
    unseen: 'no call was refused by the quota',
  });

export const remainingReportedWhenRefused = onErrorResponse(
  {
    id: 'rate-limit/remaining-told-when-refused',
    title: 'The answer to a call that the quota refuses reports how many calls remain',
    why: 'A client that counts by this header loses it at the very moment when it matters.',
    fix: 'Send the header with the error responses of the quota too.',
  },
  (exchange, header) =>
    headerValues(exchange, header).length > 0
      ? 'holds'
      : { code: 'remaining-absent', where: header, expected: `${header} with the error response`, actual: 'no such header' },
);

const nothingRemains = onErrorResponse(
  {
    id: 'rate-limit/nothing-remains-when-refused',
    title: 'The answer to a call that the quota refuses reports that nothing remains',
    why: 'A client that sees calls left takes the error response for a failure and tries again at once.',
    fix: 'Send 0 with every error response of the quota.',
  },
  (exchange, header) => {
    const remaining = wholeHeader(exchange, header);
    // Its presence and its form are judged where the header is described.
    if (remaining === undefined) return undefined;
    return remaining === 0 ? 'holds' : { code: 'remaining-left', where: header, expected: '0', actual: String(remaining) };
  },
);

type Against = 'same' | 'earlier' | 'later';

/** The end of the window compared with the end of the wait, on each error response that reports both; sorted, each once. */
type CountedAgainst = { readonly counted: Counted; readonly against: readonly Against[] };

export const nothingRemainsWhenRefused = defineFold<CountedAgainst>({
  ...nothingRemains,
  init: () => ({ counted: nothingRemains.init(), against: [] }),
  step: ({ counted, against }, exchange, contract) => ({
    counted: nothingRemains.step(counted, exchange, contract),
    against: distinctSorted([...against, ...againstWait(exchange, contract)]),
  }),
  merge: (a, b) => ({ counted: nothingRemains.merge(a.counted, b.counted), against: distinctSorted([...a.against, ...b.against]) }),
  conclude({ counted, against }, around) {
    const verdict = nothingRemains.conclude(counted, around);
    return against.length > 0 ? { ...verdict, facts: [factOf('quota.reset-against-wait', null, against)] } : verdict;
  },
});

/** Two instants in whole seconds may be apart by one each. */
const toleranceMs = 2000;

/** Compares the end of the window that an error response reports with the moment until which it asks to wait. */
const againstWait = (exchange: Exchange, contract: Contract): Against[] => {
  const rateLimit: RateLimit | undefined = contract.conventions.rateLimit;
  if (!rateLimit?.headers?.reset || !isDocumentedErrorResponse(contract, exchange)) return [];
  const reset = resetMoment(rateLimit, exchange, true);
  const wait = retryWait(rateLimit, exchange);
  // Without a Date, or in a slow answer, the two moments are not known to the second.
  if (!reset?.isSure || !wait?.isSure || longestOf([exchange]) > toleranceMs) return [];
  const difference = reset.ms - wait.ms;
  if (Math.abs(difference) <= toleranceMs) return ['same'];
  return [difference < 0 ? 'earlier' : 'later'];
};
