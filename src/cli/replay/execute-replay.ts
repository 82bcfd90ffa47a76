import type { RunSettings } from '../../config/run-settings.ts';
import type { Io } from '../io.ts';
import type { OpenedRun } from '../report/open-run.ts';
import { interruptBy } from '../run/interrupt.ts';
import { progressKind, progressOn } from '../run/progress/progress.ts';
import { coloursOn } from '../screen.ts';
import type { FoundCase } from './find-case.ts';
import { type Play, playOnce } from './play-once.ts';
import type { ChangedSince, Replayed } from './replayed.ts';

export type ReplayJob = {
  readonly opened: OpenedRun;
  readonly found: FoundCase;
  readonly play: Play & ChangedSince;
  readonly nonce: string;
  readonly settings: RunSettings;
};

/**
 * Judges one case again and writes a record of it into the folder of its run.
 * @throws {UsageError} or {CannotKeep} where the record cannot be written.
 */
export const executeReplay = async ({ opened, found, play, nonce, settings }: ReplayJob, io: Io): Promise<Replayed> => {
  const { planned, target: recordedTarget } = found;
  const { target, plan, changed, changedHooks } = play;
  const { header } = opened.record;
  const progress = await progressOn(progressKind(io, settings.quiet), {
    output: io.stderr,
    plans: new Map([[target.name, plan.cases]]),
    now: () => performance.now(),
    colours: coloursOn(io.stderr, io.env),
  });
  const interrupt = interruptBy(io, () => progress.stopping('Stopping in an orderly way; a second signal ends it at once.'));
  try {
    const { verdicts, requests, created, directory } = await playOnce(
      play,
      {
        nonce,
        out: settings.out,
        about: { case: planned.id },
        signal: interrupt.signal,
        onEvent: (event) => progress.event(target.name, event),
      },
      io,
    );
    return {
      run: header.run,
      found,
      recorded: recordedTarget.results.get(planned.id)?.verdict,
      now: verdicts.get(planned.id) ?? { kind: 'broken', error: 'there was no verdict' },
      baseUrl: target.baseUrl,
      seed: header.seed,
      nonce,
      requests,
      created,
      directory,
      ...(changedHooks === undefined ? {} : { changedHooks }),
      ...(changed === undefined ? {} : { changed }),
    };
  } finally {
    progress.end();
    interrupt.release();
  }
};
