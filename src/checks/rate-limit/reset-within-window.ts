import { headerValues } from '../../contract/message.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { isElsewhere } from '../../contract/responses.ts';
import type { Exchange } from '../../model/exchange.ts';
import { wholeHeader } from '../announced-quota.ts';
import { breachIn } from '../breach.ts';
import { conventionPlaces } from '../convention-places.ts';
import { defineFold, inconclusive } from '../define.ts';
import { tooSmall, windowSeconds } from '../quota-window.ts';
import { rootPlace } from '../root-place.ts';
import { isDeclaredSuccess } from '../success.ts';
import { type BoundedValues, concludeValues, mergeValues, noValues, withValue, withWrong } from './bounded-values.ts';

/** Seconds that two clocks, and the rounding of instants, may be apart. */
const tolerance = 5;

export const resetWithinWindow = defineFold<BoundedValues>({
  id: 'rate-limit/reset-within-window',
  title: 'The count starts anew within one window of the answer that says so',
  why: 'Clients that wait until then would wait for hours, or not at all.',
  fix: 'Send the end of the window that the call was counted in, in the documented unit.',
  reads: 'rateLimit',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.reset).filter((place) => place === rootPlace),
  init: () => noValues,
  step(state, exchange, contract) {
    const reset = contract.conventions.rateLimit?.headers?.reset;
    const [read] = parameterlessReads(contract);
    if (!reset || !read || exchange.request.operation !== read.key || isElsewhere(exchange) || !isDeclaredSuccess(read, exchange))
      return state;
    const value = wholeHeader(exchange, reset.name);
    // Another form is judged where the header is described.
    if (value === undefined || (reset.unit === 'epoch-seconds' && String(value).length !== epochDigits)) return state;
    const ahead = reset.unit === 'seconds' ? value : value - clockOf(exchange);
    const finding = { code: 'reset-outside-window', where: reset.name, actual: `${value}, ${told(ahead)}` };
    // Without a Date the answer was made at some moment of the exchange; we only know when it came.
    const unsure = hasDate(exchange) ? 0 : exchange.tookMs / 1000;
    if (ahead < -tolerance - unsure) return withWrong(state, breachIn(exchange, { ...finding, expected: '' }));
    return withValue(state, Math.floor(ahead), exchange, finding);
  },
  merge: mergeValues,
  conclude(state, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(undefined, seconds);
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    const expected = `from ${tolerance} s before the answer to ${seconds + tolerance} s after it`;
    return concludeValues(state, seconds + tolerance, expected, 'no successful answer with that header came by');
  },
});

/** Seconds since 1970 have ten digits from 2001 to 2286. */
const epochDigits = 10;

const dateOf = (exchange: Exchange): number => Date.parse(headerValues(exchange, 'Date')[0] ?? '');

const hasDate = (exchange: Exchange): boolean => !Number.isNaN(dateOf(exchange));

/** Seconds since 1970 by the answer's own Date, else by our clock when it came. */
const clockOf = (exchange: Exchange): number => (hasDate(exchange) ? dateOf(exchange) : exchange.sentAt + exchange.tookMs) / 1000;

const told = (ahead: number): string =>
  ahead < 0 ? `${-Math.floor(ahead)} s before the answer` : `${Math.floor(ahead)} s after the answer`;
