import { resolve } from 'node:path';
import type { RunSettings } from '../../../config/run-settings.ts';
import type { Io } from '../../io.ts';
import type { AnnouncedRun } from '../announce.ts';
import { interruptBy } from '../interrupt.ts';
import { type Leases, takeLeases } from './take-leases.ts';

/** What is said where a run ends because it was asleep for so long that others took it for dead. */
export const lostLease =
  'warning: this process was asleep for so long that another run may have begun at the same target; the rest was not judged, go on with --resume';

/** What is judged, and by which run. */
export type Leased = Pick<AnnouncedRun, 'shard'> & {
  readonly targets: readonly Pick<AnnouncedRun['targets'][number], 'target'>[];
  readonly settings: Pick<RunSettings, 'out' | 'waitSeconds'>;
};

/**
 * Takes the leases of the targets of a run. A run below `reports/` also sees those of other machines that share the folder.
 * @throws {TargetBusy} where another run judges one of them.
 */
export const leasesFor = async ({ targets, settings, shard }: Leased, io: Io): Promise<Leases> => {
  const say = (text: string): void => io.stderr.write(`${text}\n`);
  const interrupt = interruptBy(io, () => say('No longer waiting for the other run.'));
  try {
    return await takeLeases({
      targets: targets.map(({ target: { name, baseUrl } }) => ({ name, baseUrl })),
      ...(settings.out === undefined ? { shared: resolve(io.cwd, 'reports') } : {}),
      ...(settings.waitSeconds === undefined ? {} : { waitSeconds: settings.waitSeconds }),
      // Parts of one run divide the quota and keep out of each other's data.
      ...(shard === undefined ? {} : { together: shard.plan }),
      signal: interrupt.signal,
      onWait: say,
      onWarning: say,
    });
  } finally {
    interrupt.release();
  }
};
