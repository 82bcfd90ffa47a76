import { join } from 'node:path';
import { recordRun } from '../../policy/record-run.ts';
import { jsonDocument, summary, writeReports } from '../../report/index.ts';
import { runJobs, type RunJob } from '../../runner/vitest/run-jobs.ts';
import type { Io } from '../io.ts';
import { checkWords } from '../report/check-words.ts';
import { toldDirectory } from '../report/open-run.ts';
import { packageVersion } from '../version.ts';
import { makeRunDirectory, pointLatestAt, runName } from './directory.ts';
import { interruptBy } from './interrupt.ts';
import type { PreparedRun, PreparedTarget } from './prepare.ts';
import { progressOn } from './progress.ts';

const jobOf = ({ target, secrets, plan }: PreparedTarget, { settings, seed, nonce }: PreparedRun): RunJob => ({
  target,
  secrets,
  contract: target.contract,
  seed,
  nonce,
  selection: settings.selection,
  ...(settings.maxRequests === undefined ? {} : { maxRequests: settings.maxRequests }),
  ...(settings.rate === undefined ? {} : { rate: settings.rate }),
  concurrency: settings.concurrency,
  ...(settings.timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds: settings.timeBudgetSeconds }),
  planDigest: plan.digest,
});

/** Options as the record keeps them: what shaped the run, no secret. */
const optionsOf = ({ settings, targets }: PreparedRun): Readonly<Record<string, unknown>> => {
  const { selection, maxRequests, rate, concurrency, timeBudgetSeconds } = settings;
  return {
    ...selection,
    maxRequests: maxRequests ?? null,
    rate: rate ?? null,
    concurrency,
    timeBudgetSeconds: timeBudgetSeconds ?? null,
    allow: Object.fromEntries(targets.map(({ target }) => [target.name, target.allow])),
  };
};

/**
 * Carries a run out: sends, records, writes the reports, prints the result.
 * @returns the exit code that the record says.
 */
export const executeRun = async (prepared: PreparedRun, io: Io, { isDemo }: { readonly isDemo: boolean }): Promise<number> => {
  const { targets, settings, seed, nonce, reports } = prepared;
  const startedAt = new Date();
  const run = runName(startedAt);
  const directory = makeRunDirectory(io.cwd, run, settings.out);
  const recorded = recordRun({
    path: join(directory, 'run.jsonl'),
    run,
    assay: packageVersion(),
    demo: isDemo,
    startedAt: startedAt.toISOString(),
    seed,
    nonce,
    options: optionsOf(prepared),
    targets,
  });
  const progress = progressOn({
    output: io.stderr,
    plans: new Map(targets.map(({ target, plan }) => [target.name, plan.cases])),
    now: () => performance.now(),
    quiet: settings.quiet,
  });
  const interrupt = interruptBy(io, () => {
    progress.end();
    io.stderr.write('Stopping in good order; once more kills.\n');
  });
  try {
    const ends = await runJobs(
      targets.map((target) => jobOf(target, prepared)),
      {
        directory,
        onEvent(target, event) {
          recorded.listen(target, event);
          progress.event(target, event);
        },
        signal: interrupt.signal,
      },
    );
    const input = { record: recorded.finish(ends), directory: toldDirectory(directory), checks: checkWords };
    progress.end();
    await writeReports({ ...input, list: reports });
    const unpointed = settings.out === undefined ? pointLatestAt(directory) : undefined;
    if (unpointed !== undefined) io.stderr.write(`${unpointed}\n`);
    io.stdout.write(settings.json ? `${JSON.stringify(jsonDocument(input), undefined, 2)}\n` : summary(input));
    return input.record.footer.exitCode;
  } finally {
    progress.end();
    interrupt.release();
  }
};
