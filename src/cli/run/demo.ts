import { gatherOptions, type Flags } from '../../config/given.ts';
import { suggestion } from '../../config/nearest.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import { runSettingsOf } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { startReference, vendors, type Reference } from '../../reference/index.ts';
import type { Io } from '../io.ts';
import { referenceTarget } from '../reference-target.ts';
import { announcedRun } from './announce.ts';
import { executeRun } from './execute.ts';
import { prepareRun } from './prepare.ts';

const namesOf = (asked: readonly string[]): readonly string[] => {
  const known = Object.keys(vendors);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`Cannot judge "${unknown}": no reference has this name${suggestion(unknown, known)}`);
  return asked.length === 0 ? known : [...new Set(asked)];
};

/**
 * `assay demo`: starts every embedded reference on a free port, or those that are named, judges them in parallel, and stops them whatever
 * happens.
 * @throws {UsageError} for an unknown name, or an option that cannot be used.
 */
export const demo = async (contracts: readonly string[], flags: Flags, io: Io): Promise<number> => {
  const names = namesOf(contracts);
  const given = gatherOptions(flags, {});
  const settings = runSettingsOf(given);
  const running: Reference[] = [];
  try {
    const targets: ResolvedTarget[] = [];
    for (const vendor of names) {
      const reference = await startReference({ vendor });
      running.push(reference);
      targets.push(await referenceTarget(vendor, reference));
    }
    return await executeRun(announcedRun(await prepareRun(targets, settings, given)), io, { isDemo: true });
  } finally {
    await Promise.all(running.map((reference) => reference.close()));
  }
};
