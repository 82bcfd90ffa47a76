import { Ajv2020 } from 'ajv/dist/2020.js';
import { UsageError } from '../../config/usage-error.ts';
import { count, digest, object, text } from '../../model/schema-shapes.ts';
import { isPlainName } from './store-address.ts';

/** A file of a stored run. */
export type StoredFile = {
  /** Below the folder of the run, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
};

/** The list of a stored run. It is uploaded last, so a run without it is not whole. */
export type StoredRun = {
  readonly format: 1;
  /** Id of the run, and the name of the folder beside the list in which its files are. */
  readonly run: string;
  /** By their paths; one of them is the record. */
  readonly files: readonly StoredFile[];
};

/** Name of the list. */
export const listName = 'stored.json';
/** Name of the record, the file without which a folder is no run. */
export const recordName = 'run.jsonl';
/** Most octets of a list that are read. */
export const mostListBytes = 32 * 1024 * 1024;

const schema = object({
  format: { const: 1 },
  run: text,
  files: { type: 'array', items: object({ path: text, bytes: count, sha256: digest }) },
});
const fits = new Ajv2020().compile<StoredRun>(schema);

const sorted = (files: readonly StoredFile[]): readonly StoredFile[] =>
  files.toSorted((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));

/** The list as it is stored. */
export const listText = (run: string, files: readonly StoredFile[]): string =>
  `${JSON.stringify({ format: 1, run, files: sorted(files) } satisfies StoredRun, undefined, 1)}\n`;

/** Why the paths of a list cannot be those of a run; undefined where they can. */
const whyNoPaths = (paths: readonly string[]): string | undefined => {
  if (new Set(paths).size < paths.length) return 'it names a file twice';
  if (!paths.includes(recordName)) return 'it has no record';
  if (!paths.every((path) => path.length <= 1000 && path.split('/').every(isPlainName))) return 'it names a file outside of its folder';
  const all = new Set(paths);
  const isBelowFile = (path: string): boolean => path.split('/').some((_step, n, steps) => n > 0 && all.has(steps.slice(0, n).join('/')));
  return paths.some(isBelowFile) ? 'it names a file as a folder' : undefined;
};

/**
 * Reads a list. It may have been written by anybody who may write into the bucket, so nothing in it leads out of a folder.
 * @param where Where it is, for the message.
 * @throws {UsageError} for a text that is no such list.
 */
export const readList = (listed: string, where: string): StoredRun => {
  const refused = (why: string): UsageError =>
    new UsageError(`Cannot read ${where}/${listName}: ${why}; upload the run to another place with this version of assay`);
  let value: unknown;
  try {
    value = JSON.parse(listed);
  } catch {
    throw refused('it is not JSON');
  }
  if (!fits(value)) throw refused('it is not the list of a stored run');
  if (!isPlainName(value.run)) throw refused('it names no run');
  const why = whyNoPaths(value.files.map(({ path }) => path));
  if (why !== undefined) throw refused(why);
  return { format: 1, run: value.run, files: sorted(value.files) };
};
