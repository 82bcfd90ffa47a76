import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ParsedHistory } from '../../policy/history/parse-history.ts';
import { targetHistories } from '../../policy/history/target-history.ts';
import { writeWhole } from '../../report/write-whole.ts';
import { pageAddress } from '../report/page-address.ts';
import { isRunName } from './run-name.ts';

/**
 * Writes the page of a history, in one step, so that a reader never sees half of it.
 * @param runs Folder with the folders of the runs, absolute.
 * @param file Absolute.
 * @throws {Error} of the file system.
 */
export const writeHistoryPage = async ({ lines, damaged }: ParsedHistory, runs: string, file: string, now: Date): Promise<void> => {
  // Loaded only here, as its view is large.
  const { historyPage } = await import('../../report/history/history-page.ts');
  const page = historyPage({
    targets: targetHistories(lines),
    damaged,
    madeAt: now.toISOString(),
    pageOf: (run) => (isRunName(run) ? pageAddress(join(runs, run), file) : undefined),
  });
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, page);
};
