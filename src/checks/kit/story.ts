import { outcomeOf, statusOf } from '../../contract/message.ts';
import type { Operation, Resource } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import { inconclusive } from './define.ts';
import { successesOf } from './success.ts';

/** Most requests of the story of a thing, and what it creates. */
export const storyCost = (resource: Resource, requests: number): { readonly requests: number; readonly creates: number } => ({
  requests,
  creates: resource.remove ? 3 : resource.update ? 2 : 1,
});

/** Nothing can be said of a thing that was not made. */
export const notMade = (creation: Exchange): Verdict =>
  inconclusive(`Nothing was created, or nothing tells its id: ${outcomeOf(creation)}`, [creation]);

export const isRedirect = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 300 && status < 400;
};

export const hasStatus = (exchange: Exchange, statuses: readonly number[]): boolean => statuses.includes(statusOf(exchange) ?? 0);

/** The statuses of success of an operation in words: `200 or 204`, `a 2xx`. */
export const successWords = (operation: Operation): string => {
  const declared = successesOf(operation).filter((status) => status !== '2XX');
  return declared.length === 0 || successesOf(operation).includes('2XX') ? 'a 2xx status' : `status ${declared.join(' or ')}`;
};

/** Does the contract print the exact statuses of success. */
export const isExact = (operation: Operation): boolean => successWords(operation).startsWith('status');
