import { checks } from '../../checks/index.ts';
import type { Contract } from '../../contract/model.ts';
import { fetchedOptionsOf, loadContract } from '../../contract/load.ts';
import { reclaim } from '../../exchange/reclaim.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { partOfPlan } from '../../plan/part-of-plan.ts';
import { runPlan } from '../engine/run-plan.ts';
import type { RunJob } from './job.ts';
import { serveJobs } from './serve-jobs.ts';

/** The main process has reported the problems: they quote the text of the document to show their positions. */
const contractOf = async ({ contract, target, secrets, document, isProven }: RunJob, cwd: string): Promise<Contract> => {
  const loaded = await loadContract(contract, { cwd, ...fetchedOptionsOf(target, secrets, document), proven: isProven });
  return { ...loaded, problems: [] };
};

/** What a worker runs: contract and plan are made again here, and the engine judges the target. */
serveJobs(async (job, { group, directory, cwd }) => {
  const { target, secrets, seed, nonce, selection, maxRequests, size, rate, concurrency, timeBudgetSeconds, trace, sharedBy, resumed } =
    job;
  // Where the main process found no fault, the digest shows whether the document is still the same.
  const contract = await contractOf(job, cwd);
  const whole = makePlan({ contract, target, checks, selection, seed, ...(size === undefined ? {} : { size }) });
  const torn = job.torn && { places: new Map(job.torn.places) };
  const plan = job.cases === undefined ? whole : partOfPlan(whole, new Set(job.cases), torn?.places);
  if (plan.digest !== job.planDigest) {
    throw new Error(`The plan for "${target.name}" is not the announced one: contract "${job.contract}" changed while the run started`);
  }
  await reclaim();
  const options = {
    seed,
    nonce,
    concurrency,
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(size === undefined ? {} : { size }),
    ...(rate === undefined ? {} : { rate }),
    ...(timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds }),
    ...(trace === undefined ? {} : { trace }),
    ...(job.torn === undefined ? {} : { shard: job.torn.shard }),
    ...(sharedBy === undefined ? {} : { sharedBy }),
  };
  return {
    cases: plan.cases.filter(({ id }) => resumed?.kept.has(id) !== true),
    run: (listen, signal) =>
      runPlan(
        { contract, plan, target, secrets, options, directory, group, ...(resumed && { resumed }), ...(torn && { torn }) },
        listen,
        signal,
      ),
  };
});
