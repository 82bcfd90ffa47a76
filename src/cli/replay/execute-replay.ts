import { join, relative } from 'node:path';

import { checks } from '../../checks/index.ts';
import { checkAgainstContract, demandKey } from '../../config/check-against-contract.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import type { RunSettings } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { fetchedOptionsOf, loadContract } from '../../contract/load.ts';
import type { Case } from '../../model/case.ts';
import { readExchanges } from '../../model/exchange-reader.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { recordRun } from '../run/record-run.ts';
import { exchangesOf } from '../../report/index.ts';
import { companionsOf } from '../../runner/replay/companions.ts';
import { replayCase, replayPlan } from '../../runner/replay/replay-case.ts';
import { contractFacts } from '../contract-facts.ts';
import type { Io } from '../io.ts';
import { type OpenedRun, displayPathOf } from '../report/open-run.ts';
import { makeRunDirectory, runName } from '../run/directory.ts';
import { loadHooksOf } from '../run/hooks.ts';
import { interruptBy } from '../run/interrupt.ts';
import { coloursOn } from '../screen.ts';
import { progressKind, progressOn } from '../run/progress/progress.ts';
import { refuseSinks } from '../run/sinks.ts';
import { packageVersion } from '../version.ts';
import type { FoundCase } from './find-case.ts';
import type { Replayed } from './replayed.ts';

export type ReplayJob = {
  readonly opened: OpenedRun;
  readonly found: FoundCase;
  readonly resolved: ResolvedTarget;
  readonly nonce: string;
  readonly settings: RunSettings;
};

/** Requests at a time; few are enough for a few cases. */
const concurrency = 4;

/** Ids of the cases that sent the exchanges on which the recorded verdict rests. */
const sendersOf = ({ directory }: OpenedRun, { target, planned }: FoundCase): readonly string[] => {
  const ids = exchangesOf(target.results.get(planned.id)?.verdict);
  const exchanges = readExchanges(directory, new Map([[target.target, new Set(ids)]])).get(target.target);
  return ids.flatMap((id) => exchanges?.get(id)?.case ?? []);
};

/** Refuses a case that was tried in the recorded run and would be skipped now: it lacks something that only the user can supply. */
const refuseSkipped = (recorded: Case, now: Case | undefined, contract: string): void => {
  if (now === undefined) throw new UsageError(`Cannot replay "${recorded.id}": the contract "${contract}" no longer has this case`);
  if (recorded.skip === undefined && now.skip !== undefined)
    throw new UsageError(`Cannot replay "${recorded.id}": unlike in the recorded run, ${now.skip.reason}`);
};

/**
 * Judges one case again and writes a record of it into the folder of its run.
 * @throws {UsageError} or {ContractError} if the case cannot be tried as it was.
 */
export const executeReplay = async ({ opened, found, resolved, nonce, settings }: ReplayJob, io: Io): Promise<Replayed> => {
  const { header } = opened.record;
  const { planned, target: recordedTarget } = found;
  const contract = await loadContract(resolved.target.contract, {
    cwd: io.cwd,
    ...fetchedOptionsOf(resolved.target, resolved.secrets, resolved.document),
  });
  const isChanged = recordedTarget.contractDigest !== undefined && recordedTarget.contractDigest !== contract.digest;
  const facts = contractFacts(contract);
  const settled = checkAgainstContract(resolved, facts);
  const hooks = recordedTarget.settings?.hooks;
  const hadKey = recordedTarget.settings?.credentials.includes('key') === true;
  if (hadKey) demandKey(settled, facts);
  const { target, secrets, sources } = settled;
  const whole = makePlan({ contract, target, checks, seed: header.seed });
  refuseSkipped(
    planned,
    whole.cases.find(({ id }) => id === planned.id),
    contract.name,
  );
  const plan = replayPlan(whole, planned.id, companionsOf(planned, recordedTarget, sendersOf(opened, found)));

  await loadHooksOf([target]);
  await refuseSinks([target]);
  const startedAt = new Date();
  const run = runName(startedAt);
  const directory = makeRunDirectory(io.cwd, run, settings.out ?? relative(io.cwd, join(opened.directory, 'replays', run)));
  const recorded = recordRun({
    path: join(directory, 'run.jsonl'),
    run,
    assay: packageVersion(),
    demo: header.demo,
    startedAt: startedAt.toISOString(),
    seed: header.seed,
    nonce,
    options: { replayOf: header.run, case: planned.id },
    targets: [{ target, secrets, ...(sources === undefined ? {} : { sources }), contract, plan }],
  });
  const progress = await progressOn(progressKind(io, settings.quiet), {
    output: io.stderr,
    plans: new Map([[target.name, plan.cases]]),
    now: () => performance.now(),
    colours: coloursOn(io.stderr, io.env),
  });
  const interrupt = interruptBy(io, () => progress.stopping('Stopping in an orderly way; a second signal ends it at once.'));
  try {
    const now = await replayCase(
      { contract, plan, target, secrets, directory, options: { seed: header.seed, nonce, concurrency } },
      planned.id,
      (event) => {
        recorded.listen(target.name, event);
        progress.event(target.name, event);
      },
      interrupt.signal,
    );
    const [footer] = recorded.finish([{ target: target.name, kind: 'complete' }]).footer.targets;
    return {
      run: header.run,
      found,
      recorded: recordedTarget.results.get(planned.id)?.verdict,
      now,
      baseUrl: target.baseUrl,
      seed: header.seed,
      nonce,
      requests: footer?.requests ?? 0,
      created: footer?.created ?? 0,
      directory: displayPathOf(directory),
      ...(hooks !== undefined && hooks.digest !== target.hooks?.digest ? { changedHooks: hooks.module } : {}),
      ...(isChanged ? { changed: { contract: target.contract, copy: recordedTarget.sources?.document } } : {}),
    };
  } finally {
    progress.end();
    interrupt.release();
  }
};
