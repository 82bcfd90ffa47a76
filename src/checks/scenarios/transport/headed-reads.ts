import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { once, type Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { printedHeaders } from '../../subjects/printed-headers.ts';

/** The same read without and with the printed headers. */
export type HeadedReads = {
  /** Without the printed headers; its `Accept` is any type. */
  readonly bare: Exchange;
  /** With all printed headers. */
  readonly headed: Exchange;
};

/** A small read without the optional printed headers, and with all of them. */
export const headedReads = async (session: Session, operation: Operation): Promise<HeadedReads> => {
  const request = smallRead(session, operation);
  const printed = printedHeaders(session.contract).filter((header) => header.operation.key === operation.key);
  const withHeaders = (added: readonly (readonly [name: string, value: string])[]): Promise<Exchange> =>
    once(session, { ...request, headers: [...request.headers, ...added] });
  return { bare: await withHeaders([['Accept', '*/*']]), headed: await withHeaders(printed.map(({ name, value }) => [name, value])) };
};
