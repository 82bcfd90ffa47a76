import { headerValues, isSuccess, statusOf } from '../../../contract/message.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import type { RateLimit } from '../../../contract/conventions.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineCountingFold } from '../../kit/counting-fold.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isCountedCall } from '../../subjects/known-caller.ts';
import { quotaLocations } from '../../subjects/quota.ts';

export const retryAfterSent = defineCountingFold({
  id: 'rate-limit/retry-after-sent',
  title: 'Each error response of the quota says how long to wait, where that is promised',
  why: 'Clients wait as long as they are asked to; without the header they try again at once, or give up.',
  fix: 'Send the header with every error response of the quota, also from gateways before the service.',
  reads: 'rateLimit.retryAfter',
  locations: (contract) => quotaLocations(contract, ({ retryAfter }) => (retryAfter?.always === true ? true : undefined)),
  judge(exchange, contract) {
    const { retryAfter } = contract.conventions.rateLimit ?? {};
    const status = statusOf(exchange);
    if (retryAfter === undefined || status === undefined || !retryAfter.on.includes(status)) return undefined;
    if (!isDocumentedErrorResponse(contract, exchange)) return undefined;
    const { header } = retryAfter;
    if (headerValues(exchange, header).some((value) => value !== '')) return 'holds';
    return { code: 'retry-after-absent', where: header, expected: `${header} with status ${status}`, actual: 'no such header' };
  },
  unseen: 'no error response of the quota was seen',
});

/** Which of the promised fields answers had. Plain JSON. */
type Sent = { readonly judged: number; readonly names: readonly string[]; readonly first: Breach | null };

/** So many answers without a field show that it is never sent. */
const enough = 5;

const namesOf = ({ headers }: RateLimit): string[] =>
  headers === undefined ? [] : [headers.limit, headers.remaining, headers.reset?.name].filter((name) => name !== undefined);

export const headersSent = defineFold<Sent>({
  id: 'rate-limit/headers-sent',
  title: 'The header fields about the quota come with answers, where that is promised of each answer',
  why: 'Clients that pace themselves by these fields do not know when to slow down, and are refused.',
  fix: 'Send the documented fields with every answer to a caller whose requests are counted.',
  reads: 'rateLimit.headers',
  locations: (contract) => quotaLocations(contract, ({ headers }) => (headers?.always === true ? true : undefined)),
  init: () => ({ judged: 0, names: [], first: null }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    if (rateLimit === undefined || !isSuccess(exchange) || !isCountedCall(contract, exchange)) return state;
    const here = namesOf(rateLimit).filter((name) => headerValues(exchange, name).length > 0);
    const lacking = namesOf(rateLimit).filter((name) => !here.includes(name));
    const finding = { code: 'quota-header-absent', where: lacking.join(', '), expected: 'these fields with each answer', actual: '' };
    return {
      judged: state.judged + 1,
      names: [...new Set([...state.names, ...here])].sort(),
      first: lacking.length > 0 ? smallerBreach(state.first, breachIn(exchange, finding)) : state.first,
    };
  },
  merge: (a, b) => ({
    judged: a.judged + b.judged,
    names: [...new Set([...a.names, ...b.names])].sort(),
    first: smallerBreach(a.first, b.first),
  }),
  conclude({ judged, names, first }, { contract }) {
    const { rateLimit } = contract.conventions;
    const never = rateLimit === undefined ? [] : namesOf(rateLimit).filter((name) => !names.includes(name));
    if (never.length === 0 && judged > 0) return pass(judged);
    if (first === null || judged < enough)
      return { ...inconclusive(`only ${judged} answers to a known caller were seen`, []), unseen: true };
    const finding = { ...findingOf(first), where: never.join(', '), actual: `none of ${judged} answers has ${never.join(', ')}` };
    return { kind: 'fail', judged, breaches: judged, finding };
  },
});
