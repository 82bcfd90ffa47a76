import type { Case, Plan } from '../model/case.ts';
import { partDigest } from './plan-digest.ts';

/** A case of which only some places are tried. Its estimates are shared out evenly. */
const atPlaces = (planned: Case, places: readonly number[]): Case => {
  const share = (count: number): number => Math.ceil((count * places.length) / planned.places.length);
  return {
    ...planned,
    places: planned.places.filter((_place, n) => places.includes(n)),
    cost: { requests: share(planned.cost.requests), creates: share(planned.cost.creates) },
  };
};

/**
 * The given cases of a plan, in its order. Ids that it does not have are left out.
 * @param places Of a case that is tried at some of its places only, their numbers from 0.
 */
export const partOfPlan = (plan: Plan, ids: ReadonlySet<string>, places: ReadonlyMap<string, readonly number[]> = new Map()): Plan => {
  const cases = plan.cases
    .filter(({ id }) => ids.has(id))
    .map((one) => {
      const own = places.get(one.id);
      return own === undefined ? one : atPlaces(one, own);
    });
  const own = cases.flatMap(({ id }) => (places.has(id) ? [[id, places.get(id) ?? []] as const] : []));
  return { ...plan, cases, digest: partDigest(plan.digest, cases, own) };
};

const operationsOf = ({ places }: Case): ReadonlySet<string | null> => new Set(places.map(({ operation }) => operation));

/** Whether a case judges exchanges that other cases send, and alone would see nothing. */
const judgesOthers = ({ kind, phase }: Case): boolean => kind === 'watch' || phase === 'closing';

/**
 * Cases with those that they cannot be judged without: one that judges the exchanges of others needs the probes that call its operations. Bursts
 * are left out, because they take a whole window and show little that a single request does not; so is what also calls other operations, where
 * something else suffices.
 * @param ids Ids of the wanted cases.
 */
export const withCompanions = ({ cases }: Plan, ids: ReadonlySet<string>): ReadonlySet<string> => {
  const judging = cases.filter((one) => ids.has(one.id) && one.skip === undefined && judgesOthers(one));
  if (judging.length === 0) return ids;
  const needed = new Set(judging.flatMap((one) => [...operationsOf(one)]));
  const senders = cases.filter((one) => one.kind === 'probe' && one.skip === undefined && one.phase !== 'flood');
  const within = senders.filter((one) => [...operationsOf(one)].every((operation) => needed.has(operation)));
  const covered = new Set(within.flatMap((one) => [...operationsOf(one)]));
  const further = senders.filter((one) => [...operationsOf(one)].some((operation) => needed.has(operation) && !covered.has(operation)));
  return new Set([...ids, ...within.map(({ id }) => id), ...further.map(({ id }) => id)]);
};
