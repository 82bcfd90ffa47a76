import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { RunRecord } from '../../model/record.ts';
import { historyLines } from '../../policy/history.ts';

/** Whether a file ends with a complete line. A line that a full disk cut off must not be joined with the next one. */
const endsLine = (file: number): boolean => {
  const { size } = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] === 0x0a;
};

/**
 * Appends a finished run to the history, in one write at the end of the file, so that parallel runs do not mix their lines.
 * @returns why it failed; undefined on success. A finished run must not fail because of it.
 */
export const appendHistory = (path: string, record: RunRecord): string | undefined => {
  try {
    const file = openSync(path, 'a+');
    try {
      const text = historyLines(record)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('');
      const bytes = Buffer.from(endsLine(file) ? text : `\n${text}`, 'utf8');
      const written = writeSync(file, bytes);
      return written === bytes.length ? undefined : `Cannot append to "${path}": only ${written} of ${bytes.length} bytes were written`;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return `Cannot append to "${path}": ${error instanceof Error ? error.message : String(error)}`;
  }
};
