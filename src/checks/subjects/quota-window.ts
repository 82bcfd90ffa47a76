import type { RateLimit } from '../../contract/conventions.ts';
import type { Target } from '../../model/target.ts';
import type { Need, Surroundings } from '../kit/define.ts';

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
export const waitingNeeds = (seconds: number): Need[] =>
  seconds < longestUnaskedSeconds ? [] : [{ kind: 'permission', permission: 'slow' }];

/** May a check wait so long on this target. */
export const mayWait = (seconds: number, { allow }: Pick<Target, 'allow'>): boolean =>
  waitingNeeds(seconds).length === 0 || allow.includes('slow');

/** What it takes to know that a credential is at rest: nobody else uses it, and a window without calls may be waited for. */
export const restNeeds = ({ contract, target }: Surroundings, times = 1): Need[] => {
  const { rateLimit } = contract.conventions;
  const needs: Need[] = [];
  if (target.quota?.exclusive !== true) {
    const sentence = 'requests are counted exactly only on a credential that nobody else uses during the run, say so with true';
    needs.push({ kind: 'config', path: 'quota.exclusive', sentence });
  }
  return rateLimit ? [...needs, ...waitingNeeds(times * silenceSeconds(windowSeconds(rateLimit, target)))] : needs;
};

/** What it takes to count requests exactly: a credential that is at rest, twice if need be, and may be flooded. */
export const exactNeeds = (around: Surroundings): Need[] => [{ kind: 'permission', permission: 'flood' }, ...restNeeds(around, 2)];

/** Can requests be counted exactly on this target. */
export const isExact = (around: Surroundings): boolean =>
  exactNeeds(around).every((need) => need.kind === 'permission' && around.target.allow.includes(need.permission));
