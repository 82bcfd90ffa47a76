import type { NotifyOccasion } from '../../../config/notify-config.ts';
import type { RunRecord } from '../../../model/record.ts';
import type { HistoryLine } from '../../../policy/history/history-line.ts';
import { historyLines } from '../../../policy/history/history-lines.ts';

/** What is told of a target: ids and numbers alone, nothing that was sent or received. */
export type NotifiedTarget = {
  readonly target: string;
  readonly exitCode: number;
  readonly ended: string;
  readonly requests: number;
  /** Requirements that failed, of any level. */
  readonly failed: readonly string[];
  /** Those that did not fail in the run before, and those that did and do not any more. */
  readonly broke: readonly string[];
  readonly mended: readonly string[];
};

/** The body of a notification; its envelope is that of Standard Webhooks 1.0.0. */
export type Notification = {
  readonly type: 'assay.run.finished';
  readonly timestamp: string;
  readonly data: {
    readonly run: string;
    readonly startedAt: string;
    readonly exitCode: number;
    /** The verdict of a target is another one than in the run before. */
    readonly changed: boolean;
    readonly targets: readonly NotifiedTarget[];
  };
};

/** What a run is compared with: where there is no run before, one without a failure. */
const before = (lines: readonly HistoryLine[], run: string, target: string): Pick<HistoryLine, 'exitCode' | 'failed'> =>
  lines.filter((line) => line.target === target && line.run !== run).at(-1) ?? { exitCode: 0, failed: [] };

/**
 * The notification of a run.
 * @param history The history, with the run or without it; empty where it has none.
 */
export const notificationOf = (record: RunRecord, history: readonly HistoryLine[], now: Date): Notification => {
  const { run, startedAt } = record.header;
  let changed = false;
  const targets = historyLines(record).map(({ target, exitCode, ended = 'complete', requests, failed }): NotifiedTarget => {
    const last = before(history, run, target);
    const broke = failed.filter((id) => !last.failed.includes(id));
    const mended = last.failed.filter((id) => !failed.includes(id));
    changed ||= exitCode !== last.exitCode || broke.length > 0 || mended.length > 0;
    return { target, exitCode, ended, requests, failed, broke, mended };
  });
  return {
    type: 'assay.run.finished',
    timestamp: now.toISOString(),
    data: { run, startedAt, exitCode: record.footer.exitCode, changed, targets },
  };
};

/** Whether somebody wants to know. */
export const isWanted = (on: NotifyOccasion, { data: { changed, exitCode } }: Notification): boolean =>
  on === 'always' || (on === 'failure' ? exitCode !== 0 : changed);
