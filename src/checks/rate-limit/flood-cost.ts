import type { Surroundings } from '../define.ts';
import { callsAbove, operatorsLimit } from '../measurements/asked-quota.ts';

/** Most requests of the flood that all checks of it share: the operator's bound where nobody knows the limit yet. */
export const floodCost = ({ contract, target }: Surroundings): { readonly requests: number; readonly creates: number } => {
  const limit = contract.conventions.rateLimit && operatorsLimit(contract.conventions.rateLimit, target);
  const most = limit === undefined ? Infinity : limit + callsAbove(limit);
  return { requests: 2 + Math.min(most, target.flood.maxRequests), creates: 0 };
};
