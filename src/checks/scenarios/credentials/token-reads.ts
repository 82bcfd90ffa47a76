import { answerOf, isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, once } from '../../kit/session.ts';
import { tokenExchange } from '../../requests/token-request.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { readsForToken } from '../../subjects/token-operation.ts';
import { newCredentialMs } from '../lifecycle/issued-credential.ts';
import { until } from '../lifecycle/until.ts';

/** The handle of the access token of an answer, where it is in the member of RFC 6749 section 5.1. */
export const tokenIn = (exchange: Exchange): string | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const token = isObject(body) ? body['access_token'] : undefined;
  return answerOf(exchange)?.issued?.find((handle) => token === `[${handle}]`);
};

/** A read with an access token. */
export type TokenRead = {
  readonly operation: string;
  readonly first: Exchange;
  /** After a success: the same read, three times at once. */
  readonly again: readonly Exchange[];
};

/** A token request, and the reads with its token. `token`: its handle, undefined where none was given. */
export type TokenReads = { readonly exchange: Exchange; readonly token: string | undefined; readonly reads: readonly TokenRead[] };

const repeats = 3;

/** Reads with the access token of the token request; after a success, three more at once. */
export const tokenReads = defineScenario<{ readonly operation: string }, TokenReads>({
  id: 'token-reads',
  async run(session, { operation }) {
    const exchange = await once(session, tokenExchange(session, operationOf(session.contract, operation)));
    const token = tokenIn(exchange);
    if (token === undefined) return { exchange, token, reads: [] };
    const credential = { kind: 'issued', handle: token } as const;
    const rows: TokenRead[] = [];
    const look = async (): Promise<true | undefined> => {
      rows.length = 0;
      for (const read of readsForToken(session.contract)) {
        const request = { ...usableRequest(session, read, 'plain'), credential };
        const first = await session.send(request);
        const again = isSuccess(first) ? await session.sendTogether(Array.from({ length: repeats }, () => request)) : [];
        rows.push({ operation: read.key, first, again });
      }
      return rows.every(({ first }) => statusOf(first) === 401) ? undefined : true;
    };
    await until(session, { withinMs: newCredentialMs, why: 'a new token may not be accepted everywhere yet' }, look);
    return { exchange, token, reads: rows };
  },
});
