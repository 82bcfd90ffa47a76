import type { RateLimit, TimeForm } from '../../../contract/conventions.ts';
import { headerValues, isSuccess, wholeHeader, wholeNumber } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import { schemaBreaches } from '../../../contract/schema/evaluate.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { clockSeconds, momentsAhead } from '../../kit/timing.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { isLeastOnly, largestBurst, operatorsLimit } from '../../subjects/quota.ts';
import { type Carried, defineBoundedFold, windowBound } from './bounded-fold.ts';

export const remainingWithinLimit = defineBoundedFold({
  id: 'rate-limit/remaining-within-limit',
  title: 'The number of calls left is a whole number, and never above the quota',
  why: 'Clients that plan by this number are refused long before it reaches zero.',
  fix: 'Send what is left of the limit that the credential really has.',
  reads: 'rateLimit',
  pick: ({ headers }) => headers?.remaining,
  read(exchange, { headers }, contract) {
    const name = headers?.remaining;
    if (name === undefined || !isKnownCaller(exchange)) return undefined;
    const sent = headerValues(exchange, name);
    // An empty header, and a form that the Header Object rejects, are judged where the header is described.
    if (sent.every((text) => text === '') || isOtherForm(contract, exchange, name)) return undefined;
    const value = wholeHeader(exchange, name);
    const code = value === undefined ? 'remaining-form' : 'remaining-above-limit';
    return { code, where: name, actual: sent.map((one) => `"${one}"`).join(' and '), value };
  },
  bound(rateLimit, target) {
    const known = operatorsLimit(rateLimit, target);
    if (known === undefined || isLeastOnly(rateLimit, target)) {
      const isLeast = known !== undefined;
      const reason = isLeast
        ? 'needs the quota of the credential (--set quota.limit=NUMBER): its tier documents only a minimum'
        : 'needs the quota or the tier of the credential (--set plan=NAME)';
      return { most: Infinity, expected: 'a whole number', unknown: { kind: 'skipped', because: 'missing-prerequisite', reason } };
    }
    const most = largestBurst(rateLimit, target, known);
    return { most, expected: `a whole number from 0 to ${most}` };
  },
  unseen: 'no answer reported what is left',
});

/** Seconds by which rounding may put a count from now above the window. */
const rounding = 2;

const isCount = (form: TimeForm): boolean => form === 'seconds' || form === 'milliseconds';
const isText = (form: TimeForm): boolean => form === 'http-date' || form === 'date-time';

export const resetWithinWindow = defineBoundedFold({
  id: 'rate-limit/reset-within-window',
  title: 'The reported reset of the quota is at most one window after the answer that reports it',
  why: 'Clients wait until that moment; a wrong one makes them wait for hours, or not at all.',
  fix: 'Send the end of the window that the call was counted in, in the documented unit.',
  reads: 'rateLimit',
  pick: ({ headers }) => headers?.reset,
  read(exchange, rateLimit, contract) {
    const reset = rateLimit.headers?.reset;
    if (!reset || !reportsQuota(exchange, contract, rateLimit)) return undefined;
    const values = headerValues(exchange, reset.name);
    const [text] = values;
    if (text === undefined || isOtherForm(contract, exchange, reset.name)) return undefined;
    const finding = { code: 'reset-outside-window', where: reset.name };
    const readings = new Set(values).size === 1 ? momentsAhead(exchange, text, reset.unit) : [];
    const [first] = readings;
    if (!first) {
      // A text is wrong only where the contract documents a text form.
      if (wholeNumber(text) === undefined && ![reset.unit].flat().some(isText)) return undefined;
      return { ...finding, actual: `"${text}", which is no moment of a documented form`, value: undefined };
    }
    const read = { ...finding, actual: `${text}, ${distanceInWords(first.ms / 1000)}` };
    const possible = readings.filter(({ form, most }) => isCount(form) || most >= -clockSeconds * 1000);
    if (possible.length === 0) return { ...read, value: undefined };
    return { ...read, ...onOneScale(possible) };
  },
  bound: windowBound(clockSeconds, (most) => `from ${clockSeconds} s before the answer to ${most} s after it`),
  unseen: 'no answer with that header was seen',
});

/** Puts counts on the scale of moments, so that one bound judges both: a count may be above the window by less. */
const onOneScale = (readings: ReturnType<typeof momentsAhead>): Pick<Carried, 'value' | 'seems'> => {
  const countAsMoment = (ms: number): number => ms / 1000 + clockSeconds - rounding;
  const above = readings.map(({ form, ms, least }) => (isCount(form) ? countAsMoment(ms) : least / 1000));
  const seeming = readings.flatMap(({ form, ms }) => {
    if (isCount(form)) return [countAsMoment(ms)];
    return ms >= -clockSeconds * 1000 ? [ms / 1000] : [];
  });
  return { value: Math.floor(Math.min(...above)), seems: Math.floor(Math.min(Infinity, ...seeming)) };
};

/**
 * Does an answer report the quota that is judged. Where all operations of a credential share one quota, every success and
 * every documented error response reports it; else each operation may have its own window, and only the first plain read counts.
 */
const reportsQuota = (exchange: Exchange, contract: Contract, { scope }: RateLimit): boolean => {
  if (!isKnownCaller(exchange)) return false;
  if (scope !== undefined) return isSuccess(exchange) || isDocumentedErrorResponse(contract, exchange);
  const [read] = parameterlessReads(contract);
  return read !== undefined && exchange.request.operation === read.key && isDeclaredSuccess(read, exchange);
};

const distanceInWords = (ahead: number): string =>
  ahead < 0 ? `${-Math.floor(ahead)} s before the answer` : `${Math.floor(ahead)} s after the answer`;

/**
 * Does a Header Object of the answer reject the value of a header: the form is then judged there, and nothing more is judged
 * here. A header that no Header Object describes may hold anything.
 */
const isOtherForm = (contract: Contract, exchange: Exchange, name: string): boolean => {
  const [text, ...others] = new Set(headerValues(exchange, name));
  if (text === undefined) return false;
  const described = describedResponses(contract, exchange).flatMap(({ headers }) =>
    headers.filter((header) => header.name.toLowerCase() === name.toLowerCase()),
  );
  return described.some(({ schema, schemaLocation }) => {
    if (others.length > 0) return true;
    const isNumber = typesOf(resolvedSchema(contract.document, schema)).some((type) => type === 'integer' || type === 'number');
    const value = isNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    return schemaBreaches(contract, schemaLocation, value).length > 0;
  });
};
