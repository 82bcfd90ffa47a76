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

/** The error code of an answer (RFC 6749 section 5.2). */
export const errorOf = (exchange: Exchange): unknown => {
  const body = jsonOf(exchange);
  return isObject(body) ? body['error'] : undefined;
};

/** What an exchange that is to be refused was answered. */
type Asked = {
  readonly refused: readonly Exchange[];
  /** The exchange that gave a token before; undefined where none was made. */
  readonly before?: Exchange;
  /** The client is one that is known. */
  readonly isKnown?: boolean;
  /** Why the case stays open, unless a token is given. */
  readonly open?: string;
};

/** An exchange that gets no token: how it is asked for, and which answers refuse it. */
type Row = CheckText & {
  /** How many codes the operator must give. */
  readonly codes: number;
  /** The most requests that are sent. */
  readonly requests: number;
  ask(session: Session, operation: Operation): Promise<Asked>;
  /** Is an answer that gives no token the refusal that is promised. */
  isErrorResponse(exchange: Exchange): boolean;
  /** Is an answer a refusal that breaks the promise. */
  isOther?(exchange: Exchange, asked: Asked): boolean;
  /** The code of the finding where a token is given. */
  readonly code: string;
  readonly expected: string;
  /** What was answered, where that decides nothing: `The second exchange was answered`. */
  readonly answered: string;
  /** The outcome of an answer in words; default: its status. */
  readonly outcome?: (exchange: Exchange) => string;
};

/** A probe for an exchange that gets no token. */
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

/** Codes by which the client is refused, or its form (RFC 6749 section 5.2). */
const ofClient: readonly unknown[] = ['invalid_client', 'unauthorized_client', 'invalid_request'];

export const unknownCodeRefused = defineRefusedExchange({
  id: 'oauth/unknown-code-refused',
  title: 'A code that was never given is refused with 400 and the error invalid_grant',
  why: 'A client that cannot tell a bad code from a failure asks the user again and again, or never.',
  fix: 'Answer 400 with the member error set to invalid_grant (RFC 6749 section 5.2).',
  codes: 0,
  requests: 3,
  /** After the exchange of a code that was given, where there is one: it shows that the client is known. */
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
  why: 'Whoever sees a code in an address could otherwise act in the name of the user.',
  fix: 'Compare the client secret before the code, and answer 401, or 400 with invalid_client.',
  codes: 0,
  requests: 1,
  /** A code of its own; where no second code is given, a made-up one. */
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

/** Each with a code of its own, as far as the operator gives them. */
const otherRequests: readonly { readonly codes: number; readonly form: TokenForm }[] = [
  {
    codes: 3,
    form: { code: { secret: 'oauth-code-3' }, redirectUri: 'https://contract-test.invalid/callback', faults: ['value-unusable'] },
  },
  { codes: 4, form: { code: { secret: 'oauth-code-4' }, grantType: 'contract_test', faults: ['value-unusable'] } },
];

export const otherRequestRefused = defineRefusedExchange({
  id: 'oauth/other-request-refused',
  title: 'An exchange with another redirect address, or with an unknown grant type, gets no token',
  why: 'The address is what ties a code to the client it was sent to.',
  fix: 'Compare redirect_uri with that of the authorization, and refuse grant types that are not known.',
  codes: 3,
  requests: otherRequests.length,
  async ask(session, operation) {
    const given = otherRequests.filter(({ codes }) => (session.target.oauth?.codes ?? 0) >= codes);
    const refused: Exchange[] = [];
    for (const { form } of given) refused.push(await once(session, tokenRequest(session, operation, form)));
    return { refused, ...(given.length < otherRequests.length && { open: 'A fourth code is needed for the grant type' }) };
  },
  /** A refusal by quota is about something else. */
  isErrorResponse(exchange) {
    const status = statusOf(exchange) ?? 0;
    return status >= 400 && status < 500 && status !== 429;
  },
  code: 'other-request-accepted',
  expected: 'a 4xx to an exchange that is not the one granted',
  answered: 'Exchanges were answered',
});

export const codeWorksOnce = defineRefusedExchange({
  id: 'oauth/code-works-once',
  title: 'An authorization code works only once',
  why: 'A code travels through the address line of a browser, where it stays.',
  fix: 'Refuse a code that was exchanged before with 400 and invalid_grant, and withdraw what it gave (RFC 6749 section 4.1.2).',
  codes: 1,
  requests: 60,
  /** After its token was used: the other side may withdraw the token then. */
  async ask(session, operation) {
    const { exchange: before } = await session.run(tokenReads, { operation: operation.key });
    if (!isSuccess(before)) return { refused: [], before, open: `No token was given the first time: ${outcomeOf(before)}` };
    return { refused: [await once(session, { ...before.request, faults: ['value-unusable'] })], before };
  },
  isErrorResponse: (exchange) => statusOf(exchange) === 400,
  code: 'code-works-again',
  expected: '400 to a code that was exchanged before',
  answered: 'The second exchange was answered',
});
