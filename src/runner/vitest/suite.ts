import { checks } from '../../checks/index.ts';
import { loadContract, loadOptionsOf } from '../../contract/load.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { runPlan } from '../engine/run-plan.ts';
import { serveJobs } from './serve-jobs.ts';

/** The test file that Vitest runs in the worker: contract and plan are made again there, and the engine runs beside them. */
await serveJobs(async (job, { group, directory, cwd }) => {
  const { target, secrets, seed, nonce, selection, maxRequests, size, rate, concurrency, timeBudgetSeconds } = job;
  // Where the announcer found no fault, the digest tells whether the document is still the same.
  const contract = await loadContract(job.contract, { cwd, ...loadOptionsOf(target), proven: job.isProven });
  const plan = makePlan({ contract, target, checks, selection, seed, ...(size === undefined ? {} : { size }) });
  if (plan.digest !== job.planDigest) {
    throw new Error(`The plan for "${target.name}" is not the announced one: contract "${job.contract}" changed while the run started`);
  }
  const options = {
    seed,
    nonce,
    concurrency,
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(size === undefined ? {} : { size }),
    ...(rate === undefined ? {} : { rate }),
    ...(timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds }),
  };
  return {
    cases: plan.cases,
    run: (listen, signal) => runPlan({ contract, plan, target, secrets, options, directory, group }, listen, signal),
  };
});
