import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { isObject } from '../../model/json.ts';
import { linesOf } from '../../model/file-lines.ts';
import type { RunRecord } from '../../model/record.ts';
import { type HistoryLine, isIntact } from '../../policy/history/history-line.ts';
import { historyLines, type Latencies } from '../../policy/history/history-lines.ts';

/** Whether a file ends with a complete line. A line that a full disk cut off must not be joined with the next one. */
const endsLine = (file: number): boolean => {
  const { size } = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] === 0x0a;
};

/** Digests of the requirements that some line of a history has in words. */
const wordsIn = (path: string): ReadonlySet<string> => {
  const known = new Set<string>();
  for (const text of linesOf(path)) {
    if (!text.includes('"requirements":{')) continue;
    try {
      const line = JSON.parse(text) as HistoryLine;
      if (isObject(line) && typeof line.requirementsDigest === 'string' && isIntact(line)) known.add(line.requirementsDigest);
    } catch {
      // A line that was cut off or altered has no words for a reader either.
    }
  }
  return known;
};

/**
 * Appends a finished run to the history, in one write at the end of the file. The system puts such writes one after another; where it does not, as over a
 * network, the caller takes turns with other runs.
 * @returns why it failed; undefined on success. A finished run must not fail because of it.
 */
export const appendHistory = (path: string, record: RunRecord, latencies?: Latencies): string | undefined => {
  try {
    const file = openSync(path, 'a+');
    try {
      // Reading from a pipe could wait for ever.
      if (!fstatSync(file).isFile()) return `Cannot append to "${path}": it is not a file`;
      const known = wordsIn(path);
      const text = historyLines(record, latencies === undefined ? { known } : { known, latencies })
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('');
      const bytes = Buffer.from(endsLine(file) ? text : `\n${text}`, 'utf8');
      const written = writeSync(file, bytes);
      // A run that was told is in the history also after the machine lost its power.
      fsyncSync(file);
      return written === bytes.length ? undefined : `Cannot append to "${path}": only ${written} of ${bytes.length} bytes were written`;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return `Cannot append to "${path}": ${error instanceof Error ? error.message : String(error)}`;
  }
};
