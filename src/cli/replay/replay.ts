import { randomBytes } from 'node:crypto';

import { type Flags, gatherOptions, type GivenOptions } from '../../config/given.ts';
import { reachingOptions, runOptions, variableOf } from '../../config/options.ts';
import { realOutside } from '../../config/outside.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import { type RunSettings, runSettingsOf } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { ExitCode } from '../../model/record.ts';
import type { Verdict } from '../../model/verdict.ts';
import { startReference } from '../../reference/index.ts';
import type { Io } from '../io.ts';
import { resolveRecordedTarget } from '../recorded-target.ts';
import { openRun, type OpenedRun } from '../report/open-run.ts';
import { warnOfDamage } from '../report/warn-of-damage.ts';
import { referenceTarget } from '../reference-target.ts';
import { printCurl } from './curl.ts';
import { executeReplay } from './execute-replay.ts';
import { choiceWords, findCase, type FoundCase } from './find-case.ts';
import type { Play } from './play-once.ts';
import { prepareReplay } from './prepare-replay.ts';
import { repeatCases } from './repeat-cases.ts';
import { type Repeated, repeatedDocument, repeatedExitCode, repeatedText } from './repeated.ts';
import { type ChangedSince, replayDocument, replayExitCode, replayText } from './replayed.ts';
import { timesOf } from './times.ts';

export type ReplayRequest = {
  readonly run: string;
  readonly id: string;
  readonly target?: string;
  readonly curl: boolean;
  /** How often it is played, as given. */
  readonly repeat?: string;
};

/** Variables that define how to reach a target. Those that shape a whole run do not apply to a single case. */
const variables = new Set([
  ...runOptions.filter(({ name }) => reachingOptions.has(name)).map(({ flag }) => variableOf(flag)),
  'ASSAY_QUIET',
  'ASSAY_JSON',
]);

const reachingOnly = (env: Io['env']): Io['env'] => Object.fromEntries(Object.entries(env).filter(([name]) => variables.has(name)));

/** Calls `work` with the target. For a case of a demo the reference is started again, unless an address is given. */
const withTarget = async <T>(
  opened: OpenedRun,
  { target }: FoundCase,
  given: GivenOptions,
  io: Io,
  work: (resolved: ResolvedTarget) => Promise<T>,
): Promise<T> => {
  const { header } = opened.record;
  const shipped = shippedContracts();
  if (!header.demo || given.of('baseUrl') !== undefined) {
    const doing = 'replay a case of';
    return work(await resolveRecordedTarget({ target, run: header.run, doing, given, shipped, outside: realOutside(io.cwd, io.env) }));
  }
  const reference = await startReference({ vendor: target.contract });
  try {
    const again = await referenceTarget(target.contract, reference);
    // The profile of the run asked for it, and not the reference.
    const { survey = false } = target.settings ?? {};
    return await work({ ...again, target: { ...again.target, ...(survey ? { survey } : {}) } });
  } finally {
    await reference.close();
  }
};

/**
 * `assay replay RUN CASE`: creates the prerequisites of one case again, judges it, and prints the verdict beside the recorded one.
 * @throws {UsageError} or {ContractError} for an unknown run or case, a missing credential, or anything else that cannot be used.
 */
export const replay = async ({ run, id, target, curl, repeat }: ReplayRequest, flags: Flags, io: Io): Promise<number> => {
  const times = timesOf(repeat);
  if (curl && times !== undefined) throw new UsageError('Cannot use --curl with --repeat: nothing is sent');
  const opened = openRun(run, io.cwd);
  const found = findCase(opened.record, id, target);
  io.stderr.write(choiceWords(found));
  await warnOfDamage(opened, io);
  if (curl) return printCurl(opened, found, io);

  const given = gatherOptions(flags, reachingOnly(io.env));
  const settings = runSettingsOf(given);
  if (times !== undefined) {
    if (settings.nonce !== undefined) throw new UsageError('Cannot use --nonce with --repeat: each time needs a word of its own');
    const repeated = await withTarget(opened, found, given, io, async (resolved) => {
      const play = await prepareReplay(opened, found, resolved, io.cwd);
      return repeatedOf(opened, found, play, times, settings, io);
    });
    io.stdout.write(settings.json ? `${JSON.stringify(repeatedDocument(repeated), undefined, 2)}\n` : repeatedText(repeated));
    return repeatedExitCode(repeated);
  }
  const nonce = settings.nonce ?? randomBytes(4).toString('hex');
  const replayed = await withTarget(opened, found, given, io, async (resolved) => {
    const play = await prepareReplay(opened, found, resolved, io.cwd);
    return executeReplay({ opened, found, play, nonce, settings }, io);
  });
  io.stdout.write(settings.json ? `${JSON.stringify(replayDocument(replayed), undefined, 2)}\n` : replayText(replayed));
  return replayExitCode(replayed);
};

/** One case, several times: each ends with the code of a replay. */
const repeatedOf = async (
  { record: { header } }: OpenedRun,
  { target, planned }: FoundCase,
  play: Play & ChangedSince,
  times: number,
  settings: RunSettings,
  io: Io,
): Promise<Repeated> => {
  const recorded = target.results.get(planned.id)?.verdict;
  const { changed, changedHooks } = play;
  const exitCodeOf = (verdicts: ReadonlyMap<string, Verdict>): ExitCode =>
    replayExitCode({ recorded, now: verdicts.get(planned.id) ?? { kind: 'broken', error: 'there was no verdict' } });
  return {
    run: header.run,
    target,
    cases: [planned],
    baseUrl: play.target.baseUrl,
    seed: header.seed,
    times,
    ...(await repeatCases({ play, cases: [planned], times, settings, into: settings.out, exitCodeOf }, io)),
    ...(changed === undefined ? {} : { changed }),
    ...(changedHooks === undefined ? {} : { changedHooks }),
  };
};
