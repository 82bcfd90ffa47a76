import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../../config/usage-error.ts';
import { inParallel } from './in-parallel.ts';
import type { ObjectStore } from './object-store.ts';
import { recordName, type StoredFile, type StoredRun } from './stored-run.ts';

/** Files that are fetched at a time. */
const atATime = 8;

/** Writes a file, and proves that it is the one of the list. */
const saveFile = (store: ObjectStore, key: string, file: string, { path, bytes, sha256 }: StoredFile): Promise<void> => {
  const changed = (why: string): UsageError =>
    new UsageError(`Cannot use "${path}" at ${key}: ${why}, so it was changed after it was stored; upload the run to another place`);
  return store.download(key, bytes, async (body) => {
    const hash = createHash('sha256');
    let length = 0;
    const proven = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        length += chunk.byteLength;
        if (length > bytes) throw changed(`it has more than the ${bytes} octets of the list`);
        hash.update(chunk);
        yield chunk;
      }
    };
    // Opened before, so that a failure leaves no file that is made only after the folder was emptied.
    const opened = await open(file, 'w');
    await pipeline(proven, opened.createWriteStream());
    if (length !== bytes) throw changed(`it has ${length} octets instead of the ${bytes} of the list`);
    if (hash.digest('hex') !== sha256) throw changed('its digest is not that of the list');
  });
};

/**
 * Fetches a stored run into a folder. The record comes last, and gets its name when all of it is proven: a folder without it is no run.
 * @param prefix Where the list is.
 * @param folder Absolute; it is made, and emptied again where something fails.
 * @throws {UsageError} for a file that is not there or is not the one of the list.
 */
export const saveRun = async (store: ObjectStore, prefix: string, { run, files }: StoredRun, folder: string): Promise<void> => {
  const save = async (one: StoredFile): Promise<void> => {
    const file = join(folder, one.path);
    const unproven = one.path === recordName ? `${file}.part` : file;
    mkdirSync(dirname(file), { recursive: true });
    await saveFile(store, `${prefix}/${run}/${one.path}`, unproven, one);
    if (unproven !== file) renameSync(unproven, file);
  };
  const isRecord = ({ path }: StoredFile): boolean => path === recordName;
  try {
    await inParallel(
      files.filter((one) => !isRecord(one)),
      atATime,
      save,
    );
    await inParallel(files.filter(isRecord), 1, save);
  } catch (error) {
    // The folder itself may be the place where a volume is mounted.
    for (const name of existsSync(folder) ? readdirSync(folder) : []) rmSync(join(folder, name), { recursive: true, force: true });
    throw error;
  }
};
