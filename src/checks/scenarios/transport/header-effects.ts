import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { printedHeaders } from '../../subjects/printed-headers.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

export type HeaderEffects = {
  readonly without: Exchange;
  /** With the value that the documentation prints. */
  readonly printed: Exchange;
  /** With a date of long ago; undefined where the printed value is no date. */
  readonly oldDate: Exchange | undefined;
  /** With a word that means nothing. */
  readonly word: Exchange;
};

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const oldDate = '2020-01-01';

/** A small read without a header that may be left out, and with several values of it; undefined where no such header is printed. */
export const headerEffects = defineMeasurement<{ readonly operation: string; readonly header: string }, HeaderEffects | undefined>({
  id: 'header-effects',
  async run(session, { operation: key, header }) {
    const operation = operationOf(session.contract, key);
    const value = printedHeaders(session.contract, operation).find(({ name }) => name === header)?.value;
    if (value === undefined) return undefined;
    const request = smallRead(session, operation);
    const having = (one: string): PlannedRequest => ({ ...request, headers: [...request.headers, [header, one]] });
    // Nothing is described of an answer to another value, which may be another version's.
    const odd = (one: string): PlannedRequest => ({ ...having(one), operation: null });
    const isDate = dateForm.test(value);
    return {
      without: await session.send(request),
      printed: await session.send(having(value)),
      oldDate: isDate ? await session.send(odd(oldDate)) : undefined,
      word: await session.send(odd(isDate ? 'not-a-date' : 'ct-none')),
    };
  },
});
