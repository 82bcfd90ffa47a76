import { dirname, join } from 'node:path';
import type { RunRecord } from '../../model/record.ts';
import type { Latencies } from '../../policy/history/history-lines.ts';
import type { Call } from '../../report/index.ts';
import { latenciesOf } from '../../report/index.ts';
import { openHistory } from '../history/open-history.ts';
import { writeHistoryPage } from '../history/write-history-page.ts';
import { appendHistory } from './append-history.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const latenciesIn = (calls: ReadonlyMap<string, readonly Call[]>): Latencies =>
  new Map(
    [...calls].map(([target, own]) => [
      target,
      Object.fromEntries(latenciesOf(own).map(({ operation, count, median, p95 }) => [operation, [count, median, p95] as const])),
    ]),
  );

/**
 * Adds a run to the history beside its folder.
 * @param directory Of the run, absolute.
 * @returns why it failed; undefined on success.
 */
export const addToHistory = (
  directory: string,
  record: RunRecord,
  calls: () => ReadonlyMap<string, readonly Call[]>,
): string | undefined => {
  const path = join(dirname(directory), 'history.jsonl');
  let latencies: Latencies | undefined;
  try {
    latencies = latenciesIn(calls());
  } catch {
    // The exchanges cannot be read: the line has no latencies, and the reports say why.
  }
  return appendHistory(path, record, latencies);
};

/**
 * Writes the page of the history beside the folder of a run anew.
 * @param directory Of the run, absolute.
 * @returns why it failed; undefined on success.
 */
export const refreshHistoryPage = async (directory: string): Promise<string | undefined> => {
  const runs = dirname(directory);
  const file = join(runs, 'history.html');
  try {
    const parsed = openHistory(join(runs, 'history.jsonl'));
    if (parsed !== undefined && parsed.lines.length > 0) await writeHistoryPage(parsed, runs, file, new Date());
    return undefined;
  } catch (error) {
    return `Cannot write "${file}": ${messageOf(error)}`;
  }
};
