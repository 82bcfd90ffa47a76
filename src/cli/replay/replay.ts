import { randomBytes } from 'node:crypto';

import { type Flags, gatherOptions, type GivenOptions } from '../../config/given.ts';
import { reachingOptions, runOptions, variableOf } from '../../config/options.ts';
import { realOutside } from '../../config/outside.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import { runSettingsOf } from '../../config/run-settings.ts';
import { shippedContracts } from '../../contract/load.ts';
import { startReference } from '../../reference/index.ts';
import type { Io } from '../io.ts';
import { resolveRecordedTarget } from '../recorded-target.ts';
import { openRun, type OpenedRun } from '../report/open-run.ts';
import { warnOfDamage } from '../report/warn-of-damage.ts';
import { referenceTarget } from '../reference-target.ts';
import { printCurl } from './curl.ts';
import { executeReplay } from './execute-replay.ts';
import { choiceWords, findCase, type FoundCase } from './find-case.ts';
import { replayDocument, replayExitCode, replayText } from './replayed.ts';

export type ReplayRequest = { readonly run: string; readonly id: string; readonly target?: string; readonly curl: boolean };

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
export const replay = async ({ run, id, target, curl }: ReplayRequest, flags: Flags, io: Io): Promise<number> => {
  const opened = openRun(run, io.cwd);
  const found = findCase(opened.record, id, target);
  io.stderr.write(choiceWords(found));
  await warnOfDamage(opened, io);
  if (curl) return printCurl(opened, found, io);

  const given = gatherOptions(flags, reachingOnly(io.env));
  const settings = runSettingsOf(given);
  const nonce = settings.nonce ?? randomBytes(4).toString('hex');
  const replayed = await withTarget(opened, found, given, io, (resolved) =>
    executeReplay({ opened, found, resolved, nonce, settings }, io),
  );
  io.stdout.write(settings.json ? `${JSON.stringify(replayDocument(replayed), undefined, 2)}\n` : replayText(replayed));
  return replayExitCode(replayed);
};
