import { operationWith } from '../../../contract/operation.ts';
import { headerValues, statusOf, wholeHeader } from '../../../contract/message.ts';
import { retryForms } from '../../../contract/moment.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineCountingFold } from '../../kit/counting-fold.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { clockSeconds } from '../../kit/timing.ts';
import { conventionLocations } from '../../subjects/convention-locations.ts';
import { retryWait } from '../../subjects/quota-headers.ts';
import { quotaLocations } from '../../subjects/quota.ts';
import { hasQuotaApart } from '../../subjects/quotas-apart.ts';
import { defineBoundedFold, windowBound } from './bounded-fold.ts';

const quoted = (sent: readonly string[]): string => sent.map((one) => `"${one}"`).join(' and ');

/** Seconds allowed above a window: for rounding and, where the value is read as a number whatever its form, for clocks. */
const tolerance = { number: 5, moment: 2 } as const;

export const retryAfterReadable = defineBoundedFold({
  id: 'rate-limit/retry-after-readable',
  title: 'The wait that an error response of the quota asks for is a whole number of seconds, at most one window',
  why: 'Clients read it as a number; a date or a time since 1970 makes them wait forever, or not at all.',
  fix: 'Send the seconds until the next call is accepted, in decimal digits.',
  reads: 'rateLimit.retryAfter',
  pick: ({ retryAfter }) => retryAfter,
  read(exchange, { retryAfter }) {
    if (!retryAfter?.on.includes(statusOf(exchange) ?? 0)) return undefined;
    const sent = headerValues(exchange, retryAfter.header);
    if (sent.length === 0) return undefined;
    const value = wholeHeader(exchange, retryAfter.header);
    const code = value === undefined ? 'retry-after-form' : 'retry-after-too-long';
    return { code, where: retryAfter.header, actual: quoted(sent), value };
  },
  bound: windowBound(tolerance.number, (most) => `decimal digits from 0 to ${most}`),
  unseen: 'no error response with that header was seen',
});

export const retryAfterWithinWindow = defineBoundedFold({
  id: 'rate-limit/retry-after-within-window',
  title: 'The wait that an error response of the quota asks for is at most one window',
  why: 'A wait in milliseconds, or until a time since 1970, keeps clients away for hours.',
  fix: 'Send the seconds until the next call is accepted: after a window no earlier call counts.',
  reads: 'rateLimit.retryAfter',
  pick: ({ retryAfter }) => retryAfter,
  read(exchange, rateLimit, contract) {
    const wait = isDocumentedErrorResponse(contract, exchange) ? retryWait(rateLimit, exchange) : undefined;
    if (!wait || !rateLimit.retryAfter || hasQuotaApart(contract, exchange)) return undefined;
    const where = rateLimit.retryAfter.header;
    const finding = { code: 'retry-after-too-long', where, actual: `"${headerValues(exchange, where).join(', ')}"` };
    // Only rounding can put a number above the window; with a date, the difference of two clocks can too.
    if (wait.form === 'seconds') return { ...finding, value: wait.ms / 1000 };
    const least = wait.least / 1000 - clockSeconds + tolerance.moment;
    return { ...finding, value: Math.max(0, Math.floor(least)), seems: Math.max(0, Math.floor(wait.ms / 1000)) };
  },
  bound: windowBound(tolerance.moment, (most) => `at most ${most} s`),
  unseen: 'no error response with a wait that can be read was seen',
});

export const retryAfterForm = defineCountingFold({
  id: 'rate-limit/retry-after-form',
  title: 'The wait that an error response of the quota asks for is a number of seconds or an HTTP date',
  why: 'Libraries read these two forms; they take any other one for no wait at all, and try again at once.',
  fix: 'Send whole seconds in decimal digits, or a date in the form of the Date header.',
  reads: 'rateLimit.retryAfter',
  locations: (contract) => quotaLocations(contract, ({ retryAfter }) => retryAfter),
  judge(exchange, contract) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit?.retryAfter || !isDocumentedErrorResponse(contract, exchange)) return undefined;
    const { header, form = retryForms } = rateLimit.retryAfter;
    const sent = headerValues(exchange, header);
    // Its presence is judged where the header is described.
    if (sent.every((text) => text === '')) return undefined;
    if (retryWait(rateLimit, exchange) !== undefined) return 'holds';
    const expected = form.map((one) => (one === 'seconds' ? 'whole seconds' : 'an HTTP date')).join(' or ');
    return { code: 'retry-after-form', where: header, expected, actual: quoted(sent) };
  },
  unseen: 'no error response with that header was seen',
});

type Seen = {
  readonly judged: number;
  readonly breaches: number;
  readonly first: Breach | null;
  /** Were a success and a 4xx seen, besides the statuses that may carry the header. */
  readonly success: boolean;
  readonly clientError: boolean;
};

export const retryAfterOnly = defineFold<Seen>({
  id: 'rate-limit/retry-after-only',
  title: 'The header that asks clients to wait is sent with the documented statuses only',
  why: 'Clients that see it back off, so a success that carries it slows every caller down.',
  fix: 'Set the header where the documented error response is made, not for every answer.',
  reads: 'rateLimit.retryAfter',
  locations: (contract) => conventionLocations(contract, ({ rateLimit }) => (rateLimit?.retryAfter?.only === true ? true : undefined)),
  init: () => ({ judged: 0, breaches: 0, first: null, success: false, clientError: false }),
  step(state, exchange, contract) {
    const operation = operationWith(contract, exchange.request.operation);
    const convention = (operation?.conventions ?? contract.conventions).rateLimit?.retryAfter;
    const status = statusOf(exchange);
    if (convention?.only !== true || status === undefined || convention.on.includes(status)) return state;
    const success = status >= 200 && status < 300;
    const clientError = status >= 400 && status < 500;
    if (!success && !clientError) return state;
    const breach = sentWith(exchange, status, convention.header);
    return {
      judged: state.judged + 1,
      breaches: state.breaches + (breach ? 1 : 0),
      first: smallerBreach(state.first, breach),
      success: state.success || success,
      clientError: state.clientError || clientError,
    };
  },
  merge: (a, b) => ({
    judged: a.judged + b.judged,
    breaches: a.breaches + b.breaches,
    first: smallerBreach(a.first, b.first),
    success: a.success || b.success,
    clientError: a.clientError || b.clientError,
  }),
  conclude({ judged, breaches, first, success, clientError }) {
    if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
    if (judged === 0) return { ...inconclusive('no answer that may not carry it was seen', []), unseen: true };
    if (success && clientError) return pass(judged);
    return inconclusive(`no ${success ? '4xx' : '2xx'} answer was seen`, []);
  },
});

const sentWith = (exchange: Exchange, status: number, header: string): Breach | null => {
  const [value] = headerValues(exchange, header);
  if (value === undefined) return null;
  return breachIn(exchange, { code: 'retry-after-sent', where: header, expected: `no ${header} with status ${status}`, actual: value });
};
