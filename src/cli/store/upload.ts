import { join } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import type { Io } from '../io.ts';
import { displayPathOf, openRun } from '../report/open-run.ts';
import { interruptBy } from '../run/interrupt.ts';
import { inParallel } from './in-parallel.ts';
import type { ObjectStore } from './object-store.ts';
import { openStore, type OpenS3 } from './open-store.ts';
import { runFiles } from './run-files.ts';
import { sizeWords } from './size-words.ts';
import { storeAddressOf, type StoreAddress } from './store-address.ts';
import { listName, listText, mostListBytes, readList, recordName, type StoredFile } from './stored-run.ts';

export type UploadOptions = {
  /** A run that is stored there already stays, and that is no error. */
  readonly keep?: boolean;
  readonly allow?: string;
};

/** Files that are sent at a time. */
const atATime = 8;

/** What is stored at a place already. */
type Before = 'nothing' | 'the same' | { readonly run: string };

const storedBefore = async (store: ObjectStore, { prefix, text }: StoreAddress, own: string): Promise<Before> => {
  const listed = await store.read(`${prefix}/${listName}`, mostListBytes);
  if (listed === undefined) return 'nothing';
  return listed === own ? 'the same' : { run: readList(listed, text).run };
};

const total = (files: readonly StoredFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Sends what is not there, and the list last: without it nobody takes the run for whole. */
const store = async (
  to: ObjectStore,
  address: StoreAddress,
  { run, directory, files }: { readonly run: string; readonly directory: string; readonly files: readonly StoredFile[] },
): Promise<Before> => {
  const list = listText(run, files);
  const before = await storedBefore(to, address, list);
  if (before !== 'nothing') return before;
  // The folder has the name of the run, so that two runs that are sent to one place at the same time do not mix.
  const send = ({ path, bytes }: StoredFile): Promise<void> => to.upload(`${address.prefix}/${run}/${path}`, join(directory, path), bytes);
  await inParallel(
    files.filter(({ path }) => path !== recordName),
    atATime,
    send,
  );
  await inParallel(
    files.filter(({ path }) => path === recordName),
    1,
    send,
  );
  if (await to.create(`${address.prefix}/${listName}`, list)) return 'nothing';
  const first = await storedBefore(to, address, list);
  if (first !== 'nothing') return first;
  throw new UsageError(`Cannot write ${address.text}/${listName}: somebody else is writing it; try again`);
};

/**
 * `assay upload RUN s3://bucket/prefix`: stores the folder of a whole run in an object storage.
 * @returns 0, or 3 if it was interrupted.
 * @throws {UsageError} for a run without a whole record, another run at that place, and a storage that cannot be used.
 */
export const upload = async (run: string, to: string, { keep = false, allow }: UploadOptions, io: Io, open?: OpenS3): Promise<number> => {
  const address = storeAddressOf(to);
  const { record, directory } = openRun(run, io.cwd);
  const files = await runFiles(directory);
  const id = record.header.run;
  const { signal, release } = interruptBy(io, () => io.stderr.write('Interrupted: the run is not stored whole.\n'));
  const opened = await openStore(io, address, { signal, ...(allow === undefined ? {} : { allow }) }, open);
  try {
    const before = await store(opened, address, { run: id, directory, files });
    if (before === 'nothing' || before === 'the same') {
      const how = before === 'nothing' ? 'stored' : 'was stored before';
      io.stdout.write(`${address.text}  ${how}: ${id}, ${sizeWords(files.length, total(files))}\n`);
      return 0;
    }
    if (!keep)
      throw new UsageError(
        `Cannot store ${displayPathOf(directory)}: ${before.run === id ? 'this run with other files' : `run ${before.run}`} is stored at ${address.text} already; name another place, or leave it there with --keep`,
      );
    io.stdout.write(`${address.text}  kept: ${before.run} is stored there already\n`);
    return 0;
  } catch (error) {
    if (signal.aborted) return 3;
    throw error;
  } finally {
    release();
    opened.close();
  }
};
