import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { durationOf } from '../../config/duration.ts';
import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { printable } from '../../report/foreign-text.ts';
import type { Io } from '../io.ts';
import { interruptBy } from '../run/interrupt.ts';
import type { ObjectStore } from './object-store.ts';
import { openStore, type OpenS3 } from './open-store.ts';
import { saveRun } from './save-run.ts';
import { sizeWords } from './size-words.ts';
import { isPlainName, storeAddressOf, type StoreAddress } from './store-address.ts';
import { listName, mostListBytes, readList, type StoredRun } from './stored-run.ts';

export type DownloadOptions = {
  /** So many runs are expected. */
  readonly runs?: string;
  /** How long to wait for them. */
  readonly wait?: string;
  readonly allow?: string;
};

/** Between two looks at the storage. */
const usualBetweenMs = 5_000;

const countOf = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/u.test(text)) throw new UsageError('Cannot use --runs: must be a whole number from 1 to 99999');
  return Number(text);
};

/** A folder that is empty or can be made, absolute. */
const freshFolder = (cwd: string, named: string): string => {
  const folder = resolve(cwd, named);
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0) throw new UsageError(`Cannot write into "${named}": the directory is not empty, name another one`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot write into "${named}": ${systemCode(error) ?? 'unknown error'}; name another directory`);
  }
  return folder;
};

/** A stored run, and where it is: directly at the address (no name), or in a folder below it. */
type Found = { readonly name: string | undefined; readonly stored: StoredRun };

const foundAt = async (store: ObjectStore, prefix: string, where: string, name?: string): Promise<readonly Found[]> => {
  const listed = await store.read(`${prefix}/${listName}`, mostListBytes);
  return listed === undefined ? [] : [{ name, stored: readList(listed, where) }];
};

/** The runs that are stored whole, without those that are known. */
const look = async (store: ObjectStore, { prefix, text }: StoreAddress, known: ReadonlySet<string>): Promise<readonly Found[]> => {
  const itself = known.size === 0 ? await foundAt(store, prefix, text) : [];
  if (itself.length > 0) return itself;
  const found: Found[] = [];
  for (const name of await store.folders(prefix))
    if (isPlainName(name) && !known.has(name)) found.push(...(await foundAt(store, `${prefix}/${name}`, `${text}/${name}`, name)));
  return found;
};

/**
 * `assay download s3://bucket/prefix DIR`: fetches the run that is stored there into the folder, or all runs that are stored directly below, each into a folder of its
 * name, as `assay merge` takes them. What is not stored whole is left out.
 * @param betweenMs Between two looks at the storage.
 * @returns 0; 3 where there is none, fewer than expected, or it was interrupted.
 * @throws {UsageError} for a folder that is not empty, a run that was changed in the storage, and a storage that cannot be used.
 */
export const download = async (
  from: string,
  to: string,
  options: DownloadOptions,
  io: Io,
  { open, betweenMs = usualBetweenMs }: { readonly open?: OpenS3; readonly betweenMs?: number } = {},
): Promise<number> => {
  const { runs, wait, allow } = options;
  const address = storeAddressOf(from);
  const expected = runs === undefined ? 1 : countOf(runs);
  const waitMs = wait === undefined ? 0 : durationOf(wait, '--wait') * 1000;
  const { signal, release } = interruptBy(io, () => io.stderr.write('Interrupted: not everything was fetched.\n'));
  const store = await openStore(io, address, { signal, ...(allow === undefined ? {} : { allow }) }, open);
  const known = new Set<string>();
  let has = 0;
  try {
    const folder = freshFolder(io.cwd, to);
    const end = performance.now() + waitMs;
    for (;;) {
      for (const { name, stored } of await look(store, address, known)) {
        const place = name === undefined ? address : { prefix: `${address.prefix}/${name}`, text: `${address.text}/${name}` };
        await saveRun(store, place.prefix, stored, name === undefined ? folder : join(folder, name));
        if (name !== undefined) known.add(name);
        has += 1;
        const bytes = stored.files.reduce((sum, one) => sum + one.bytes, 0);
        io.stdout.write(printable(`${place.text}  fetched: ${stored.run}, ${sizeWords(stored.files.length, bytes)}\n`));
        if (name === undefined) break;
      }
      const leftMs = end - performance.now();
      if (has >= expected || leftMs <= 0 || existsSync(join(folder, 'run.jsonl'))) break;
      await pause(Math.min(betweenMs, leftMs), undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) return 3;
    throw error;
  } finally {
    release();
    store.close();
  }
  if (has >= expected) return 0;
  const what = runs === undefined ? 'no run is stored whole' : `${has} of ${expected} runs ${has === 1 ? 'is' : 'are'} stored whole`;
  io.stderr.write(`${address.text}: ${what}${wait === undefined ? '; wait for them with --wait 30m' : ` after ${wait}`}\n`);
  return 3;
};
