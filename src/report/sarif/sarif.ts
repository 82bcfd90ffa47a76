import type { Invocation, Log, Notification, Run } from 'sarif';

import { exitCodes } from '../../model/record.ts';
import { brokenPromises } from '../broken-promises.ts';
import { type EndedTarget, endedTargets } from '../ended-targets.ts';
import type { ReportInput } from '../report-input.ts';
import { uriSegment } from '../repository-path.ts';
import { safeJson } from '../safe-json.ts';
import { staleEntries } from '../stale-entries.ts';
import { plainMessage } from './sarif-text.ts';
import { sarifResult, staleResult } from './sarif-results.ts';
import { sarifRules } from './sarif-rules.ts';

/** Code scanning of GitHub takes so many results of a run, and refuses a file with more than so many runs. */
const [mostResults, mostRuns] = [5000, 20];

/** Most failures of assay itself that are told one by one. */
const mostErrors = 50;

const notice = (level: 'error' | 'warning' | 'note', id: string, text: string): Notification => ({
  descriptor: { id },
  level,
  message: plainMessage(text),
});

/** What the reader of the results has to know: that a run ended early, where assay itself failed, and what is not in the file. */
const notificationsOf = ({ footer, judged }: EndedTarget, cut: number): readonly Notification[] => {
  const broken = judged.flatMap(({ case: planned, verdict }) => (verdict.kind === 'broken' ? [{ planned, error: verdict.error }] : []));
  const { ended } = footer;
  return [
    ...(ended.kind === 'lost' ? [notice('error', 'lost', `assay lost this target: ${ended.reason}`)] : []),
    ...(ended.kind === 'stopped' ? [notice('warning', 'stopped', `The run was stopped: ${ended.message}`)] : []),
    ...broken.slice(0, mostErrors).map(({ planned, error }) => notice('error', 'broken', `${planned.id}: ${error}`)),
    ...(broken.length > mostErrors ? [notice('error', 'broken', `and ${broken.length - mostErrors} more cases`)] : []),
    ...(cut > 0
      ? [
          notice(
            'warning',
            'cut',
            `${cut} of ${cut + mostResults} results are left out, the least severe ones, because code scanning takes ${mostResults}; the record has all`,
          ),
        ]
      : []),
  ];
};

const invocationOf = (input: ReportInput, ended: EndedTarget, notifications: readonly Notification[]): Invocation => {
  const { startedAt } = input.record.header;
  const { exitCode, seconds, ended: end } = ended.footer;
  return {
    executionSuccessful: end.kind === 'complete' && exitCode !== 4,
    exitCode,
    exitCodeDescription: exitCodes[exitCode],
    startTimeUtc: startedAt,
    endTimeUtc: new Date(Date.parse(startedAt) + Math.round(seconds * 1000)).toISOString(),
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: [...notifications] }),
  };
};

const runOf = (input: ReportInput, ended: EndedTarget, further: readonly Notification[]): Run => {
  const { record, checks = new Map() } = input;
  const { target } = ended;
  const stale = staleEntries(ended);
  const rules = sarifRules(target, checks, stale.length > 0);
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  // Stale entries first: both fail the run, and those are few.
  const results = [
    ...stale.map((entry) => staleResult(target.target, entry, ruleIndex, input)),
    ...brokenPromises(ended).map((promise) => sarifResult(promise, ruleIndex, input)),
  ];
  const cut = Math.max(0, results.length - mostResults);
  return {
    tool: { driver: { name: 'assay', version: record.header.assay, semanticVersion: record.header.assay, rules: [...rules] } },
    // The part before the last slash is the category: results of one target never close those of another.
    automationDetails: { id: `assay/${uriSegment(target.target)}/${record.header.run}` },
    invocations: [invocationOf(input, ended, [...notificationsOf(ended, cut), ...further])],
    columnKind: 'utf16CodeUnits',
    results: results.slice(0, mostResults),
    properties: {
      target: target.target,
      contract: target.contract,
      baseUrl: target.baseUrl,
      seed: record.header.seed,
      demo: record.header.demo,
    },
  };
};

/**
 * The broken promises of a run as SARIF 2.1.0: a run for each target, a rule for each requirement that was judged, a result for each promise, at
 * the line of the document that states it. Source: SARIF 2.1.0 (OASIS), and the limits of GitHub's code scanning.
 */
export const sarif = (input: ReportInput): string => {
  const ended = endedTargets(input.record);
  const left = ended.slice(mostRuns).map(({ target }) => target.target);
  const further =
    left.length === 0
      ? []
      : [notice('warning', 'cut', `${left.length} targets are left out, because code scanning takes ${mostRuns}: ${left.join(', ')}`)];
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: ended.slice(0, mostRuns).map((one, at) => runOf(input, one, at === 0 ? further : [])),
  };
  return `${safeJson(log, 2)}\n`;
};
