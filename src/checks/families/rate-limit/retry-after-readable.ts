import { headerValues, statusOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { breachIn } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive } from '../../kit/define.ts';
import { tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { type BoundedValues, concludeValues, mergeValues, noValues, withValue, withWrong } from './bounded-values.ts';

/** Seconds for clocks and rounding. */
const tolerance = 5;

export const retryAfterReadable = defineFold<BoundedValues>({
  id: 'rate-limit/retry-after-readable',
  title: 'The wait that a refusal asks for is a whole number of seconds, one window at the most',
  why: 'Clients read it as a number; a date or a time since 1970 makes them wait for ever, or not at all.',
  fix: 'Send the seconds until the next call is let through, in decimal digits.',
  reads: 'rateLimit.retryAfter',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.retryAfter).filter((place) => place === rootPlace),
  init: () => noValues,
  step(state, exchange, contract) {
    const convention = contract.conventions.rateLimit?.retryAfter;
    if (!convention?.on.includes(statusOf(exchange) ?? 0) || isElsewhere(exchange)) return state;
    const sent = headerValues(exchange, convention.header);
    if (sent.length === 0) return state;
    const value = wholeHeader(exchange, convention.header);
    const finding = { code: 'retry-after-form', where: convention.header, actual: sent.map((one) => `"${one}"`).join(' and ') };
    if (value === undefined) return withWrong(state, breachIn(exchange, { ...finding, expected: '' }));
    return withValue(state, value, exchange, { ...finding, code: 'retry-after-too-long' });
  },
  merge: mergeValues,
  conclude(state, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(undefined, seconds);
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    const expected = `decimal digits from 0 to ${seconds + tolerance}`;
    return concludeValues(state, seconds + tolerance, expected, 'no refusal with that header came by');
  },
});
