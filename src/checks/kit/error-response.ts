import { statuses } from '../../contract/conventions-at.ts';
import type { StatusList } from '../../contract/conventions.ts';
import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import { fail, inconclusive, pass } from './define.ts';
import { isErrorInSuccess } from './error-in-success.ts';

/** The error response that a request with one mistake ought to get, and what breaks the requirement. */
export type ErrorResponse = {
  readonly expected: readonly number[];
  /** The expected statuses in words, where they are a class: `4XX`. */
  readonly words?: string;
  /** Statuses that break the requirement, beside every 2xx; a status that is neither expected nor wrong decides nothing. */
  readonly wrong: readonly number[];
  /** Does every 3xx break it too. */
  readonly redirect?: boolean;
  /** Where it documents that the status shows failures, a success that holds an error breaks that requirement and not this one. */
  readonly contract?: Pick<Contract, 'conventions'>;
  /** Begins the code of a finding: `<code>-accepted`, `<code>-other-status`. */
  readonly code: string;
  /** Where the mistake is in the request. */
  readonly where: string;
  /** The mistake in a phrase: `a body without "name"`. */
  readonly mistake: string;
};

/** The most statuses that a reader looks through. */
const mostListed = 6;

/** Statuses in words; of a whole class of 4xx the first two. */
const listed = (all: readonly number[]): string =>
  all.length > mostListed ? `${all.slice(0, 2).join(' or ')} or another 4xx` : all.join(' or ');

/** Judges one answer to a request with one mistake. An error response for another reason is no evidence. */
export const judgeErrorResponse = (exchange: Exchange, errorResponse: ErrorResponse): Verdict => {
  const { expected, words = listed(expected), wrong, redirect = false, contract, code, where, mistake } = errorResponse;
  const status = statusOf(exchange);
  if (status !== undefined && expected.includes(status)) return pass(1);
  const finding = { where, expected: `status ${words} to ${mistake}`, actual: `status ${outcomeOf(exchange)}` };
  if (contract && isErrorInSuccess(exchange, contract)) {
    return inconclusive(`A success that holds an error, in answer to ${mistake}, decides nothing here`, [exchange]);
  }
  // It says of each part by itself what became of it (RFC 4918, section 13).
  if (status === 207) return inconclusive(`A 207 in answer to ${mistake} decides nothing here`, [exchange]);
  if (isSuccess(exchange)) return fail({ code: `${code}-accepted`, ...finding }, [exchange]);
  const redirected = redirect && status !== undefined && status >= 300 && status < 400;
  if (status !== undefined && (redirected || wrong.includes(status))) return fail({ code: `${code}-other-status`, ...finding }, [exchange]);
  return inconclusive(`${exchange.sent.method} ${exchange.sent.target}: ${outcomeOf(exchange)} to ${mistake} decides nothing`, [exchange]);
};

/** Statuses that refuse the client, or any request at this moment (RFC 9110 sections 15.5.2, 15.5.4, 15.5.9; RFC 6585 section 4). */
const aboutOthers: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** Does an answer refuse what was asked for: a 4xx that is about neither the client nor the moment. */
export const refusesWhatWasAsked = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && !aboutOthers.has(status);
};

/** The usual statuses for a mistake in the request itself: malformed, or not processable (RFC 9110 sections 15.5.1, 15.5.21). */
const usualMistakes = [400, 422] as const;

/**
 * The statuses that show that a body was refused. Of a whole class 404 and 409 are left out: they may be about a missing resource or a
 * conflict.
 */
export const withoutOtherReasons = (documented: StatusList | undefined): number[] =>
  statuses(documented).filter((status) => !isClass(documented) || (status !== 404 && status !== 409));

/** Does a requirement name a whole class of statuses. */
export const isClass = (documented: StatusList | undefined): boolean =>
  documented !== undefined && [documented.status].flat().some((one) => typeof one === 'string');

/** Is a requirement only our reading: then another error status refuses as well. */
export const isReading = (documented: StatusList | undefined): boolean => documented?.['x-inferred'] === true;

/** Statuses that would be right for another mistake in the request. */
export const otherMistakes = ({ conventions }: Operation, expected: readonly number[]): number[] => {
  const { unparsable, missing, value, type, query } = conventions.refusals ?? {};
  const named = [unparsable, missing, value, type, query].flatMap((one) => statuses(one));
  return [...new Set([...usualMistakes, ...named])].filter((status) => !expected.includes(status));
};
