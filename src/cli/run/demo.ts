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

/** The quota of each key. A small one takes few requests to use up, and more than a run needs in its window. */
const quota = { limit: 300, windowSeconds: 2 } as const;

/** What an embedded server does is seen at once, so that a run waits for it only as long as a busy machine may take. In seconds. */
const quickly = (resolved: ResolvedTarget): ResolvedTarget => ({
  ...resolved,
  target: {
    ...resolved.target,
    durations: {
      ...resolved.target.durations,
      'created.listed': 0.15,
      'updated.shown': 0.1,
      'removed.settled': 0.1,
      // Four lines of a log, of which one comes each fifth of a second.
      'stream.listened': 0.8,
      'stream.open': 0.6,
      // Its clock is that of the run, and its quotas are counted to the millisecond.
      'quota.rounded': 0.1,
      // A moment more than the whole second to which it cuts the times that it shows.
      'updated.later': 1.1,
    },
  },
});

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
      const reference = await startReference({ vendor, quota, plan: vendors[vendor]?.plan });
      running.push(reference);
      targets.push(quickly(await referenceTarget(vendor, reference)));
    }
    return await executeRun(announcedRun(await prepareRun(targets, settings, given)), io, { isDemo: true });
  } finally {
    await Promise.all(running.map((reference) => reference.close()));
  }
};
