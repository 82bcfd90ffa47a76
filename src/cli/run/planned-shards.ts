import type { RunSettings } from '../../config/run-settings.ts';
import type { Shard } from '../../model/shard.ts';
import { sharing } from '../../plan/fitted.ts';
import { entryRequests } from '../../plan/shards.ts';
import type { PreparedRun, PreparedTarget } from './prepare.ts';
import { planAt, splitOf } from './shard-of.ts';

/** What one part would judge, for who plans a run. */
export type PlannedShard = Shard & {
  /** Cases of this part. One that several parts judge counts in each. */
  readonly cases: number;
  /** Most requests, by the estimates of the checks. */
  readonly requests: number;
  /** A guess of how long it takes. */
  readonly seconds: number;
  readonly targets: readonly {
    readonly target: string;
    readonly cases: number;
    /** Cases of the whole target. */
    readonly of: number;
    readonly requests: number;
  }[];
};

/** About how long one request takes, where nothing is known. */
const secondsEach = 0.05;

/** About how long the requests of a target take: by themselves, by its quota, and by `--rate`. */
const secondsFor = (requests: number, { target }: PreparedTarget, { rate }: RunSettings, by: number): number => {
  const likely = requests / sharing;
  const { limit, windowSeconds } = target.quota ?? { limit: Infinity, windowSeconds: 0 };
  const windows = Math.floor(likely / Math.max(1, Math.floor(limit / by)));
  return Math.max(likely * secondsEach, windows * windowSeconds, rate === undefined ? 0 : (likely * by) / rate);
};

/** What each of `of` parts of a run would do. */
export const plannedShards = (run: PreparedRun, of: number): readonly PlannedShard[] => {
  const { parts, sharedBy } = splitOf(run, of);
  return parts.map((part, n) => {
    const targets = run.targets.flatMap((each) => {
      const own = part.get(each.target.name);
      if (own === undefined) return [];
      const { cases } = planAt(each, own);
      const requests = cases.reduce((sum, { cost, skip }) => sum + (skip ? 0 : cost.requests), entryRequests);
      const seconds = secondsFor(requests, each, run.settings, sharedBy.get(each.target.name) ?? 1);
      return [{ seconds, told: { target: each.target.name, cases: cases.length, of: each.plan.cases.length, requests } }];
    });
    return {
      index: n + 1,
      of,
      cases: targets.reduce((sum, { told }) => sum + told.cases, 0),
      requests: targets.reduce((sum, { told }) => sum + told.requests, 0),
      // Targets are judged at the same time.
      seconds: Math.ceil(Math.max(0, ...targets.map(({ seconds }) => seconds))),
      targets: targets.map(({ told }) => told),
    };
  });
};
