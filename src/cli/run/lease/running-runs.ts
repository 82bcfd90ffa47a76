import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Claimant, isClaimant } from './claim.ts';
import { beginOf, isRunning, placeOfThisProcess } from './process-place.ts';
import { leasesOfThisMachine } from './take-leases.ts';

/** A claim of another machine counts for so long after its last sign of life: what is about to be deleted has to be dead beyond doubt. */
const doubtMs = 24 * 60 * 60 * 1000;

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** The claim in a file, where its process may be alive. */
const livingIn = (path: string, here: string): Claimant | undefined => {
  let value: unknown;
  let seen: number;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
    seen = statSync(path).mtimeMs;
  } catch {
    // It has just left, or a crash of the machine left it without a text.
    return undefined;
  }
  if (!isClaimant(value)) return undefined;
  if (value.place !== here) return Math.abs(Date.now() - seen) < doubtMs ? value : undefined;
  if (!isRunning(value.pid)) return undefined;
  const begin = beginOf(value.pid);
  return value.begin === undefined || begin === undefined || value.begin === begin ? value : undefined;
};

const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** The runs that are going on. */
export type RunningRuns = {
  /** Their folders, absolute, as far as they have told them. */
  readonly directories: ReadonlySet<string>;
  /** Whether one has just begun, so that it is not known yet which earlier run it goes on with. */
  readonly isOneBeginning: boolean;
};

/**
 * The runs that hold a lease, on this machine or on one that shares the folder of the runs. Reads only.
 * @param reports The folder of the runs, absolute.
 */
export const runningRuns = (reports: string): RunningRuns => {
  const here = placeOfThisProcess();
  const found = [leasesOfThisMachine(), join(reports, '.leases')].flatMap((folder) =>
    namesIn(folder).flatMap((name) => livingIn(join(folder, name), here) ?? []),
  );
  return {
    directories: new Set(found.flatMap(({ directory }) => (directory === undefined ? [] : [real(directory)]))),
    isOneBeginning: found.some(({ directory }) => directory === undefined || !existsSync(join(directory, 'run.jsonl'))),
  };
};
