import { statuses } from '../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../contract/message.ts';
import type { Operation } from '../contract/model.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Verdict } from '../model/verdict.ts';
import { fail, inconclusive, pass } from './define.ts';

/** What a request with one mistake ought to get, and what shows that the promise is broken. */
export type Refusal = {
  readonly expected: readonly number[];
  /** Statuses that break the promise, beside every 2xx; whatever is neither decides nothing. */
  readonly wrong: readonly number[];
  /** Every 3xx breaks it too. */
  readonly redirect?: boolean;
  /** Begins the code of a finding: `<code>-accepted`, `<code>-other-status`. */
  readonly code: string;
  /** Place of the mistake in the request. */
  readonly where: string;
  /** The mistake in a phrase: `a body without "name"`. */
  readonly mistake: string;
};

/** Judges one answer to a request with one mistake. A refusal for another reason is no evidence. */
export const judgeRefusal = (exchange: Exchange, refusal: Refusal): Verdict => {
  const { expected, wrong, redirect = false, code, where, mistake } = refusal;
  const status = statusOf(exchange);
  if (status !== undefined && expected.includes(status)) return pass(1);
  const finding = { where, expected: `status ${expected.join(' or ')} to ${mistake}`, actual: `status ${outcomeOf(exchange)}` };
  if (isSuccess(exchange)) return fail({ code: `${code}-accepted`, ...finding }, [exchange]);
  const redirected = redirect && status !== undefined && status >= 300 && status < 400;
  if (status !== undefined && (redirected || wrong.includes(status))) return fail({ code: `${code}-other-status`, ...finding }, [exchange]);
  return inconclusive(`${exchange.sent.method} ${exchange.sent.target}: ${outcomeOf(exchange)} to ${mistake} decides nothing`, [exchange]);
};

/** Statuses by which documentations refuse what is wrong in a request itself: malformed, or not processable (RFC 9110 sections 15.5.1, 15.5.21). */
const usualMistakes = [400, 422] as const;

/** Statuses that would be right for another mistake in a request than the one that was made. */
export const otherMistakes = ({ conventions }: Operation, expected: readonly number[]): number[] => {
  const { unparsable, missing, value, type, query } = conventions.refusals ?? {};
  const named = [unparsable, missing, value, type, query].flatMap(statuses);
  return [...new Set([...usualMistakes, ...named])].filter((status) => !expected.includes(status));
};
