import { answerOf, isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { newCredentialMs } from '../lifecycle/issued-credential.ts';
import { until } from '../lifecycle/until.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { tokenOperations, tokenRequest } from '../../subjects/token-operation.ts';

/** The exchange of the first code of the operator: the one that ought to succeed. */
export const tokenExchange = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'token-exchange',
  run: (session, { operation }) =>
    session.send(tokenRequest(operationOf(session.contract, operation), session.target, { code: { secret: 'oauth-code-1' } })),
});

/** An exchange without a code. */
export const codelessExchange = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'codeless-exchange',
  run(session, { operation }) {
    const { contract, target } = session;
    if (!target.oauth || target.urls.auth === undefined) throw new NotTried('missing-prerequisite', 'needs oauth: a client to ask as');
    return session.send(tokenRequest(operationOf(contract, operation), target, { code: undefined, faults: ['member-missing'] }));
  },
});

/** A code that nobody was given. */
export const madeUpCode = (session: Session, label: string): string => `ct_invalid_${session.hex(`code-${label}`, 32)}`;

/** The handle of the access token that an exchange gave, where it stands where RFC 6749 section 5.1 has it. */
export const tokenIn = (exchange: Exchange): string | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const token = isObject(body) ? body['access_token'] : undefined;
  return answerOf(exchange)?.issued?.find((handle) => token === `[${handle}]`);
};

/** The error code of an answer (RFC 6749 section 5.2). */
export const errorOf = (exchange: Exchange): unknown => {
  const body = jsonOf(exchange);
  return isObject(body) ? body['error'] : undefined;
};

export type TokenRead = {
  readonly operation: string;
  readonly first: Exchange;
  /** After a success: the same, three times at once. */ readonly again: readonly Exchange[];
};

export type TokenReads = { readonly exchange: Exchange; readonly token: string | undefined; readonly reads: readonly TokenRead[] };

const repeats = 3;

/** Reads that need nothing but a credential of a scheme. */
const readsWith = (session: Session, keys: readonly string[]): Operation[] =>
  session.contract.operations.filter(({ key }) => keys.includes(key));

/** Reads with the access token of the exchange; of a success three more at once. */
export const tokenReads = defineMeasurement<{ readonly operation: string; readonly reads: readonly string[] }, TokenReads>({
  id: 'token-reads',
  async run(session, { operation, reads: keys }) {
    const exchange = await session.measure(tokenExchange, { operation });
    const token = tokenIn(exchange);
    if (token === undefined) return { exchange, token, reads: [] };
    const credential = { kind: 'issued', handle: token } as const;
    const rows: TokenRead[] = [];
    const look = async (): Promise<true | undefined> => {
      rows.length = 0;
      for (const read of readsWith(session, keys)) {
        const request = { ...usableRequest(session, read, 'plain'), credential };
        const first = await session.send(request);
        const again = isSuccess(first) ? await session.sendTogether(Array.from({ length: repeats }, () => request)) : [];
        rows.push({ operation: read.key, first, again });
      }
      return rows.every(({ first }) => statusOf(first) === 401) ? undefined : true;
    };
    await until(session, { withinMs: newCredentialMs, why: 'a new token may not be known everywhere yet' }, look);
    return { exchange, token, reads: rows };
  },
});

/** The token operation of a contract, where there is one. */
export const firstTokenOperation = ({ contract }: Pick<Session, 'contract'>): Operation | undefined => tokenOperations(contract)[0];
