import type { RateLimit } from '../../contract/conventions.ts';
import type { QuotaPlan } from '../../contract/x-assay/rate-limit.ts';
import type { Contract } from '../../contract/model.ts';
import { below, tokensOf } from '../../contract/pointer.ts';
import { nodeOf, type Place } from '../../model/place.ts';
import type { Target } from '../../model/target.ts';
import type { Need, Surroundings } from '../kit/define.ts';

type Said = Pick<Target, 'quota' | 'plan'>;

/** The plan of a target that names none, where the documentation prints one for everybody. */
const defaultPlan = 'default';

/** The printed plan of a target: the one it names, else the one for everybody. */
export const planOf = ({ plans }: RateLimit, { plan }: Pick<Target, 'plan'>): QuotaPlan | undefined => plans?.[plan ?? defaultPlan];

const sizeOf = (plan: QuotaPlan): number => ('limit' in plan ? plan.limit : plan.atLeast);

/** The limit that the operator tells: by its quota, else by its plan. */
export const operatorsLimit = (rateLimit: RateLimit, target: Said): number | undefined => {
  if (target.quota) return target.quota.limit;
  const plan = planOf(rateLimit, target);
  return plan && sizeOf(plan);
};

const burstRatio = (plan: QuotaPlan): number => ('limit' in plan ? (plan.burst ?? plan.limit) / plan.limit : 1);

/** The most requests at once that the plan of a target lets a limit grow to: the limit itself where no burst is printed. */
export const burstOf = (rateLimit: RateLimit, target: Said, limit: number): number => {
  const plan = planOf(rateLimit, target);
  return Math.ceil(limit * (plan ? burstRatio(plan) : 1));
};

/** The same of any plan of the contract, where it is not said which one a credential has. */
export const largestBurst = (rateLimit: RateLimit, target: Said, limit: number): number => {
  const plan = planOf(rateLimit, target);
  const plans = plan ? [plan] : Object.values(rateLimit.plans ?? {});
  return Math.ceil(limit * Math.max(1, ...plans.map(burstRatio)));
};

/** Places of the printed plans that count a number of requests. */
export const planPlaces = ({ conventions }: Contract): Place[] =>
  Object.keys(conventions.rateLimit?.plans ?? {}).map((name) => ({
    operation: null,
    way: ['#', below('#', 'x-assay', 'rateLimit', 'plans', name)],
  }));

/** Name of the plan that a place is about. */
export const planAt = (place: Place): string => tokensOf(nodeOf(place)).at(-1) ?? '';

/** The credential must have the plan that a place is about. */
export const planNeeds = (place: Place, { target }: Surroundings): Need[] => {
  const name = planAt(place);
  if ((target.plan ?? defaultPlan) === name) return [];
  const now = target.plan === undefined ? 'which plan the credential has is not said' : `the credential has the plan "${target.plan}"`;
  return [{ kind: 'config', path: 'plan', sentence: `the promise is about the plan "${name}", ${now}` }];
};

/** A plan whose number is only a reading of ours promises none. */
export const printedPlanNeeds = ({ contract, target }: Surroundings): Need[] => {
  const { rateLimit } = contract.conventions;
  if (!rateLimit || planOf(rateLimit, target)?.['x-inferred'] !== true) return [];
  return [{ kind: 'config', path: 'plan', sentence: `the documentation fixes no number for the plan "${target.plan ?? defaultPlan}"` }];
};

/** The requests in a window of the plan that a place is about: the operator's number goes before the printed one. */
export const planLimit = (place: Place, { contract, target }: Surroundings): { readonly limit: number; readonly burst: number } => {
  const plan = contract.conventions.rateLimit?.plans?.[planAt(place)];
  const limit = target.quota?.limit ?? (plan ? sizeOf(plan) : 0);
  return { limit, burst: Math.ceil(limit * (plan ? burstRatio(plan) : 1)) };
};
