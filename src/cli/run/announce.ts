import type { GivenOptions } from '../../config/given.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import type { RunSettings } from '../../config/run-settings.ts';
import type { Contract } from '../../contract/model.ts';
import type { ContractHead } from './record-run.ts';
import type { Io } from '../io.ts';
import { printProblems } from '../lint/print-problems.ts';
import type { ListRules } from './known-here.ts';
import { prepareRun, type PreparedRun, type PreparedTarget } from './prepare.ts';

/** A target as the command keeps it while worker processes judge it. */
export type AnnouncedTarget = Omit<PreparedTarget, 'contract'> & {
  readonly contract: ContractHead;
  /** Whether its document has no problems. */
  readonly isProven: boolean;
};

/** A run that is ready to be sent, without its documents: the worker processes read them for themselves. */
export type AnnouncedRun = Omit<PreparedRun, 'targets'> & {
  readonly targets: readonly AnnouncedTarget[];
  /** The contracts by target, if several targets are compared at the end, or what was seen is written. */
  readonly contracts: ReadonlyMap<string, Contract>;
};

/** Drops the documents, which may take hundreds of megabytes and are not needed while a single target is judged. */
export const announcedRun = ({ targets, ...run }: PreparedRun): AnnouncedRun => ({
  ...run,
  targets: targets.map(({ contract: { name, title, digest, requirements, problems }, ...target }) => ({
    ...target,
    contract: { name, title, digest, requirements },
    isProven: problems.length === 0,
  })),
  contracts: new Map(
    targets.length > 1 || run.settings.saveObserved !== undefined ? targets.map(({ target, contract }) => [target.name, contract]) : [],
  ),
});

/**
 * Prepares a run, and prints the problems of its documents. Sends and writes nothing else.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const announceRun = async (
  loaded: ListRules & { readonly targets: readonly ResolvedTarget[] },
  settings: RunSettings,
  given: GivenOptions,
  io: Io,
): Promise<AnnouncedRun> => {
  const prepared = await prepareRun(loaded.targets, settings, given, loaded);
  if (!settings.quiet)
    printProblems(
      prepared.targets.map(({ contract }) => contract),
      io,
    );
  return announcedRun(prepared);
};
