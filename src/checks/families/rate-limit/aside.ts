import type { Exchange } from '../../../model/exchange.ts';
import type { ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { isSameAs } from '../../scenarios/quota/recovered-quota.ts';
import { longestOf, mostBack } from '../../kit/timing.ts';

/**
 * What calls show that were made while a credential was refused: `through` where more were let through than can have come
 * back meanwhile, `refused` where one was refused like the flood, `unclear` otherwise.
 */
export type AsideShown = 'through' | 'refused' | 'unclear';

/** Judges calls beside a flood; undefined where the flood was no longer refused after them. */
export const shownAside = (
  { limit, burst, windowMs, exchanges, refusal, aside }: ExceededQuota,
  calls: readonly Exchange[],
): AsideShown | undefined => {
  const { last } = aside;
  if (!refusal || !last || calls.length === 0) return undefined;
  const isRefused = isSameAs(refusal);
  if (!isRefused(last)) return undefined;
  if (calls.some(isRefused)) return 'refused';
  const since = exchanges.at(-1) ?? refusal;
  const back = mostBack(Math.max(limit, burst), longestOf([since, ...calls]), windowMs);
  return calls.every(isThrough) && calls.length > back ? 'through' : 'unclear';
};

const isThrough = ({ reply }: Exchange): boolean => reply.kind === 'answer' && reply.status >= 200 && reply.status < 300;
