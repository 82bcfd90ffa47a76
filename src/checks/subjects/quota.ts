import type { RateLimit } from '../../contract/conventions.ts';
import type { Contract } from '../../contract/model.ts';
import { below } from '../../contract/pointer.ts';
import type { QuotaPlan } from '../../contract/x-assay/rate-limit.ts';
import { type Location, rootLocation } from '../../model/location.ts';
import type { Target } from '../../model/target.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';

/** The quota that a contract describes for the whole service. */
export type QuotaSubject = Subject & { readonly rateLimit: RateLimit };

/** One of the printed plans of a quota, by its name. */
export type PlanSubject = QuotaSubject & { readonly name: string; readonly plan: QuotaPlan };

/** The quota of a contract where it says what is picked, by default anything. None or one. */
export const quotas = (
  { conventions: { rateLimit } }: Contract,
  pick: (rateLimit: RateLimit) => unknown = () => true,
): readonly QuotaSubject[] => (rateLimit && pick(rateLimit) !== undefined ? [at(rootLocation, { rateLimit })] : []);

/** Where that quota is judged. */
export const quotaLocations = (contract: Contract, pick?: (rateLimit: RateLimit) => unknown): readonly Location[] =>
  quotas(contract, pick).map(({ location }) => location);

/** The printed plans of a quota, where it says what is picked. */
export const plans = (contract: Contract, pick?: (rateLimit: RateLimit) => unknown): readonly PlanSubject[] =>
  quotas(contract, pick).flatMap(({ rateLimit }) =>
    Object.entries(rateLimit.plans ?? {}).map(([name, plan]) =>
      at({ operation: null, way: ['#', below('#', 'x-assay', 'rateLimit', 'plans', name)] }, { rateLimit, name, plan }),
    ),
  );

type Stated = Pick<Target, 'quota' | 'plan'>;

/** The plan of a target that names none, where the documentation prints one for everybody. */
const defaultPlan = 'default';

/** The printed plan of a target: the one it names, else the one for everybody. */
export const planOf = ({ plans: printed }: RateLimit, { plan }: Pick<Target, 'plan'>): QuotaPlan | undefined =>
  printed?.[plan ?? defaultPlan];

const sizeOf = (plan: QuotaPlan): number => ('limit' in plan ? plan.limit : plan.atLeast);

/** The limit that the operator tells: by its quota, else by its plan. */
export const operatorsLimit = (rateLimit: RateLimit, target: Stated): number | undefined => {
  if (target.quota) return target.quota.limit;
  const plan = planOf(rateLimit, target);
  return plan && sizeOf(plan);
};

/** Is the limit only the least that the plan of a target gives: the one agreed with the customer may be any above it. */
export const isLeastOnly = (rateLimit: RateLimit, target: Stated): boolean => {
  const plan = planOf(rateLimit, target);
  return target.quota === undefined && plan !== undefined && 'atLeast' in plan;
};

const burstRatio = (plan: QuotaPlan): number => ('limit' in plan ? (plan.burst ?? plan.limit) / plan.limit : 1);

/** The most requests at once that the plan of a target lets a limit grow to: the limit itself where no burst is printed. */
export const burstOf = (rateLimit: RateLimit, target: Stated, limit: number): number => {
  const plan = planOf(rateLimit, target);
  return Math.ceil(limit * (plan ? burstRatio(plan) : 1));
};

/** The same of any plan of the contract, where it is not said which one a credential has. */
export const largestBurst = (rateLimit: RateLimit, target: Stated, limit: number): number => {
  const plan = planOf(rateLimit, target);
  const all = plan ? [plan] : Object.values(rateLimit.plans ?? {});
  return Math.ceil(limit * Math.max(1, ...all.map(burstRatio)));
};

/** The requests in a window of a printed plan: the operator's number goes before the printed one. */
export const planLimit = (plan: QuotaPlan, { quota }: Stated): { readonly limit: number; readonly burst: number } => {
  const limit = quota?.limit ?? sizeOf(plan);
  return { limit, burst: Math.ceil(limit * burstRatio(plan)) };
};

/** The credential must have this plan. */
export const planPrerequisites = ({ name }: PlanSubject, { plan }: Stated): ProbePrerequisite[] => {
  if ((plan ?? defaultPlan) === name) return [];
  const now = plan === undefined ? 'which plan the credential has is not said' : `the credential has the plan "${plan}"`;
  return [{ kind: 'config', path: 'plan', sentence: `the promise is about the plan "${name}", ${now}` }];
};

/** A plan whose number is only a reading of ours promises none. */
export const printedPlanPrerequisites = ({ rateLimit }: QuotaSubject, target: Stated): ProbePrerequisite[] => {
  if (planOf(rateLimit, target)?.['x-inferred'] !== true) return [];
  return [{ kind: 'config', path: 'plan', sentence: `the documentation fixes no number for the plan "${target.plan ?? defaultPlan}"` }];
};

/** Seconds that a quota is counted over: the operator's number goes before the printed one. */
export const windowSeconds = ({ window }: RateLimit, { quota }: Pick<Target, 'quota'>): number => quota?.windowSeconds ?? window.seconds;

/** Below these the tolerances, two requests and two seconds, weigh more than what is judged. */
const leastLimit = 20;
const leastWindowSeconds = 2;

/** Why a quota is not judged; undefined where it is. A limit that nobody knows yet is left out. */
export const tooSmall = (limit: number | undefined, seconds: number): string | undefined => {
  if ((limit ?? leastLimit) >= leastLimit && seconds >= leastWindowSeconds) return undefined;
  const quota = limit === undefined ? `A window of ${seconds} s` : `A quota of ${limit} in ${seconds} s`;
  return `${quota} is too small to be judged, at least ${leastLimit} requests in ${leastWindowSeconds} s`;
};

/** Seconds without a request after which the whole quota is surely there: the window, and what is lost where values travel as whole seconds. */
export const silenceSeconds = (seconds: number): number => seconds + 2;

/** The longest rest that a promise to be served again may take: three seconds more, less of them where a window is short. */
export const restSeconds = (seconds: number): number => silenceSeconds(seconds) + Math.min(3, seconds / 20);

/** Longer waits are only made where the operator allows them. */
const longestUnaskedSeconds = 30;

/** What waiting so many seconds takes. */
export const waitingPrerequisites = (seconds: number): ProbePrerequisite[] =>
  seconds < longestUnaskedSeconds ? [] : [{ kind: 'permission', permission: 'slow' }];

/** May a check wait so long on this target. */
export const mayWait = (seconds: number, { allow }: Pick<Target, 'allow'>): boolean =>
  waitingPrerequisites(seconds).length === 0 || allow.includes('slow');

/** What it takes to know that a credential is at rest: nobody else uses it, and a window without calls may be waited for. */
export const restPrerequisites = ({ contract, target }: Surroundings, times = 1): ProbePrerequisite[] => {
  const { rateLimit } = contract.conventions;
  const prerequisites: ProbePrerequisite[] = [];
  if (target.quota?.exclusive !== true) {
    const sentence = 'requests are counted exactly only on a credential that nobody else uses during the run, say so with true';
    prerequisites.push({ kind: 'config', path: 'quota.exclusive', sentence });
  }
  return rateLimit ? [...prerequisites, ...waitingPrerequisites(times * silenceSeconds(windowSeconds(rateLimit, target)))] : prerequisites;
};

/** What it takes to send more than a quota. */
export const burstPrerequisites: readonly ProbePrerequisite[] = [{ kind: 'permission', permission: 'flood' }];

/** What it takes to count requests exactly: a credential that is at rest, twice if need be, and may be flooded. */
export const exactPrerequisites = (around: Surroundings): ProbePrerequisite[] => [...burstPrerequisites, ...restPrerequisites(around, 2)];

/** Can requests be counted exactly on this target. */
export const isExact = (around: Surroundings): boolean =>
  exactPrerequisites(around).every((need) => need.kind === 'permission' && around.target.allow.includes(need.permission));
