import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BegunRecord, readBegun, readRecord, RecordError } from '../../model/record.ts';
import { mayBeThere } from '../../exchange/read-created.ts';
import { reportNames } from '../../model/report-names.ts';
import { reportFile } from '../../report/report-files.ts';
import { ledgerOf } from '../cleanup/ledger-of.ts';
import { isRunName } from '../run/directory.ts';
import { UsageError } from '../../config/usage-error.ts';

/** The folder of a run, as far as it is certain what it is. */
export type RunFolder = {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly record: BegunRecord;
  /** It has a footer and is unchanged. */
  readonly isFinished: boolean;
};

/** What a run, a gate, a replay or a report writes into the folder of a run. */
const ownNames = new Set([
  ...reportNames.map(reportFile),
  'run.jsonl',
  'created.jsonl',
  'exchanges',
  'documents',
  'replays',
  'gate.md',
  'junit.xml',
]);

/** What a kill left of a file that is written in one step. */
const isPart = (name: string): boolean => ownNames.has(name.replace(/\.\d+\.part$/u, ''));

/** Names in a folder that assay did not write. */
const strangersIn = (path: string): readonly string[] => {
  const own = readdirSync(path, { withFileTypes: true });
  const below = (name: string, isOwn: (one: string) => boolean): readonly string[] =>
    own.some((one) => one.name === name && one.isDirectory())
      ? readdirSync(join(path, name))
          .filter((one) => !isOwn(one))
          .map((one) => `${name}/${one}`)
      : [];
  return [
    ...own.filter((one) => !isPart(one.name) || one.isSymbolicLink()).map((one) => one.name),
    ...below('exchanges', (one) => /^\d+\.jsonl(?:\.\d+\.part)?$/u.test(one)),
    ...below('replays', isRunName),
  ];
};

/**
 * What is in a folder that is named like a run.
 * @returns the run, or why it is not certain to be one.
 * @throws {Error} of the file system.
 */
export const runFolderOf = (path: string, name: string): RunFolder | string => {
  const [stranger, ...more] = strangersIn(path);
  if (stranger !== undefined) return `it has ${stranger}${more.length === 0 ? '' : ` and ${more.length} more`}, which assay did not write`;
  const file = join(path, 'run.jsonl');
  try {
    const record = readBegun(file);
    if (record.header.run !== name) return `its record is that of run ${record.header.run}`;
    // The whole record is proved, as a reader would.
    if (record.footer !== undefined) readRecord(file);
    return { name, path, record, isFinished: record.footer !== undefined };
  } catch (error) {
    if (error instanceof RecordError) return error.message;
    throw error;
  }
};

/** The folders of the replays of a run. */
const replaysIn = (path: string): readonly string[] => {
  const folder = join(path, 'replays');
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
};

/** When something in the folder of a run was last written, in milliseconds since the epoch. */
export const lastWritten = (path: string): number =>
  Math.max(
    ...[path, join(path, 'exchanges'), ...replaysIn(path)].flatMap((folder) => {
      try {
        return [folder, ...readdirSync(folder).map((name) => join(folder, name))].map((one) => lstatSync(one).mtimeMs);
      } catch {
        return [];
      }
    }),
  );

/**
 * Why the list of creations of a run, or of one of its replays, is still needed; undefined where it is not. What calls with unknown effects did is not in question: nothing can be removed by it.
 */
export const stillNamed = ({ path, record }: RunFolder): string | undefined => {
  // The servers of a demo have stopped and kept nothing.
  if (record.header.demo) return undefined;
  for (const folder of [path, ...replaysIn(path)]) {
    try {
      const left = ledgerOf(folder, 'prune').filter((line) => mayBeThere(line) && line.isCall !== true).length;
      const what = folder === path ? 'its list of creations' : 'the list of creations of a replay';
      if (left > 0) return `${what} still names ${left === 1 ? 'a resource that may be' : `${left} resources that may be`} on the target`;
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
  }
  return undefined;
};
