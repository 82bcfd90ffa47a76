import { dirname, join } from 'node:path';
import type { RunRecord } from '../../model/record.ts';
import type { Latencies } from '../../policy/history/history-lines.ts';
import type { ParsedHistory } from '../../policy/history/parse-history.ts';
import type { Call } from '../../report/index.ts';
import { latenciesOf } from '../../report/index.ts';
import { openHistory } from '../history/open-history.ts';
import { writeHistoryPage } from '../history/write-history-page.ts';
import { appendHistory } from './append-history.ts';
import { inTurn } from './lease/in-turn.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const latenciesIn = (calls: ReadonlyMap<string, readonly Call[]>): Latencies =>
  new Map(
    [...calls].map(([target, own]) => [
      target,
      Object.fromEntries(latenciesOf(own).map(({ operation, count, median, p95 }) => [operation, [count, median, p95] as const])),
    ]),
  );

/** What became of the history of a run. */
export type KeptHistory = {
  /** What went wrong; a finished run does not fail because of it. */
  readonly warnings: readonly string[];
  /** The history with the run; undefined where it cannot be read. */
  readonly parsed: ParsedHistory | undefined;
};

/**
 * Adds a run to the history beside its folder.
 * @param directory Of the run, absolute.
 */
export const keepHistory = async (
  directory: string,
  record: RunRecord,
  calls: () => ReadonlyMap<string, readonly Call[]>,
): Promise<KeptHistory> => {
  const path = join(dirname(directory), 'history.jsonl');
  let latencies: Latencies | undefined;
  try {
    latencies = latenciesIn(calls());
  } catch {
    // The exchanges cannot be read: the line has no latencies, and the reports say why.
  }
  const unwritten = await inTurn(join(dirname(directory), '.leases'), 'history.jsonl', () => appendHistory(path, record, latencies));
  if (unwritten !== undefined) return { warnings: [unwritten], parsed: undefined };
  try {
    return { warnings: [], parsed: openHistory(path) };
  } catch (error) {
    return { warnings: [messageOf(error)], parsed: undefined };
  }
};

/**
 * Writes the page of the history beside the folder of a run anew.
 * @param directory Of the run, absolute.
 * @returns why it failed; undefined on success.
 */
export const refreshHistoryPage = async (directory: string, parsed: ParsedHistory): Promise<string | undefined> => {
  const runs = dirname(directory);
  const file = join(runs, 'history.html');
  try {
    await writeHistoryPage(parsed, runs, file, new Date());
    return undefined;
  } catch (error) {
    return `Cannot write "${file}": ${messageOf(error)}`;
  }
};
