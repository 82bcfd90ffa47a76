import { isElsewhere } from '../../../contract/responses.ts';
import { headerValues } from '../../../contract/message.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive } from '../../kit/define.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { retryWait } from '../../subjects/retry-wait.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { clockSeconds } from '../../kit/timing.ts';
import { type BoundedValues, concludeValues, mergeValues, noValues, withValue } from './bounded-values.ts';

/** Seconds for rounding. */
const tolerance = 2;

export const retryAfterWithinWindow = defineFold<BoundedValues>({
  id: 'rate-limit/retry-after-within-window',
  title: 'The wait that a refusal asks for is one window at the most',
  why: 'A wait in milliseconds, or until a time since 1970, keeps clients away for hours.',
  fix: 'Send the seconds until the next call is let through: after a window nothing older counts.',
  reads: 'rateLimit.retryAfter',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.retryAfter).filter((place) => place === rootPlace),
  init: () => noValues,
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit?.retryAfter || !isRefusedByQuota(rateLimit, exchange) || isElsewhere(exchange)) return state;
    const wait = retryWait(rateLimit, exchange);
    if (wait === undefined) return state;
    const { header } = rateLimit.retryAfter;
    const actual = `"${headerValues(exchange, header).join(', ')}"`;
    const finding = { code: 'retry-after-too-long', where: header, actual };
    // A number is above the window by rounding alone; a date, by two clocks besides.
    if (wait.form === 'seconds') return withValue(state, wait.ms / 1000, exchange, finding);
    const least = wait.least / 1000 - clockSeconds + tolerance;
    return withValue(state, Math.max(0, Math.floor(least)), exchange, finding, Math.max(0, Math.floor(wait.ms / 1000)));
  },
  merge: mergeValues,
  conclude(state, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(undefined, seconds);
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    return concludeValues(
      state,
      seconds + tolerance,
      `at most ${seconds + tolerance} s`,
      'no refusal with a wait that can be read came by',
    );
  },
});
