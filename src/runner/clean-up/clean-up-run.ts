import type { Contract } from '../../contract/model.ts';
import { createCreatedLedger } from '../../exchange/created-ledger.ts';
import { mayBeThere, readCreated } from '../../exchange/read-created.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { createBrake } from '../engine/limits.ts';
import { openLine } from '../engine/line.ts';
import { leftoverOf } from './leftover.ts';
import { removeLeftovers, type Removal } from './removal.ts';

export type CleanUpJob = {
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
  /** Folder of the run that left resources behind. */
  readonly directory: string;
};

/**
 * Removes what a run left behind on a target, by its `created.jsonl`; resources that were already removed are skipped. Results are appended
 * to that file, so that a second clean-up finds nothing to do.
 */
export const cleanUpRun = async (
  { contract, target, secrets, directory }: CleanUpJob,
  signal: AbortSignal,
): Promise<readonly Removal[]> => {
  const left = readCreated(directory).filter((line) => line.target === target.name && mayBeThere(line));
  if (left.length === 0) return [];
  const line = await openLine({ contract, target, secrets, options: { seed: 0, nonce: 'cleanup' } }, createBrake(signal), {
    onWait: () => undefined,
    onCreated: () => undefined,
    onChanged: () => undefined,
    onRemoved: () => undefined,
    saw: () => undefined,
  });
  const ledger = createCreatedLedger(directory, target.name);
  try {
    const removals = await removeLeftovers(line.sessionOf(1), left.map(leftoverOf), line.traffic.adopt);
    const byEntry = new Map(left.map((one) => [one.entry, one]));
    for (const { outcome, entry = '' } of removals) {
      const gone = outcome === 'removed' || outcome === 'gone' ? byEntry.get(entry) : undefined;
      if (gone) ledger.removed(gone);
    }
    return removals;
  } finally {
    await line.close();
    ledger.close();
  }
};
