import type { Contract } from '../../contract/model.ts';
import { fetchedOptionsOf, loadContract } from '../../contract/load.ts';
import { reclaim } from '../../exchange/reclaim.ts';
import { runPlan } from '../engine/run-plan.ts';
import type { RunJob } from './job.ts';
import { serveJobs } from './serve-jobs.ts';

/** The main process has reported the problems: they quote the text of the document to show their positions. */
const contractOf = async ({ contract, target, secrets, document, isProven }: RunJob, cwd: string): Promise<Contract> => {
  const loaded = await loadContract(contract, { cwd, ...fetchedOptionsOf(target, secrets, document), proven: isProven });
  return { ...loaded, problems: [] };
};

/** What a worker runs: the contract is read again here, and the engine judges the target by the plan of the main process. */
serveJobs(async (job, { group, directory, cwd }) => {
  const { target, secrets, plan, seed, nonce, maxRequests, size, rate, concurrency, timeBudgetSeconds, trace, sharedBy, resumed } = job;
  // Where the main process found no fault, the digest shows whether the document is still the same.
  const contract = await contractOf(job, cwd);
  if (contract.digest !== job.contractDigest) {
    throw new Error(`The plan for "${target.name}" is not for this contract: "${job.contract}" changed while the run started`);
  }
  const torn = job.torn && { places: new Map(job.torn.places) };
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
