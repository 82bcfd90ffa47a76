import { dirname } from 'node:path';
import type { Contract } from '../../contract/model.ts';
import { steadyNow } from '../../exchange/clock.ts';
import { redactOwn, redactValue } from '../../exchange/redact-value.ts';
import { redactorFor } from '../../exchange/target-redactor.ts';
import type { Plan } from '../../model/case.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { RunEvent } from '../../model/event.ts';
import { countLines } from '../../model/checked-line.ts';
import type { ListedFailure } from '../../model/known-failure.ts';
import { createRecordWriter, entriesOf, recordFormat } from '../../model/record.ts';
import type {
  RecordedSources,
  RecordedTarget,
  RecordHeader,
  RunRecord,
  TargetEnd,
  TargetFooter,
  TargetSettings,
} from '../../model/record.ts';
import type { Secrets, Target } from '../../model/target.ts';
import type { CarriedTarget } from './resume/carried.ts';
import type { JobEnd } from '../../runner/worker/job.ts';
import { type ChangeBook, createChangeBook } from '../../policy/changes.ts';
import { runExitCode } from '../../policy/exit-code.ts';
import { targetFooter } from '../../policy/target-footer.ts';

export type RecordedRun = {
  /** Writes an event of the engine into the record, if it belongs there. */
  listen(target: string, event: RunEvent): void;
  /**
   * Ends the record with counts, exit codes and footer. A target without an end is lost.
   * @returns the record as {@link readRecord} would read it from the file.
   */
  finish(ends: readonly JobEnd[]): RunRecord;
};

/** What a record needs of a contract. The document itself may take hundreds of megabytes. */
export type ContractHead = Pick<Contract, 'name' | 'title' | 'digest' | 'requirements'>;

export type RunToRecord = Omit<RecordHeader, 'type' | 'format' | 'targets'> & {
  /** `run.jsonl` in the directory of the run. */
  readonly path: string;
  /** What it takes over of an interrupted run, by target. */
  readonly carried?: ReadonlyMap<string, CarriedTarget>;
  readonly targets: readonly {
    readonly target: Target;
    /** Removed from everything that is written. */
    readonly secrets?: Secrets;
    /** Sources of the secrets; absent: they cannot be fetched again. */
    readonly sources?: RecordedSources;
    readonly contract: ContractHead;
    readonly plan: Plan;
    /** Known failures; absent: no list was given. */
    readonly knownFailures?: readonly ListedFailure[];
    /** Other parts of a split run judge the target too: its whole plan. */
    readonly torn?: { readonly whole: Plan };
  }[];
};

/** What the engine reported about a target, apart from verdicts. */
type Progress = {
  requests: number;
  created: number;
  deliveries: number | undefined;
  readonly changes: ChangeBook;
  seconds: number;
  stopped: (TargetEnd & { kind: 'stopped' }) | undefined;
  coverage: Coverage | undefined;
  /** The footer of a target that the interrupted run had judged to its end. */
  readonly complete: TargetFooter | undefined;
};

/**
 * Opens the record of a run: writes header, requirements and cases at once, and everything else as the engine reports it.
 * @throws {Error} if the file exists already or cannot be written.
 */
export const recordRun = ({ path, targets, carried, ...run }: RunToRecord): RecordedRun => {
  const header: RecordHeader = { type: 'run', format: recordFormat, ...run, targets: targets.map(announced) };
  const writer = createRecordWriter(path, header);
  const progress = new Map<string, Progress>();
  const startedAt = steadyNow();

  for (const { target, contract, plan, torn } of targets) {
    const before = carried?.get(target.name);
    const { requests = 0, deliveries, coverage } = before?.complete ?? {};
    const changes = createChangeBook();
    for (const event of before?.created ?? []) changes.saw(event);
    progress.set(target.name, {
      requests,
      created: before?.complete?.created ?? before?.created.length ?? 0,
      deliveries,
      changes,
      seconds: before?.seconds ?? 0,
      stopped: undefined,
      coverage,
      complete: before?.complete,
    });
    for (const id of new Set([...plan.cases.map(({ requirement }) => requirement), ...plan.undecided])) {
      const known = contract.requirements.get(id);
      if (known === undefined) continue;
      const { title, area, level, basis, section, lines, since } = known;
      writer.append({ type: 'requirement', target: target.name, requirement: { id, title, area, level, basis, section, lines, since } });
    }
    const numbers = new Map(torn?.whole.cases.map((one, number) => [one.id, { number, case: one }]));
    // A part records whole cases, whatever it tries of them, so that the plan can be proved when the parts are merged.
    for (const planned of plan.cases) writer.append({ type: 'case', target: target.name, case: planned, ...numbers.get(planned.id) });
    for (const entry of carried?.get(target.name)?.entries ?? []) writer.append(entry);
  }

  /** What a target that was ended from outside did not judge. */
  const close = (target: string, message: string): void => {
    const found = writer.targets().find((one) => one.target === target);
    for (const planned of found?.cases ?? []) {
      if (found?.results.has(planned.id) === true) continue;
      const skip = planned.skip ?? { because: 'stopped' as const, reason: message };
      const event: RunEvent = { type: 'verdict', id: planned.id, case: planned, verdict: { kind: 'skipped', ...skip }, seconds: 0 };
      for (const entry of entriesOf(target, event)) writer.append(entry);
    }
  };

  return {
    listen(target, event) {
      const known = progress.get(target);
      if (known === undefined) throw new Error(`Cannot record an event of "${target}": the run was not started with it`);
      for (const entry of entriesOf(target, event)) writer.append(entry);
      note(known, event);
    },
    finish(ends) {
      for (const end of ends) if (end.kind === 'stopped') close(end.target, end.message);
      const footers = writer.targets().map((record): TargetFooter => {
        const { target } = record;
        const end: JobEnd = ends.find((one) => one.target === target) ?? { target, kind: 'lost', reason: 'its end was never reported' };
        const { requests = 0, created = 0, deliveries, seconds = 0, stopped, coverage } = progress.get(target) ?? {};
        const ended = endedBy(end, stopped);
        const known = progress.get(target);
        const changes = known?.complete === undefined ? (known?.changes.rows(record.created) ?? []) : (known.complete.changes ?? []);
        const of = targets.find((one) => one.target.name === target);
        return targetFooter(record, {
          ended,
          requests,
          created,
          ...(deliveries === undefined ? {} : { deliveries }),
          ...(changes.length === 0 ? {} : { changes }),
          seconds,
          ...(coverage === undefined ? {} : { coverage }),
          ...(of?.knownFailures === undefined ? {} : { known: of.knownFailures }),
          today: run.startedAt.slice(0, 10),
          isPart: of?.torn !== undefined,
        });
      });
      const exitCode = runExitCode(
        footers.map((footer) => footer.exitCode),
        run.shard !== undefined,
      );
      const files = countLines(dirname(path));
      const seconds = (steadyNow() - startedAt) / 1000;
      const footer = {
        type: 'end',
        targets: footers,
        exitCode,
        seconds,
        ...(Object.keys(files).length === 0 ? {} : { files }),
      } as const;
      writer.close(footer);
      return { header, targets: writer.targets(), footer };
    },
  };
};

const endedBy = (end: JobEnd, stopped: Progress['stopped']): TargetEnd => {
  if (end.kind === 'lost') return { kind: 'lost', reason: end.reason };
  if (end.kind === 'stopped') return { kind: 'stopped', reason: 'interrupted', message: end.message };
  return stopped ?? { kind: 'complete' };
};

/** A target as the record announces it. */
export const announced = ({ target, secrets, sources, contract, plan, torn }: RunToRecord['targets'][number]): RecordedTarget => ({
  target: target.name,
  contract: contract.name,
  title: contract.title,
  contractDigest: contract.digest,
  baseUrl: target.baseUrl,
  settings: settingsOf(target, secrets ?? {}),
  // The command of a source may contain the secret of another one.
  ...(sources === undefined ? {} : { sources: redactValue(redactorFor(target, secrets ?? {}), sources) }),
  planDigest: (torn?.whole ?? plan).digest,
  undecided: plan.undecided,
});

/**
 * The settings of a target without secrets, which may also occur in a fixture or a value. Fixed words of assay, such as the names of
 * permissions, stay as they are, even if a short secret is the same word.
 */
const settingsOf = (target: Target, secrets: Secrets): TargetSettings => {
  const { name: _name, baseUrl: _baseUrl, logins: _logins, observed: _observed, http, ...rest } = target;
  const { headers, secretHeaders = [], ...others } = http;
  const open = Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeaders.includes(name)));
  const redactor = redactorFor(target, secrets);
  const settings = { ...rest, http: { ...others, ...(secretHeaders.length > 0 ? { secretHeaders } : {}) } };
  const { http: how, ...own } = redactOwn(redactor, settings);
  return {
    ...own,
    fixtures: redactValue(redactor, rest.fixtures),
    values: redactValue(redactor, rest.values),
    ...(rest.webhooks === undefined ? {} : { webhooks: redactValue(redactor, rest.webhooks) }),
    http: { ...how, headers: redactValue(redactor, open) },
  };
};

const note = (progress: Progress, event: RunEvent): void => {
  progress.changes.saw(event);
  if (event.type === 'progress') progress.requests = event.requests;
  if (event.type === 'created') progress.created += 1;
  if (event.type === 'ended') {
    const { requests, created, deliveries, seconds, stopped, coverage } = event;
    Object.assign(progress, {
      requests,
      created,
      deliveries,
      seconds: progress.seconds + seconds,
      coverage,
      stopped: stopped && { kind: 'stopped', ...stopped },
    });
  }
};
