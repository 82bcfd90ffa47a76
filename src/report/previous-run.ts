import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { readHeader, readRecord, type RunRecord } from '../model/record.ts';

/** Most neighbours that are looked at, so that a folder with thousands of runs costs nothing. */
const mostLookedAt = 12;

/** The value, or undefined where reading it fails: a run that was killed, or that another version wrote, is passed over. */
const readable = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/**
 * The last complete run before a given one that judged one of its targets by the same contract, from the folder in which its directory is. Runs
 * are named by the time of their start. Undefined where there is none.
 */
export const previousRun = ({ header }: RunRecord, directory: string): RunRecord | undefined => {
  const folder = dirname(resolve(directory));
  if (!existsSync(folder)) return undefined;
  const own = basename(resolve(directory));
  const names = (readable(() => readdirSync(folder)) ?? [])
    .filter((name) => name !== own && /^\d{4}-\d\d-\d\dT/u.test(name) && name < header.run && existsSync(join(folder, name, 'run.jsonl')))
    .toSorted()
    .toReversed();
  for (const name of names.slice(0, mostLookedAt)) {
    const path = join(folder, name, 'run.jsonl');
    const other = readable(() => readHeader(path));
    const isComparable =
      other?.shard === undefined &&
      other?.targets.some((one) => header.targets.some(({ target, contract }) => target === one.target && contract === one.contract));
    const record = isComparable === true ? readable(() => readRecord(path)) : undefined;
    if (record !== undefined) return record;
  }
  return undefined;
};
