import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { RunSettings } from '../../config/run-settings.ts';
import type { Case } from '../../model/case.ts';
import type { ExitCode, TargetEnd } from '../../model/record.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type Before, createRepetition } from '../../runner/engine/repetition.ts';
import type { Io } from '../io.ts';
import { interruptBy } from '../run/interrupt.ts';
import { leasesFor, lostLease } from '../run/lease/leases-for.ts';
import { type Play, type Played, playOnce } from './play-once.ts';
import type { Repeated, Round } from './repeated.ts';

export type RepeatInput = {
  readonly play: Play;
  /** The cases that are told of. */
  readonly cases: readonly Case[];
  /** How often they are played, those of `done` included. */
  readonly times: number;
  /** The run itself, where it counts as the first time. */
  readonly first?: Round & { readonly ended: TargetEnd; readonly stuck: number };
  /** What was sent and created then. */
  readonly before?: Before;
  readonly settings: Pick<RunSettings, 'out' | 'quiet' | 'waitSeconds' | 'maxRequests' | 'rate' | 'timeBudgetSeconds'>;
  /** Folder for the folders of the records, as given; absent: `replays/` of the run. */
  readonly into?: string | undefined;
  /** The exit code of one time; default: that of its record. */
  readonly exitCodeOf?: (verdicts: ReadonlyMap<string, Verdict>) => ExitCode;
};

/** Why cases are not played once more; undefined where they are. */
const endOf = ({ ended, stuck, directory }: Pick<Played, 'ended' | 'stuck' | 'directory'>): string | undefined => {
  if (ended.kind === 'stopped') return ended.message;
  if (ended.kind === 'lost') return ended.reason;
  return stuck > 0 ? `something could not be removed again: assay cleanup ${directory}` : undefined;
};

/**
 * Plays cases several times, one after another, each time with the same seed and names of its own, and with a record of its own. Together they keep to the quota,
 * `maxCreates`, `--max-requests` and `--time-budget`. It ends early where a time was stopped, such as by a signal, or left something that could not be removed.
 * @throws {TargetBusy} where another run judges the target; else as {@link playOnce}.
 */
export const repeatCases = async (input: RepeatInput, io: Io): Promise<Pick<Repeated, 'rounds' | 'stopped'>> => {
  const { play, cases, times, first, before, settings, into, exitCodeOf } = input;
  const { quiet, maxRequests, rate, timeBudgetSeconds } = settings;
  const say = (text: string): void => {
    if (!quiet) io.stderr.write(`${text}\n`);
  };
  const rounds: Round[] = first === undefined ? [] : [first];
  let stopped = first && endOf(first);
  if (stopped !== undefined || rounds.length >= times) return { rounds, stopped };
  // The server of a demo is its own.
  const leases = play.run.demo ? undefined : await leasesFor({ targets: [play], settings }, io);
  const interrupt = interruptBy(io, () => say('Stopping in an orderly way; a second signal ends it at once.'));
  const signal = leases === undefined ? interrupt.signal : AbortSignal.any([interrupt.signal, leases.lost]);
  // Each time listens for as long as all of them take.
  setMaxListeners(0, signal);
  const repetition = createRepetition(before);
  const began = performance.now();
  try {
    while (rounds.length < times && stopped === undefined) {
      const number = rounds.length + 1;
      const requests = rounds.reduce((sum, one) => sum + one.requests, 0);
      const seconds = (performance.now() - began) / 1000 + (first?.seconds ?? 0);
      if (maxRequests !== undefined && requests >= maxRequests) stopped = `the ${maxRequests} requests of --max-requests are sent`;
      else if (timeBudgetSeconds !== undefined && seconds >= timeBudgetSeconds)
        stopped = `the ${timeBudgetSeconds} s of --time-budget are over`;
      if (stopped !== undefined) break;
      const played = await playOnce(
        play,
        {
          nonce: randomBytes(4).toString('hex'),
          out: into === undefined ? undefined : join(into, String(number)),
          about: {
            ...(cases.length === 1 ? { case: cases[0]?.id } : { cases: cases.map(({ id }) => id) }),
            repeat: { index: number, of: times },
          },
          limits: {
            ...(maxRequests === undefined ? {} : { maxRequests: maxRequests - requests }),
            ...(rate === undefined ? {} : { rate }),
            ...(timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds: timeBudgetSeconds - seconds }),
          },
          repetition,
          signal,
        },
        io,
      );
      const { verdicts, directory, nonce, requests: sent, created } = played;
      rounds.push({ verdicts, directory, nonce, requests: sent, created, exitCode: exitCodeOf?.(verdicts) ?? played.exitCode });
      stopped = endOf(played);
      const kinds = [...new Set(cases.map(({ id }) => verdicts.get(id)?.kind ?? 'broken'))];
      say(`${number} of ${times}: ${kinds.join(', ')}`);
    }
  } finally {
    if (leases?.lost.aborted === true) io.stderr.write(`${lostLease}\n`);
    leases?.release();
    interrupt.release();
  }
  return { rounds, stopped: rounds.length < times ? stopped : undefined };
};
