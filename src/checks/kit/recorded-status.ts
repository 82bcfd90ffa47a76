import { statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Fact } from '../../model/verdict.ts';
import { factOf, type facts } from './facts.ts';

/** The status of an answer as a fact about an operation. A refusal by quota, or no answer, tells nothing of what was asked. */
export const recordedStatus = (fact: keyof typeof facts, operation: string | null, exchange: Exchange | undefined): Fact[] => {
  const status = exchange && statusOf(exchange);
  return status === undefined || status === 429 ? [] : [factOf(fact, operation, status)];
};
