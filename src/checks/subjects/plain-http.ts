import type { Transport } from '../../contract/x-assay/surroundings.ts';
import { answerOf } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { rootConventions } from '../../contract/read-conventions.ts';
import type { Exchange, TransportFailure } from '../../model/exchange.ts';
import type { Place } from '../../model/place.ts';
import { rootPlace } from '../kit/root-place.ts';

type PlainHttp = NonNullable<Transport['plainHttp']>;

/** What a contract says of calls without encryption. */
export const plainHttpOf = ({ document }: Contract): PlainHttp | undefined => rootConventions(document).transport?.plainHttp;

/** The root, where the contract says a word about calls without encryption and has a read to try it with. */
export const plainHttpPlaces = (contract: Contract, word: 'answered' | 'rejected' | 'location' | 'withoutEffect'): Place[] =>
  plainHttpOf(contract)?.[word] !== undefined && parameterlessReads(contract).length > 0 ? [rootPlace] : [];

/** Ends of a call that was not served: no connection, or none that lasted until an answer. */
const unserved: ReadonlySet<TransportFailure> = new Set(['refused', 'reset', 'closed'] as const);

/** Did a call end without any answer because nobody takes it there. */
export const isUnserved = ({ reply }: Exchange): boolean => reply.kind === 'no-answer' && unserved.has(reply.failure);

/** 3xx (RFC 9110 section 15.4). */
export const isRedirect = (exchange: Exchange): boolean => {
  const status = answerOf(exchange)?.status ?? 0;
  return status >= 300 && status < 400;
};
