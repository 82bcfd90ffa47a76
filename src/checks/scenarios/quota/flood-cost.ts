import type { Surroundings } from '../../kit/define.ts';
import { callsAbove } from './asked-quota.ts';
import { burstOf, operatorsLimit } from '../../subjects/plan-quota.ts';

/** Most requests of the flood that all checks of it share: the operator's bound where nobody knows the limit yet. */
export const floodCost = ({ contract, target }: Surroundings): { readonly requests: number; readonly creates: number } => {
  const { rateLimit } = contract.conventions;
  const limit = rateLimit && operatorsLimit(rateLimit, target);
  const most = limit === undefined ? Infinity : limit + callsAbove(limit, rateLimit ? burstOf(rateLimit, target, limit) : limit);
  return { requests: 2 + Math.min(most, target.flood.maxRequests), creates: 0 };
};
