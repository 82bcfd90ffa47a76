import type { RateLimit, TimeForm } from '../../../contract/conventions.ts';
import { headerValues, isSuccess, wholeHeader, wholeNumber } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
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
  title: 'What is left of the quota is a whole number, and never above the quota',
  why: 'Clients that plan by this number run into refusals long before it says so.',
  fix: 'Send what is left of the limit that the credential really has.',
  reads: 'rateLimit',
  pick: ({ headers }) => headers?.remaining,
  read(exchange, { headers }, contract) {
    const name = headers?.remaining;
    if (name === undefined || !isKnownCaller(exchange)) return undefined;
    const sent = headerValues(exchange, name);
    // Nothing at all is judged where the header is described.
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
        ? 'needs the quota of the credential (--set quota.limit=NUMBER): its plan prints only the least'
        : 'needs the quota or the plan of the credential (--set plan=NAME)';
      return { most: Infinity, expected: 'a whole number', unknown: { kind: 'skipped', because: 'missing-prerequisite', reason } };
    }
    const most = largestBurst(rateLimit, target, known);
    return { most, expected: `a whole number from 0 to ${most}` };
  },
  unseen: 'no answer told what is left',
});

/** Seconds that a count from now may be above the window, by rounding. */
const rounding = 2;

const isCount = (form: TimeForm): boolean => form === 'seconds' || form === 'milliseconds';
const isText = (form: TimeForm): boolean => form === 'http-date' || form === 'date-time';

export const resetWithinWindow = defineBoundedFold({
  id: 'rate-limit/reset-within-window',
  title: 'The count starts anew within one window of the answer that says so',
  why: 'Clients that wait until then would wait for hours, or not at all.',
  fix: 'Send the end of the window that the call was counted in, in the documented unit.',
  reads: 'rateLimit',
  pick: ({ headers }) => headers?.reset,
  read(exchange, rateLimit, contract) {
    const reset = rateLimit.headers?.reset;
    if (!reset || !tellsOfTheQuota(exchange, contract, rateLimit)) return undefined;
    const values = headerValues(exchange, reset.name);
    const [text] = values;
    if (text === undefined || isOtherForm(contract, exchange, reset.name)) return undefined;
    const finding = { code: 'reset-outside-window', where: reset.name };
    const readings = new Set(values).size === 1 ? momentsAhead(exchange, text, reset.unit) : [];
    const [first] = readings;
    if (!first) {
      // A text is wrong only where the contract reads texts at all.
      if (wholeNumber(text) === undefined && ![reset.unit].flat().some(isText)) return undefined;
      return { ...finding, actual: `"${text}", which is no such moment`, value: undefined };
    }
    const reported = { ...finding, actual: `${text}, ${reportedAs(first.ms / 1000)}` };
    const possible = readings.filter(({ form, most }) => isCount(form) || most >= -clockSeconds * 1000);
    if (possible.length === 0) return { ...reported, value: undefined };
    return { ...reported, ...heldAgainstOneBound(possible) };
  },
  bound: windowBound(clockSeconds, (most) => `from ${clockSeconds} s before the answer to ${most} s after it`),
  unseen: 'no successful answer with that header came by',
});

/** All readings are held against one bound, that of a moment: a count may be above the window by less. */
const heldAgainstOneBound = (readings: ReturnType<typeof momentsAhead>): Pick<Carried, 'value' | 'seems'> => {
  const countAsMoment = (ms: number): number => ms / 1000 + clockSeconds - rounding;
  const above = readings.map(({ form, ms, least }) => (isCount(form) ? countAsMoment(ms) : least / 1000));
  const seeming = readings.flatMap(({ form, ms }) => {
    if (isCount(form)) return [countAsMoment(ms)];
    return ms >= -clockSeconds * 1000 ? [ms / 1000] : [];
  });
  return { value: Math.floor(Math.min(...above)), seems: Math.floor(Math.min(Infinity, ...seeming)) };
};

/**
 * Where all operations of a credential share one quota, every success and refusal tells of it; else each may have a window of
 * its own, and only the first plain read is looked at.
 */
const tellsOfTheQuota = (exchange: Exchange, contract: Contract, { scope }: RateLimit): boolean => {
  if (!isKnownCaller(exchange)) return false;
  if (scope !== undefined) return isSuccess(exchange) || isDocumentedErrorResponse(contract, exchange);
  const [read] = parameterlessReads(contract);
  return read !== undefined && exchange.request.operation === read.key && isDeclaredSuccess(read, exchange);
};

const reportedAs = (ahead: number): string =>
  ahead < 0 ? `${-Math.floor(ahead)} s before the answer` : `${Math.floor(ahead)} s after the answer`;

/**
 * Does the Header Object of an answer itself refuse what stands in a header: its form is then another promise's, and nothing
 * more is said about the value. A header that no Header Object describes may hold anything.
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
    return evaluateSchema(contract, schemaLocation, value).some(({ holds }) => !holds);
  });
};
