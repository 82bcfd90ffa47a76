import type { RateLimit } from '../../contract/conventions.ts';
import { answerOf, isSuccess, statusOf } from '../../contract/message.ts';
import { listedRefusals, tooManyRequests } from '../../contract/quota-refusal.ts';
import type { Exchange } from '../../model/exchange.ts';

type Exceeding = Pick<RateLimit, 'exceeded'>;

/** Does the contract leave it open with which status a request above the quota is refused. */
export const isOpenRefusal = (rateLimit: Exceeding): boolean => {
  const [first, ...others] = listedRefusals(rateLimit);
  return typeof first !== 'number' || others.length > 0;
};

/** Is a status one of those that the contract names; of a class every one, because above the quota any of them may be meant. */
export const mayRefuse = (rateLimit: Exceeding, status: number): boolean =>
  listedRefusals(rateLimit).some((one) => one === status || one === `${Math.floor(status / 100)}XX`);

/**
 * Statuses that are a refusal by quota wherever they are met: the only one that the contract names or, where it names several,
 * the one that means nothing else. A 404 is none, even where the refusals of a flood may be 4XX.
 */
export const refusalStatuses = (rateLimit: Exceeding): number[] => {
  if (isOpenRefusal(rateLimit)) return mayRefuse(rateLimit, tooManyRequests) ? [tooManyRequests] : [];
  return listedRefusals(rateLimit).filter((status) => typeof status === 'number');
};

/** An answer that is a refusal by quota by itself, without a flood around it. */
export const isRefusedByQuota = (rateLimit: Exceeding, exchange: Exchange): boolean =>
  refusalStatuses(rateLimit).includes(statusOf(exchange) ?? 0);

/** So many answers without success one after another are a refusal of the sender, no accident. */
export const rowOfRefusals = 20;

const isOther = (exchange: Exchange): boolean => answerOf(exchange) !== undefined && !isSuccess(exchange);

/** From the first success of a flood on: what is refused before anything was let through is refused for another reason. */
export const sinceServed = (exchanges: readonly Exchange[]): readonly Exchange[] => {
  const served = exchanges.findIndex(isSuccess);
  return served < 0 ? [] : exchanges.slice(served);
};

/** The first answers of a flood after a success, in the order of sending, that are without success so many times in a row. */
export const refusedRow = (exchanges: readonly Exchange[]): readonly [Exchange, ...Exchange[]] | undefined => {
  let row: Exchange[] = [];
  for (const exchange of sinceServed(exchanges)) {
    if (isOther(exchange)) row.push(exchange);
    else if (row.length >= rowOfRefusals) break;
    else row = [];
  }
  const [first, ...rest] = row;
  return first && row.length >= rowOfRefusals ? [first, ...rest] : undefined;
};
