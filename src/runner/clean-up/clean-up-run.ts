import type { Contract } from '../../contract/model.ts';
import { createCreatedLedger } from '../../exchange/created-ledger.ts';
import { mayBeThere, readCreated } from '../../exchange/read-created.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { createBrake } from '../engine/limits.ts';
import { openLine } from '../engine/line.ts';
import { removeLeftovers, type Removal } from './removal.ts';

export type CleanUpJob = {
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
  /** Folder of the run that was killed. */
  readonly directory: string;
};

/**
 * Removes what a run left behind on a target, as its `created.jsonl` says; things already removed are passed over.
 * What was done is added to that file, so that a second clean-up finds nothing to do.
 */
export const cleanUpRun = async (
  { contract, target, secrets, directory }: CleanUpJob,
  signal: AbortSignal,
): Promise<readonly Removal[]> => {
  const left = readCreated(directory).filter((line) => line.target === target.name && mayBeThere(line));
  if (left.length === 0) return [];
  const line = openLine({ contract, target, secrets, options: { seed: 0, nonce: 'cleanup' } }, createBrake(signal), {
    onWait: () => undefined,
    onCreated: () => undefined,
    saw: () => undefined,
  });
  const ledger = createCreatedLedger(directory, target.name);
  try {
    const leftovers = left.map(({ collection, operation, label, id, base }) => ({
      collection: collection ?? operation,
      label,
      ...(id === undefined ? {} : { id }),
      ...(base === undefined ? {} : { base }),
    }));
    const removals = await removeLeftovers(line.sessionOf(1), leftovers);
    for (const { outcome, collection, label, base } of removals) {
      if (outcome !== 'removed' && outcome !== 'gone') continue;
      const entry = left.find((one) => (one.collection ?? one.operation) === collection && one.label === label && one.base === base);
      if (entry) ledger.removed(entry);
    }
    return removals;
  } finally {
    await line.close();
    ledger.close();
  }
};
