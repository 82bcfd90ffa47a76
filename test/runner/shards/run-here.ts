import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gatherOptions, type Flags } from '../../../src/config/given.ts';
import type { ResolvedTarget } from '../../../src/config/resolve-target.ts';
import { runSettingsOf } from '../../../src/config/run-settings.ts';
import { announcedRun } from '../../../src/cli/run/announce.ts';
import { prepareRun } from '../../../src/cli/run/prepare.ts';
import { recordRun } from '../../../src/cli/run/record-run.ts';
import type { RunRecord } from '../../../src/model/record.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';

/** Judges targets as `assay run` does, in this process and without reports: the record and what the engine writes. */
export const runHere = async (targets: readonly ResolvedTarget[], flags: Flags, directory: string): Promise<RunRecord> => {
  const given = gatherOptions(flags, {});
  const prepared = await prepareRun(targets, runSettingsOf(given), given);
  const { seed, nonce, settings, shard } = prepared;
  mkdirSync(directory, { recursive: true });
  const recorded = recordRun({
    path: join(directory, 'run.jsonl'),
    run: `run-${shard?.index ?? 0}`,
    assay: '0.1.0',
    demo: false,
    startedAt: new Date().toISOString(),
    seed,
    nonce,
    options: { ...settings.selection, allow: {} },
    ...(shard === undefined ? {} : { shard }),
    targets: announcedRun(prepared).targets,
  });
  await Promise.all(
    prepared.targets.map(({ target, secrets, contract, plan, torn, sharedBy }, n) =>
      runPlan(
        {
          contract,
          plan,
          target,
          secrets,
          directory,
          group: n + 1,
          options: { seed, nonce, concurrency: 10, ...(torn && { shard: torn.shard }), ...(sharedBy === undefined ? {} : { sharedBy }) },
          ...(torn && { torn }),
        },
        (event) => recorded.listen(target.name, event),
        new AbortController().signal,
      ),
    ),
  );
  return recorded.finish(prepared.targets.map(({ target }) => ({ target: target.name, kind: 'complete' })));
};
