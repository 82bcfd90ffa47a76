import type { TraceHead } from '../../model/trace.ts';
import type { RunJob } from '../../runner/worker/run-jobs.ts';
import type { AnnouncedRun, AnnouncedTarget } from './announce.ts';
import type { CarriedTarget } from './resume/carried.ts';
import type { Carried } from './resume/resume-run.ts';

/** What a worker is given to judge one target of a run. */
export const jobOf = (
  { target, secrets, plan, contract, isProven, document, torn, sharedBy = 1 }: AnnouncedTarget,
  { settings, seed, nonce }: AnnouncedRun,
  trace: TraceHead | undefined,
  carried: Carried | undefined,
): RunJob => ({
  target,
  secrets,
  contract: target.contract,
  ...(document === undefined ? {} : { document }),
  isProven,
  seed,
  nonce,
  plan,
  contractDigest: contract.digest,
  ...(torn === undefined ? {} : { torn: { shard: torn.shard, places: [...torn.places] } }),
  ...(sharedBy === 1 ? {} : { sharedBy }),
  // Limits hold for all parts of a split run together.
  ...(settings.maxRequests === undefined ? {} : { maxRequests: Math.max(1, Math.floor(settings.maxRequests / (torn?.into ?? 1))) }),
  ...(settings.size === undefined ? {} : { size: settings.size }),
  ...(settings.rate === undefined ? {} : { rate: settings.rate / sharedBy }),
  concurrency: Math.max(1, Math.floor(settings.concurrency / sharedBy)),
  ...(settings.timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds: settings.timeBudgetSeconds }),
  ...(settings.traceparent && trace !== undefined ? { trace } : {}),
  ...resumedOf(carried?.targets.get(target.name)),
});

const resumedOf = (before: CarriedTarget | undefined): Pick<RunJob, 'resumed'> =>
  before === undefined ? {} : { resumed: { kept: before.kept, failed: before.failed } };
