import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { printedHeaders } from '../../subjects/printed-headers.ts';
import { smallRead } from '../../requests/small-read.ts';

export type HeadedReads = {
  /** Without the headers that are printed for it; anything is accepted. */
  readonly bare: Exchange;
  /** With all of them. */
  readonly headed: Exchange;
};

/** A small read without the printed headers that may be left out, and with all of them. */
export const headedReads = defineMeasurement<{ readonly operation: string }, HeadedReads>({
  id: 'headed-reads',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const request = smallRead(session, operation);
    const headers = printedHeaders(session.contract, operation).map(({ name, value }) => [name, value] as const);
    const bare = await session.send({ ...request, headers: [...request.headers, ['Accept', '*/*']] });
    return { bare, headed: await session.send({ ...request, headers: [...request.headers, ...headers] }) };
  },
});
