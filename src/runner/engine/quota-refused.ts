import { Undecidable } from '../../checks/kit/define.ts';
import { outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { isQuotaErrorResponse, tooManyRequests } from '../../contract/quota-error-response.ts';
import type { Exchange } from '../../model/exchange.ts';

/** A request was refused because the quota is used up, under a status that means other things too: nothing can be judged by it. */
export class QuotaRefused extends Undecidable {
  readonly exchange: Exchange;
  constructor(exchange: Exchange) {
    const { method, path } = exchange.request;
    super(`the target refused ${method} ${path} for its quota (${outcomeOf(exchange)})`, [exchange]);
    this.name = 'QuotaRefused';
    this.exchange = exchange;
  }
}

/** Would a check take the answer for one to the request itself: a refusal for the quota under another status than 429. */
export const isMistakable = (contract: Contract, exchange: Exchange): boolean =>
  statusOf(exchange) !== tooManyRequests && isQuotaErrorResponse(contract, exchange);

/**
 * Gives the exchange back.
 * @throws {QuotaRefused} where a check would take a refusal for the quota for another one.
 */
export const unmistakable = (contract: Contract, exchange: Exchange): Exchange => {
  if (isMistakable(contract, exchange)) throw new QuotaRefused(exchange);
  return exchange;
};
