import { statSync } from 'node:fs';
import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { linesOf } from '../../model/file-lines.ts';
import { type ParsedHistory, parseHistory } from '../../policy/history/parse-history.ts';

/**
 * Reads a history from the disk.
 * @param path Absolute.
 * @returns undefined where there is no such file.
 * @throws {UsageError} where it cannot be read.
 */
export const openHistory = (path: string): ParsedHistory | undefined => {
  try {
    // Reading from a pipe could wait for ever.
    if (!statSync(path).isFile()) throw new UsageError(`Cannot read the history "${path}": it is not a file`);
    return parseHistory(linesOf(path));
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === undefined) throw error;
    throw new UsageError(`Cannot read the history "${path}": ${code}`);
  }
};
