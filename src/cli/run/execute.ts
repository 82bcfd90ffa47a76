import { printable } from '../../report/foreign-text.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { recordRun } from './record-run.ts';
import { keepHistory, refreshHistoryPage } from './keep-history.ts';
import type { RunEvent } from '../../model/event.ts';
import type { RunRecord } from '../../model/record.ts';
import { defaultReports } from '../../model/report-names.ts';
import type { TraceHead } from '../../model/trace.ts';
import type { Notify } from '../../config/notify-config.ts';
import type { HistoryLine } from '../../policy/history/history-line.ts';
import type { ParsedHistory } from '../../policy/history/parse-history.ts';
import { dayOf, isExpected } from '../../policy/known-failures.ts';
import { ending, verdictLines } from '../../report/ending.ts';
import { reportFile } from '../../report/report-files.ts';
import { gathering, jsonDocument, type SeenWords, summary, writeReports } from '../../report/index.ts';
import { type JobEnd, runJobs } from '../../runner/worker/run-jobs.ts';
import { seenIn } from '../history/seen-in.ts';
import type { Io } from '../io.ts';
import { coloursOn, screenOf } from '../screen.ts';
import { checkWords } from '../report/check-words.ts';
import { tellGithub } from '../report/github-job.ts';
import { displayPathOf } from '../report/open-run.ts';
import { repositoryOf } from '../report/repository.ts';
import { packageVersion } from '../version.ts';
import type { AnnouncedRun, AnnouncedTarget } from './announce.ts';
import { saveObserved } from './save-observed.ts';
import { leasesFor, lostLease } from './lease/leases-for.ts';
import type { Leases } from './lease/take-leases.ts';
import { cannotWriteReports, keepingIn } from './cannot-keep.ts';
import { makeRunDirectory, pointLatestAt, refuseBrokenPackage, runName } from './directory.ts';
import { onFinish, loadHooksOf, withHooks } from './hooks.ts';
import { interruptBy } from './interrupt.ts';
import { jobOf } from './job-of.ts';
import { isWanted, notificationOf } from './notify/notification.ts';
import { sendNotification } from './notify/send-notification.ts';
import { progressKind, progressOn } from './progress/progress.ts';
import { copyEvidence } from './resume/copy-evidence.ts';
import { openCases } from './resume/carried.ts';
import { refuseGoingOn } from './resume/find-interrupted.ts';
import type { Carried } from './resume/resume-run.ts';
import { refuseSinks } from './sinks.ts';
import { openTelemetry } from './telemetry/telemetry.ts';
import { otelVariables, traceExportOf } from './telemetry/variables.ts';
import { facts } from '../../checks/kit/facts.ts';

/** A few cases were chosen, such as by a filter of tests, or the run is split: that says nothing about the days between two whole runs. */
const isPart = ({ targets, shard }: Pick<AnnouncedRun, 'targets' | 'shard'>): boolean =>
  shard !== undefined || targets.some((target) => target.isPart === true);

/** The options that shaped the run, for its record; without secrets. */
const optionsOf = ({ settings, targets, shard }: AnnouncedRun, trace: TraceHead | undefined): Readonly<Record<string, unknown>> => {
  const { selection, maxRequests, size, rate, concurrency, timeBudgetSeconds } = settings;
  return {
    ...selection,
    maxRequests: maxRequests ?? null,
    size: size ?? null,
    rate: rate ?? null,
    concurrency,
    timeBudgetSeconds: timeBudgetSeconds ?? null,
    allow: Object.fromEntries(targets.map(({ target }) => [target.name, target.allow])),
    ...(shard === undefined && isPart({ targets }) ? { part: true } : {}),
    ...(trace === undefined ? {} : { traceId: trace.traceId, traceparent: settings.traceparent }),
  };
};

/** Keeps the document of a target that was fetched beside the record: what is at its address may change. */
const withCopy = (target: AnnouncedTarget, directory: string): AnnouncedTarget => {
  const { document, sources } = target;
  if (document === undefined) return target;
  const copy = join(
    directory,
    'documents',
    `${target.target.name.replaceAll(/[^\w.-]+/gu, '_')}.${/^\s*[{[]/u.test(document) ? 'json' : 'yaml'}`,
  );
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, document);
  return { ...target, sources: { directory, credentials: {}, ...sources, document: copy } };
};

/** A finished run. */
export type CarriedOut = {
  readonly record: RunRecord;
  /** Absolute. */
  readonly directory: string;
  /** The directory as it is shown to people. */
  readonly displayPath: string;
  /** The history with this run; absent for a run that is not below `reports/`. */
  readonly history?: ParsedHistory;
  /** How often earlier runs saw what failed; absent where there is no history. */
  readonly seen?: SeenWords;
  /** The hook onFinish failed: an error of the config, whatever the record says. */
  readonly hasHookFailed: boolean;
  /** The reports could not be written; the record is complete. */
  readonly lacksReports: boolean;
};

/** Prints what went wrong beside the run; a finished run does not fail because of it. */
const warn = (io: Io, warnings: readonly (string | undefined)[]): void => {
  for (const warning of warnings) if (warning !== undefined) io.stderr.write(`${printable(warning)}\n`);
};

/** Tells the end of a run where somebody wants to know. @returns what went wrong. */
const notified = async (notify: Notify, record: RunRecord, history: readonly HistoryLine[]): Promise<string | undefined> => {
  const notification = notificationOf(record, history, new Date());
  return isWanted(notify.on, notification) ? sendNotification(notify, notification) : undefined;
};

export type CarryOutOptions = {
  readonly isDemo: boolean;
  /** Receives every event of the engine, after it was recorded. */
  readonly onEvent?: (target: string, event: RunEvent) => void;
  /** The process belongs to another program: what else it does with the target is its own affair. */
  readonly isGuest?: boolean;
  /** Where the end of the run is told. */
  readonly notify?: Notify | undefined;
  /** What is taken over of an interrupted run. */
  readonly carried?: Carried;
};

/** Carries a run out: sends, records, writes the reports and the history. Prints nothing but the progress. */
export const carryOut = async (announced: AnnouncedRun, io: Io, options: CarryOutOptions): Promise<CarriedOut> => {
  refuseBrokenPackage(io.cwd);
  await loadHooksOf(announced.targets.map(({ target }) => target));
  // The servers of a demo are its own, and what a program does at the same time is its own affair.
  if (options.isDemo || options.isGuest === true) return carryOutAlone(announced, io, options);
  const leases = await leasesFor(announced, io);
  try {
    if (options.carried !== undefined) refuseGoingOn(options.carried);
    return await carryOutAlone(announced, io, { ...options, leases });
  } finally {
    leases.release();
  }
};

const carryOutAlone = async (
  announced: AnnouncedRun,
  io: Io,
  { isDemo, onEvent, carried, leases, notify }: CarryOutOptions & { readonly leases?: Leases },
): Promise<CarriedOut> => {
  const { targets, settings, seed, nonce, reports, contracts } = announced;
  const startedAt = new Date();
  const run = runName(startedAt);
  await refuseSinks(targets.map(({ target }) => target));
  const variables = otelVariables({ ...process.env, ...io.env });
  const traceExport = settings.otel ? traceExportOf(variables) : undefined;
  const directory = makeRunDirectory(io.cwd, run, settings.out);
  leases?.tell(run, directory);
  const keeping = keepingIn(directory, displayPathOf(directory));
  if (carried !== undefined) keeping.begin(() => copyEvidence(carried.directory, directory));
  const telemetry =
    traceExport &&
    (await openTelemetry({
      target: traceExport,
      variables,
      version: packageVersion(),
      run,
      directory,
      baseUrls: new Map(targets.map(({ target }) => [target.name, target.baseUrl])),
    }));
  const recorded = keeping.begin(() =>
    recordRun({
      path: join(directory, 'run.jsonl'),
      run,
      assay: packageVersion(),
      demo: isDemo,
      startedAt: startedAt.toISOString(),
      seed,
      nonce,
      options: optionsOf(announced, telemetry?.trace),
      ...(carried === undefined ? {} : { resumes: carried.from, carried: carried.targets }),
      ...(announced.shard === undefined ? {} : { shard: announced.shard }),
      targets: targets.map((target) => withCopy(target, directory)),
    }),
  );
  const open = targets.filter(({ target }) => carried?.targets.get(target.name)?.complete === undefined);
  const lists = new Map(targets.map(({ target, knownFailures = [] }) => [target.name, knownFailures]));
  const progress = await progressOn(progressKind(io, settings.quiet), {
    output: io.stderr,
    plans: new Map(open.map(({ target, plan }) => [target.name, openCases(plan.cases, carried?.targets.get(target.name))])),
    now: () => performance.now(),
    colours: coloursOn(io.stderr, io.env),
    known: (target, judged) => isExpected(lists.get(target) ?? [], target, judged, dayOf(startedAt)),
    ...(settings.timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds: settings.timeBudgetSeconds }),
  });
  const interrupt = interruptBy(io, () => progress.stopping('Stopping the run in an orderly way; a second signal ends it at once.'));
  try {
    await io.reclaim?.();
    const ends = await runJobs(
      open.map((target) => jobOf(target, announced, telemetry?.trace, carried)),
      {
        directory,
        onEvent(target, event) {
          keeping.write(() => recorded.listen(target, event));
          progress.event(target, event);
          telemetry?.event(target, event);
          onEvent?.(target, event);
        },
        signal: leases === undefined ? interrupt.signal : AbortSignal.any([interrupt.signal, leases.lost]),
      },
    );
    const wholly = targets.filter((one) => !open.includes(one)).map(({ target }): JobEnd => ({ target: target.name, kind: 'complete' }));
    const record = keeping.write(() => recorded.finish([...ends, ...wholly]));
    const displayPath = displayPathOf(directory);
    progress.end();
    if (leases?.lost.aborted === true) warn(io, [lostLease]);
    // Beside the reports, which take as long.
    const exported = telemetry?.finish(record);
    const gathered = await gathering({ record, directory, contracts }, reports);
    const isBelowReports = settings.out === undefined;
    // Before the reports: what was judged is kept, whatever becomes of them.
    const history = isBelowReports && !isPart(announced) ? await keepHistory(directory, record, () => gathered().calls) : undefined;
    if (isBelowReports) warn(io, [pointLatestAt(directory), ...(history?.warnings ?? [])]);
    const seen = history?.parsed === undefined ? {} : seenIn(history.parsed, record);
    const unwritten = await writeReports({
      record,
      directory: displayPath,
      checks: checkWords,
      facts,
      contracts,
      ...seen,
      ...repositoryOf(io.cwd),
      list: reports,
      gathered,
    }).then(
      () => undefined,
      (error: unknown) => cannotWriteReports(error, displayPath),
    );
    warn(io, [unwritten]);
    if (history?.parsed !== undefined && reports.includes('html')) warn(io, [await refreshHistoryPage(directory, history.parsed)]);
    const [only] = targets;
    const contract = only && contracts.get(only.target.name);
    if (settings.saveObserved !== undefined && contract) {
      const unsaved = await saveObserved(resolve(io.cwd, settings.saveObserved), record, contract, { directory, displayPath });
      if (unsaved !== undefined) io.stderr.write(`${unsaved}\n`);
    }
    const complaints = await onFinish(
      targets.map(({ target }) => target),
      record,
      directory,
    );
    const told = await exported;
    if (notify !== undefined) warn(io, [await notified(notify, record, history?.parsed?.lines ?? [])]);
    warn(io, [...complaints, ...(told !== undefined && (told.isWarning || !settings.quiet) ? [told.text] : [])]);
    const hasHookFailed = complaints.length > 0;
    return {
      record,
      directory,
      displayPath,
      hasHookFailed,
      lacksReports: unwritten !== undefined,
      ...(history?.parsed === undefined ? {} : { history: history.parsed }),
      ...seen,
    };
  } catch (error) {
    throw keeping.told(error);
  } finally {
    progress.end();
    telemetry?.abandon();
    interrupt.release();
  }
};

/**
 * Carries a run out and prints the result.
 * @returns the exit code of the record, that of the hook onFinish where it failed, or 4 where the reports could not be written.
 */
export const executeRun = async (
  announced: AnnouncedRun,
  io: Io,
  options: Pick<CarryOutOptions, 'isDemo' | 'carried' | 'notify'>,
): Promise<number> => {
  const { record, displayPath, history, seen, hasHookFailed, lacksReports } = await carryOut(announced, io, options);
  const { settings, reports } = announced;
  const input = { record, directory: displayPath, checks: checkWords, ...(seen && { seen }), ...repositoryOf(io.cwd) };
  const screen = screenOf(io);
  if (settings.json) io.stdout.write(`${JSON.stringify(jsonDocument(input), undefined, 2)}\n`);
  else if (lacksReports || (settings.quiet && !settings.verbose)) io.stdout.write(`${verdictLines(record).join('\n')}\n`);
  else {
    if (settings.verbose) io.stdout.write(summary(input));
    const also = reports.filter((name) => !defaultReports.includes(name)).map(reportFile);
    // With one run, its own page says as much.
    const isLonger = history?.lines.some(({ run }) => run !== record.header.run) === true;
    const historyPage = isLonger && reports.includes('html') ? { historyPage: join(dirname(displayPath), 'history.html') } : {};
    io.stdout.write(ending({ ...input, ...historyPage, reports, also, isLatest: settings.out === undefined }, screen));
  }
  if (reports.includes('github')) tellGithub(input, { isJson: settings.json }, io);
  return withHooks(lacksReports ? 4 : record.footer.exitCode, hasHookFailed);
};
