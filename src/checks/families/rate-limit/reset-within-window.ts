import type { RateLimit, TimeForm } from '../../../contract/conventions.ts';
import { headerValues, isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { breachIn } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive } from '../../kit/define.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { isOtherForm } from '../../subjects/other-form.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { clockSeconds, momentsAhead } from '../../kit/timing.ts';
import { type BoundedValues, concludeValues, mergeValues, noValues, withValue, withWrong } from './bounded-values.ts';

/** Seconds that a count from now may be above the window, by rounding. */
const rounding = 2;

const isCount = (form: TimeForm): boolean => form === 'seconds' || form === 'milliseconds';
const isText = (form: TimeForm): boolean => form === 'http-date' || form === 'date-time';

export const resetWithinWindow = defineFold<BoundedValues>({
  id: 'rate-limit/reset-within-window',
  title: 'The count starts anew within one window of the answer that says so',
  why: 'Clients that wait until then would wait for hours, or not at all.',
  fix: 'Send the end of the window that the call was counted in, in the documented unit.',
  reads: 'rateLimit',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.reset).filter((place) => place === rootPlace),
  init: () => noValues,
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const reset = rateLimit?.headers?.reset;
    if (!reset || !isJudged(exchange, contract, rateLimit)) return state;
    const values = headerValues(exchange, reset.name);
    const [text] = values;
    if (text === undefined || isOtherForm(contract, exchange, reset.name)) return state;
    const finding = { code: 'reset-outside-window', where: reset.name };
    const readings = values.length === 1 || new Set(values).size === 1 ? momentsAhead(exchange, text, reset.unit) : [];
    const forms = [reset.unit].flat();
    if (readings.length === 0) {
      // A text is wrong only where the contract reads texts at all.
      if (!/^\d+$/.test(text) && !forms.some(isText)) return state;
      return withWrong(state, breachIn(exchange, { ...finding, expected: '', actual: `"${text}", which is no such moment` }));
    }
    const told = { ...finding, actual: `${text}, ${toldAs((readings[0]?.ms ?? 0) / 1000)}` };
    const possible = readings.filter(({ form, most }) => isCount(form) || most >= -clockSeconds * 1000);
    if (possible.length === 0) return withWrong(state, breachIn(exchange, { ...told, expected: '' }));
    // All readings are held against one bound, that of a moment: a count may be above the window by less.
    const above = possible.map(({ form, ms, least }) => (isCount(form) ? ms / 1000 + clockSeconds - rounding : least / 1000));
    const seeming = possible.flatMap(({ form, ms }, n) => {
      if (isCount(form)) return [above[n] ?? 0];
      return ms >= -clockSeconds * 1000 ? [ms / 1000] : [];
    });
    return withValue(state, Math.floor(Math.min(...above)), exchange, told, Math.floor(Math.min(Infinity, ...seeming)));
  },
  merge: mergeValues,
  conclude(state, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(undefined, seconds);
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    const expected = `from ${clockSeconds} s before the answer to ${seconds + clockSeconds} s after it`;
    return concludeValues(state, seconds + clockSeconds, expected, 'no successful answer with that header came by');
  },
});

/**
 * Where all operations of a credential share one quota, every success and refusal tells of it; else each may have a window of
 * its own, and only the first plain read is looked at.
 */
const isJudged = (exchange: Exchange, contract: Contract, rateLimit: RateLimit): boolean => {
  if (isElsewhere(exchange) || !isKnownCaller(exchange)) return false;
  if (rateLimit.scope !== undefined) return isSuccess(exchange) || isRefusedByQuota(rateLimit, exchange);
  const [read] = parameterlessReads(contract);
  return read !== undefined && exchange.request.operation === read.key && isDeclaredSuccess(read, exchange);
};

const toldAs = (ahead: number): string =>
  ahead < 0 ? `${-Math.floor(ahead)} s before the answer` : `${Math.floor(ahead)} s after the answer`;
