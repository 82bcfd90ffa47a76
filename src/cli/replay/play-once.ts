import { join, relative } from 'node:path';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import type { Contract } from '../../contract/model.ts';
import type { Plan } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { ListedFailure } from '../../model/known-failure.ts';
import type { ExitCode, RunRecord, TargetEnd } from '../../model/record.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Repetition } from '../../runner/engine/repetition.ts';
import type { EngineOptions } from '../../runner/engine/run-plan.ts';
import { replayCases } from '../../runner/replay/replay-case.ts';
import type { Io } from '../io.ts';
import { displayPathOf } from '../report/open-run.ts';
import { keepingIn } from '../run/cannot-keep.ts';
import { makeRunDirectory, runName } from '../run/directory.ts';
import { recordRun } from '../run/record-run.ts';
import { packageVersion } from '../version.ts';

/** Cases that are played again, and where. */
export type Play = Pick<ResolvedTarget, 'target' | 'secrets' | 'sources'> & {
  readonly contract: Contract;
  /** The cases, with those that they cannot be judged without. */
  readonly plan: Plan;
  readonly knownFailures?: readonly ListedFailure[];
  /** The run that they come from. */
  readonly run: Pick<RunRecord['header'], 'run' | 'demo' | 'seed'>;
  /** Its folder, absolute. */
  readonly directory: string;
};

/** How it is played. */
export type Playing = {
  readonly nonce: string;
  /** The folder of the record, as given; absent: a new one in `replays/` of the run. */
  readonly out?: string | undefined;
  /** What the record says of it. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly limits?: Pick<EngineOptions, 'maxRequests' | 'rate' | 'timeBudgetSeconds'>;
  readonly repetition?: Repetition;
  readonly signal: AbortSignal;
  /** Hears every event. */
  readonly onEvent?: (event: RunEvent) => void;
};

/** Cases that were played once. */
export type Played = {
  /** By case; one that was lost is not among them. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly ended: TargetEnd;
  readonly requests: number;
  readonly created: number;
  /** Resources that could not be removed again. */
  readonly stuck: number;
  readonly exitCode: ExitCode;
  readonly nonce: string;
  /** Of the record, as it is shown to people. */
  readonly directory: string;
};

/** Requests at a time; few are enough for a few cases. */
const concurrency = 4;

/**
 * Judges cases once more, and writes a record of it.
 * @throws {UsageError} where the folder cannot be used, or {CannotKeep} where the record cannot be written.
 */
export const playOnce = async (play: Play, playing: Playing, io: Io): Promise<Played> => {
  const { contract, plan, target, secrets, sources, knownFailures, run: from } = play;
  const { nonce, out, about, limits, repetition, signal, onEvent } = playing;
  const startedAt = new Date();
  const run = runName(startedAt);
  const directory = makeRunDirectory(io.cwd, run, out ?? relative(io.cwd, join(play.directory, 'replays', run)));
  const keeping = keepingIn(directory, displayPathOf(directory));
  const recorded = keeping.begin(() =>
    recordRun({
      path: join(directory, 'run.jsonl'),
      run,
      assay: packageVersion(),
      demo: from.demo,
      startedAt: startedAt.toISOString(),
      seed: from.seed,
      nonce,
      options: { replayOf: from.run, ...about },
      targets: [
        {
          target,
          secrets,
          ...(sources === undefined ? {} : { sources }),
          contract,
          plan,
          ...(knownFailures === undefined ? {} : { knownFailures }),
        },
      ],
    }),
  );
  let stuck = 0;
  // A record that cannot be written ends the run in an orderly way, so that what was created is removed.
  const faults: unknown[] = [];
  const failing = new AbortController();
  try {
    const verdicts = await replayCases(
      {
        contract,
        plan,
        target,
        secrets,
        directory,
        options: { seed: from.seed, nonce, concurrency, ...limits },
        ...(repetition && { repetition }),
      },
      (event) => {
        if (event.type === 'removed' && event.outcome === 'failed') stuck += 1;
        if (faults.length > 0) return;
        try {
          keeping.write(() => recorded.listen(target.name, event));
          onEvent?.(event);
        } catch (fault) {
          faults.push(fault);
          failing.abort();
        }
      },
      AbortSignal.any([signal, failing.signal]),
    );
    if (faults.length > 0) throw faults[0];
    const { footer } = keeping.write(() => recorded.finish([{ target: target.name, kind: 'complete' }]));
    const [end] = footer.targets;
    return {
      verdicts,
      ended: end?.ended ?? { kind: 'complete' },
      requests: end?.requests ?? 0,
      created: end?.created ?? 0,
      stuck,
      exitCode: footer.exitCode,
      nonce,
      directory: displayPathOf(directory),
    };
  } catch (error) {
    throw keeping.told(error);
  }
};
