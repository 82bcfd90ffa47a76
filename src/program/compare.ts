import type { CompareDocument } from '../report/compare/compare-document.ts';
import type { CompareOptions } from './options.ts';

/**
 * Compares the targets of finished runs. Sends nothing; writes only the page, if one is asked for.
 * @returns the comparison, with the members of `assay compare --json`.
 * @throws {UsageError} for a run that cannot be found or read, for a run named twice, and for fewer than two targets; the reason of the signal when
 *   it is aborted.
 */
export const compare = async ({ runs, cwd = process.cwd(), page, signal }: CompareOptions): Promise<CompareDocument> => {
  signal?.throwIfAborted();
  // Loaded on demand: importing the package must stay cheap for who only wants `defineConfig`.
  const { openRun } = await import('../cli/report/open-run.ts');
  const { compareOpened, writeComparePage } = await import('../cli/compare/compare.ts');
  const { compareDocument } = await import('../report/index.ts');
  const { resolve } = await import('node:path');
  const opened = runs.map((run) => openRun(run, cwd));
  const comparison = await compareOpened(opened);
  signal?.throwIfAborted();
  if (page !== undefined) await writeComparePage(comparison, opened, resolve(cwd, page));
  return compareDocument(comparison);
};
