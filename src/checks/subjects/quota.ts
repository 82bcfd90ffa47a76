import type { RateLimit } from '../../contract/conventions.ts';
import type { Contract } from '../../contract/model.ts';
import { below } from '../../contract/pointer.ts';
import type { QuotaPlan } from '../../contract/x-assay/rate-limit.ts';
import { type Location, rootLocation } from '../../model/location.ts';
import type { Target } from '../../model/target.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { patienceMs } from '../kit/patience.ts';

/** The quota that a contract describes for the whole service. */
export type QuotaSubject = Subject & { readonly rateLimit: RateLimit };

/** One of the documented tiers of a quota, by its name. */
export type PlanSubject = QuotaSubject & { readonly name: string; readonly plan: QuotaPlan };

/** The quota of a contract, where it declares what is picked. None or one. */
export const quotas = (
  { conventions: { rateLimit } }: Contract,
  pick: (rateLimit: RateLimit) => unknown = () => true,
): readonly QuotaSubject[] => (rateLimit && pick(rateLimit) !== undefined ? [at(rootLocation, { rateLimit })] : []);

/** The location of that quota. */
export const quotaLocations = (contract: Contract, pick?: (rateLimit: RateLimit) => unknown): readonly Location[] =>
  quotas(contract, pick).map(({ location }) => location);

/** The documented tiers of a quota, where it declares what is picked. */
export const plans = (contract: Contract, pick?: (rateLimit: RateLimit) => unknown): readonly PlanSubject[] =>
  quotas(contract, pick).flatMap(({ rateLimit }) =>
    Object.entries(rateLimit.plans ?? {}).map(([name, plan]) =>
      at({ operation: null, way: ['#', below('#', 'x-assay', 'rateLimit', 'plans', name)] }, { rateLimit, name, plan }),
    ),
  );

type QuotaOfTarget = Pick<Target, 'quota' | 'plan'>;
type Waiting = Pick<Target, 'durations' | 'allow'>;

/** The tier of a target that names none, where the documentation prints one for everybody. */
const defaultPlan = 'default';

/** The documented tier of a target: the one it names, else the one for everybody. */
export const planOf = ({ plans: printed }: RateLimit, { plan }: Pick<Target, 'plan'>): QuotaPlan | undefined =>
  printed?.[plan ?? defaultPlan];

const sizeOf = (plan: QuotaPlan): number => ('limit' in plan ? plan.limit : plan.atLeast);

/** The limit that the target's config gives: its quota, else that of its tier. */
export const operatorsLimit = (rateLimit: RateLimit, target: QuotaOfTarget): number | undefined => {
  if (target.quota) return target.quota.limit;
  const plan = planOf(rateLimit, target);
  return plan && sizeOf(plan);
};

/** Is the limit only the least of the target's tier: the agreed one may be higher. */
export const isLeastOnly = (rateLimit: RateLimit, target: QuotaOfTarget): boolean => {
  const plan = planOf(rateLimit, target);
  return target.quota === undefined && plan !== undefined && 'atLeast' in plan;
};

const burstRatio = (plan: QuotaPlan): number => ('limit' in plan ? (plan.burst ?? plan.limit) / plan.limit : 1);

/** The most requests at once that the target's tier allows for a limit: the limit itself where no burst is printed. */
export const burstOf = (rateLimit: RateLimit, target: QuotaOfTarget, limit: number): number => {
  const plan = planOf(rateLimit, target);
  return Math.ceil(limit * (plan ? burstRatio(plan) : 1));
};

/** The same for the largest tier of the contract, where the config does not name the credential's. */
export const largestBurst = (rateLimit: RateLimit, target: QuotaOfTarget, limit: number): number => {
  const plan = planOf(rateLimit, target);
  const all = plan ? [plan] : Object.values(rateLimit.plans ?? {});
  return Math.ceil(limit * Math.max(1, ...all.map(burstRatio)));
};

/** The requests in a window of a documented tier: the target's own number goes before the printed one. */
export const planLimit = (plan: QuotaPlan, { quota }: QuotaOfTarget): { readonly limit: number; readonly burst: number } => {
  const limit = quota?.limit ?? sizeOf(plan);
  return { limit, burst: Math.ceil(limit * burstRatio(plan)) };
};

/** The credential must have this tier. */
export const planPrerequisites = ({ name }: PlanSubject, { plan }: QuotaOfTarget): ProbePrerequisite[] => {
  if ((plan ?? defaultPlan) === name) return [];
  const now = plan === undefined ? 'the config does not name the tier of the credential' : `the credential has the tier "${plan}"`;
  return [{ kind: 'config', path: 'plan', sentence: `the requirement is about the tier "${name}", ${now}` }];
};

/** A tier whose number is only our reading documents none. */
export const printedPlanPrerequisites = ({ rateLimit }: QuotaSubject, target: QuotaOfTarget): ProbePrerequisite[] => {
  if (planOf(rateLimit, target)?.['x-inferred'] !== true) return [];
  return [{ kind: 'config', path: 'plan', sentence: `the documentation fixes no number for the tier "${target.plan ?? defaultPlan}"` }];
};

/** Seconds of the window of a quota: the target's own number goes before the printed one. */
export const windowSeconds = ({ window }: RateLimit, { quota }: Pick<Target, 'quota'>): number => quota?.windowSeconds ?? window.seconds;

/** Below these the tolerances, two requests and two seconds, weigh more than what is judged. */
const leastLimit = 20;
const leastWindowSeconds = 2;

/** Why a quota is not judged; undefined where it is. `limit`: undefined where it is not known yet. */
export const tooSmall = (limit: number | undefined, seconds: number): string | undefined => {
  if ((limit ?? leastLimit) >= leastLimit && seconds >= leastWindowSeconds) return undefined;
  const quota = limit === undefined ? `A window of ${seconds} s` : `A quota of ${limit} in ${seconds} s`;
  return `${quota} is too small to be judged, at least ${leastLimit} requests in ${leastWindowSeconds} s`;
};

/** The largest quota, and the longest window, that are used up where the operator does not state the quota: others would wait too long for it. */
export const longestBurst = { limit: 2000, seconds: 120 } as const;

/** Why a quota that assay only read in a sentence is not used up; undefined where the operator states one, or the document in `x-assay`. */
export const tooLong = (rateLimit: RateLimit, { quota }: Pick<Target, 'quota'>, limit: number, seconds: number): string | undefined => {
  if (quota !== undefined || rateLimit['x-inferred'] !== true) return undefined;
  if (limit <= longestBurst.limit && seconds <= longestBurst.seconds) return undefined;
  return `A quota of ${limit} in ${seconds} s would be used up for too long; state it as quota of the target to have it tried`;
};

/** What is told in whole seconds may be so many seconds later. */
export const roundedSeconds = (target: Waiting): number => patienceMs(target, 'quota.rounded') / 1000;

/** Seconds without a request after which the whole quota is surely available: the window, and the rounding to whole seconds. */
export const silenceSeconds = (seconds: number, target: Waiting): number => seconds + roundedSeconds(target);

/** The longest rest after which a server must serve again: three seconds more, fewer where the window is short. */
export const restSeconds = (seconds: number, target: Waiting): number => silenceSeconds(seconds, target) + Math.min(3, seconds / 20);

/** The longest wait without a permission. */
const longestUnaskedSeconds = 30;

/** The prerequisites for waiting so many seconds. */
export const waitingPrerequisites = (seconds: number): ProbePrerequisite[] =>
  seconds < longestUnaskedSeconds ? [] : [{ kind: 'permission', permission: 'slow' }];

/** May a check wait so long on this target. */
export const mayWait = (seconds: number, { allow }: Pick<Target, 'allow'>): boolean =>
  waitingPrerequisites(seconds).length === 0 || allow.includes('slow');

/** The prerequisites for a credential at rest: nobody else uses it, and the run may wait for a window without calls. */
export const restPrerequisites = ({ contract, target }: Surroundings, times = 1): ProbePrerequisite[] => {
  const { rateLimit } = contract.conventions;
  const prerequisites: ProbePrerequisite[] = [];
  if (target.quota?.exclusive !== true) {
    const sentence = 'requests can be counted exactly only on a credential that nobody else uses during the run: confirm that with true';
    prerequisites.push({ kind: 'config', path: 'quota.exclusive', sentence });
  }
  return rateLimit
    ? [...prerequisites, ...waitingPrerequisites(times * silenceSeconds(windowSeconds(rateLimit, target), target))]
    : prerequisites;
};

/** The prerequisites for sending more than a quota. */
export const burstPrerequisites: readonly ProbePrerequisite[] = [{ kind: 'permission', permission: 'flood' }];

/** The prerequisites for counting requests exactly: a credential at rest, twice if need be, and a burst. */
export const exactPrerequisites = (around: Surroundings): ProbePrerequisite[] => [...burstPrerequisites, ...restPrerequisites(around, 2)];

/** Can requests be counted exactly on this target. */
export const isExact = (around: Surroundings): boolean =>
  exactPrerequisites(around).every((one) => one.kind === 'permission' && around.target.allow.includes(one.permission));
