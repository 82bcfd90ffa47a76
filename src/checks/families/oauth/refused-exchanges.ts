import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, fail, inconclusive, pass, type Probe } from '../../kit/define.ts';
import { once, type Session } from '../../kit/session.ts';
import { codelessExchange, madeUpCode, tokenExchange, type TokenForm, tokenRequest } from '../../requests/token-request.ts';
import { tokenReads } from '../../scenarios/credentials/token-reads.ts';
import { tokenOperations } from '../../subjects/token-operation.ts';
import { defineTokenProbe } from './token-probe.ts';

/** The error code in an answer (RFC 6749 section 5.2). */
export const errorOf = (exchange: Exchange): unknown => {
  const body = jsonOf(exchange);
  return isObject(body) ? body['error'] : undefined;
};

/** The answers to exchanges that must be refused. */
type Asked = {
  readonly refused: readonly Exchange[];
  /** The exchange before that issued a token; undefined where none was made. */
  readonly before?: Exchange;
  /** The service knows the client. */
  readonly isKnown?: boolean;
  /** Why the case is inconclusive unless a token is issued. */
  readonly open?: string;
};

/** An exchange that must get no token: how it is sent, and how its answers are judged. */
type Row = CheckText & {
  /** How many codes the operator has to supply. */
  readonly codes: number;
  /** The most requests that are sent. */
  readonly requests: number;
  ask(session: Session, operation: Operation): Promise<Asked>;
  /** True if an answer without a token is the required error response. */
  isErrorResponse(exchange: Exchange): boolean;
  /** True if an answer is an error response that breaks the requirement. */
  isOther?(exchange: Exchange, asked: Asked): boolean;
  /** The code of the finding where a token is issued. */
  readonly code: string;
  readonly expected: string;
  /** The beginning of the reason where the answer is inconclusive: `The second exchange was answered`. */
  readonly answered: string;
  /** The outcome of an answer in words; default: its status. */
  readonly outcome?: (exchange: Exchange) => string;
};

/** A probe for an exchange that must get no token. */
const defineRefusedExchange = (row: Row): Probe<Asked> => {
  const { ask, isErrorResponse, isOther, code, expected, answered, outcome = outcomeOf, ...text } = row;
  const finding = (exchange: Exchange) => ({ where: 'status', expected, actual: `status ${outcome(exchange)}` });
  return defineTokenProbe({
    ...text,
    over: tokenOperations,
    run: ({ operation }, session) => ask(session, operation),
    judge(_subject, asked): Verdict {
      const { refused, before, open } = asked;
      const evidence = before ? [before] : [];
      const given = refused.find(isSuccess);
      if (given) return fail({ code, ...finding(given) }, [given, ...evidence]);
      if (open !== undefined) return inconclusive(open, [...refused, ...evidence]);
      if (refused.every(isErrorResponse)) return pass(refused.length);
      const other = refused.find((exchange) => isOther?.(exchange, asked));
      if (other) return fail({ code: 'other-refusal', ...finding(other) }, [other]);
      return inconclusive(`${answered} ${refused.map(outcome).join(', ')}`, [...refused, ...evidence]);
    },
  });
};

/** Error codes that are about the client or its form (RFC 6749 section 5.2). */
const ofClient: readonly unknown[] = ['invalid_client', 'unauthorized_client', 'invalid_request'];

export const unknownCodeRefused = defineRefusedExchange({
  id: 'oauth/unknown-code-refused',
  title: 'A code that was never issued is refused with 400 and the error invalid_grant',
  why: 'A client that cannot distinguish a bad code from a failure asks the user again and again, or never.',
  fix: 'Answer 400 with the member error set to invalid_grant (RFC 6749 section 5.2).',
  codes: 0,
  requests: 3,
  /** First exchanges a valid code, where the operator has one: this shows that the service knows the client. */
  async ask(session, operation) {
    const known = session.target.oauth?.codes ? await once(session, tokenExchange(session, operation)) : undefined;
    await once(session, codelessExchange(session, operation));
    const form = { code: madeUpCode(session, 'unknown'), faults: ['value-unusable'] } as const;
    const exchange = await once(session, tokenRequest(session, operation, form));
    return { refused: [exchange], isKnown: known !== undefined && isSuccess(known) };
  },
  isErrorResponse: (exchange) => statusOf(exchange) === 400 && errorOf(exchange) === 'invalid_grant',
  isOther(exchange, { isKnown = false }) {
    const error = errorOf(exchange);
    const isOtherError = error !== 'unsupported_grant_type' && (isKnown || !ofClient.includes(error));
    return statusOf(exchange) === 422 || (statusOf(exchange) === 400 && isOtherError);
  },
  code: 'unknown-code-accepted',
  expected: '400 with invalid_grant',
  answered: 'The exchange of a made-up code was answered',
  outcome(exchange) {
    const error = errorOf(exchange);
    return `${outcomeOf(exchange)}${typeof error === 'string' ? ` with ${error}` : ''}`;
  },
});

export const wrongSecretRefused = defineRefusedExchange({
  id: 'oauth/wrong-secret-refused',
  title: 'A wrong client secret gets no token',
  why: 'Otherwise anyone who sees a code in an address could act as the user.',
  fix: 'Compare the client secret before the code, and answer 401, or 400 with invalid_client.',
  codes: 0,
  requests: 1,
  /** With the second code; where there is none, with a made-up one. */
  async ask(session, operation) {
    const hasCode = (session.target.oauth?.codes ?? 0) >= 2;
    const code = hasCode ? ({ secret: 'oauth-code-2' } as const) : madeUpCode(session, 'wrong-secret');
    const clientSecret = `ct_invalid_${session.hex('client-secret', 32)}`;
    return { refused: [await once(session, tokenRequest(session, operation, { code, clientSecret, faults: ['credential-invalid'] }))] };
  },
  isErrorResponse: (exchange) => statusOf(exchange) === 401 || (statusOf(exchange) === 400 && errorOf(exchange) === 'invalid_client'),
  code: 'wrong-secret-accepted',
  expected: '401, or 400 with invalid_client',
  answered: 'The exchange with a made-up secret was answered',
});

/** Each with its own code, as far as the operator supplies them. */
const otherRequests: readonly { readonly codes: number; readonly form: TokenForm }[] = [
  {
    codes: 3,
    form: { code: { secret: 'oauth-code-3' }, redirectUri: 'https://contract-test.invalid/callback', faults: ['value-unusable'] },
  },
  { codes: 4, form: { code: { secret: 'oauth-code-4' }, grantType: 'contract_test', faults: ['value-unusable'] } },
];

export const otherRequestRefused = defineRefusedExchange({
  id: 'oauth/other-request-refused',
  title: 'An exchange with another redirect URI, or with an unknown grant type, gets no token',
  why: 'The redirect URI binds a code to the client that it was sent to.',
  fix: 'Compare redirect_uri with that of the authorization, and refuse unknown grant types.',
  codes: 3,
  requests: otherRequests.length,
  async ask(session, operation) {
    const given = otherRequests.filter(({ codes }) => (session.target.oauth?.codes ?? 0) >= codes);
    const refused: Exchange[] = [];
    for (const { form } of given) refused.push(await once(session, tokenRequest(session, operation, form)));
    return { refused, ...(given.length < otherRequests.length && { open: 'A fourth code is needed for the grant type' }) };
  },
  /** A 429 is about something else. */
  isErrorResponse(exchange) {
    const status = statusOf(exchange) ?? 0;
    return status >= 400 && status < 500 && status !== 429;
  },
  code: 'other-request-accepted',
  expected: 'a 4xx to an exchange other than the granted one',
  answered: 'Exchanges were answered',
});

export const codeWorksOnce = defineRefusedExchange({
  id: 'oauth/code-works-once',
  title: 'An authorization code works only once',
  why: 'A code remains in the address line and the history of a browser.',
  fix: 'Refuse a code that was exchanged before with 400 and invalid_grant, and revoke its tokens (RFC 6749 section 4.1.2).',
  codes: 1,
  requests: 60,
  /** Exchanges the code again only after its token was used, because the service may then revoke the token. */
  async ask(session, operation) {
    const { exchange: before } = await session.run(tokenReads, { operation: operation.key });
    if (!isSuccess(before)) return { refused: [], before, open: `No token was issued the first time: ${outcomeOf(before)}` };
    return { refused: [await once(session, { ...before.request, faults: ['value-unusable'] })], before };
  },
  isErrorResponse: (exchange) => statusOf(exchange) === 400,
  code: 'code-works-again',
  expected: '400 to a code that was exchanged before',
  answered: 'The second exchange was answered',
});
