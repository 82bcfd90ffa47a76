import { Undecidable } from '../../checks/kit/define.ts';
import { outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { isQuotaErrorResponse, tooManyRequests } from '../../contract/quota-error-response.ts';
import type { Exchange } from '../../model/exchange.ts';

/** A request was refused because the quota is used up, under a status with other meanings too: it cannot be judged. */
export class QuotaRefused extends Undecidable {
  readonly exchange: Exchange;
  constructor(exchange: Exchange) {
    const { method, path } = exchange.request;
    super(`the target refused ${method} ${path} for its quota (${outcomeOf(exchange)})`, [exchange]);
    this.name = 'QuotaRefused';
    this.exchange = exchange;
  }
}

/** Could a check mistake the answer for one to the request itself: a refusal for the quota under a status other than 429? */
export const isMistakable = (contract: Contract, exchange: Exchange): boolean =>
  statusOf(exchange) !== tooManyRequests && isQuotaErrorResponse(contract, exchange);

/**
 * Returns the exchange.
 * @throws {QuotaRefused} where a check could mistake a refusal for the quota for another one.
 */
export const unmistakable = (contract: Contract, exchange: Exchange): Exchange => {
  if (isMistakable(contract, exchange)) throw new QuotaRefused(exchange);
  return exchange;
};
