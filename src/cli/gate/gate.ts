import { join } from 'node:path';
import { ageOf } from '../../config/age.ts';
import { gatherOptions, listOf, type Flags, type GivenOptions } from '../../config/given.ts';
import { loadGated } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { runSettingsOf, unsplit } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { RecordHeader } from '../../model/record.ts';
import type { Expectation } from '../../model/known-failure.ts';
import { answerGate, type GateAnswer, refusedGate } from '../../policy/gate.ts';
import { policyOf } from '../../policy/gate-policy.ts';
import { judgedRequirements } from '../../policy/judged-requirements.ts';
import { dayOf, expectationsOf } from '../../policy/known-failures.ts';
import type { Io } from '../io.ts';
import { isGithubJob } from '../report/github-job.ts';
import { evidenceOnDisk } from '../report/evidence-on-disk.ts';
import { seenBeside } from '../history/seen-in.ts';
import { announceRun } from '../run/announce.ts';
import { knownForRecord } from './known-for-record.ts';
import { withHooks } from '../run/hooks.ts';
import { printAnswer, type GateResult } from './print-answer.ts';

/** Options of `assay gate` that `assay run` does not have. */
export type GateFlags = Flags & { readonly run?: string; readonly maxAge?: string; readonly annotations?: readonly string[] };

/** Options of `run` that make no sense if nothing is sent. */
const sending = [
  'baseUrl',
  'credential',
  'auth',
  'header',
  'set',
  'allow',
  'only',
  'skip',
  'seed',
  'nonce',
  'maxRequests',
  'rate',
  'concurrency',
  'timeBudget',
  'profile',
  'report',
] as const;

const annotationsOf = (flags: GateFlags, isJson: boolean): boolean => {
  const given = (flags.annotations ?? []).flatMap(listOf);
  const unknown = given.find((name) => name !== 'github');
  if (unknown !== undefined) throw new UsageError(`Cannot use --annotations: there is no kind "${unknown}"; known: github`);
  if (given.length > 0 && isJson)
    throw new UsageError('Cannot use --annotations with --json: both go to standard output, remove one of them');
  return given.length > 0;
};

/** Runs the targets, then judges the record. */
const gateTargets = async (names: readonly string[], given: GivenOptions, io: Io): Promise<GateResult> => {
  const settings = unsplit(runSettingsOf(given), given, 'gate');
  const outside = realOutside(io.cwd, io.env);
  const loaded = await loadGated({ names, given, shipped: shippedContracts(), outside });
  const announced = await announceRun(loaded, settings, given, io);
  const { carryOut } = await import('../run/execute.ts');
  const { record, displayPath, directory, seen, hasHookFailed } = await carryOut(announced, io, { isDemo: false, notify: loaded.notify });
  const answer = answerGate(record, policyOf(loaded.gate), (_target, footer) => footer.knownFailures ?? []);
  return { answer, record, directory, displayPath, hasHookFailed, ...(seen && { seen }) };
};

/** Differences between two clocks; a run that is said to begin later is of a wrong one. */
const clockHours = 1 / 4;

/** Why a run is too old to say anything about today; undefined where it is not. What a resumed run took over is as old as its first part. */
const tooOld = (
  { run, startedAt, resumes }: RecordHeader,
  { hours, words }: { readonly hours: number; readonly words: string },
  now: Date,
): string | undefined => {
  const began = resumes?.startedAt ?? startedAt;
  const age = (now.getTime() - Date.parse(began)) / 3_600_000;
  if (age < -clockHours) return `run ${run} says that it began at ${began}, which is later than now: one of the clocks is wrong`;
  return age > hours
    ? `run ${run} began at ${began}, ${Math.floor(age)} hours ago, longer than --max-age ${words}; make a new run`
    : undefined;
};

/** Judges an existing record. Nothing is sent, and no secret is needed. */
const gateRecord = async (run: string, maxAge: string | undefined, given: GivenOptions, io: Io): Promise<GateResult> => {
  const sent = sending.map((name) => given.flags.get(name)).find((option) => option !== undefined);
  if (sent !== undefined) throw new UsageError(`Cannot use ${sent.from} with --run: nothing is sent, the record is judged as it is`);
  const most = maxAge === undefined ? undefined : { hours: ageOf(maxAge, '--max-age'), words: maxAge };
  const now = new Date();
  const today = dayOf(now);
  const { gate, known } = await knownForRecord(given, realOutside(io.cwd, io.env), today);
  const found = evidenceOnDisk(run, io.cwd);
  const out = given.of('out')?.values[0];
  const directory = out === undefined ? found.directory : join(io.cwd, out);
  if (found.record === undefined) return { answer: refusedGate(found.why), record: undefined, directory, displayPath: found.displayPath };
  const { record } = found;
  const stale = most && tooOld(record.header, most, now);
  if (stale !== undefined) return { answer: refusedGate(stale), record: undefined, directory, displayPath: found.displayPath };
  const expectations = new Map<string, readonly Expectation[]>();
  for (const target of record.targets) {
    const footer = record.footer.targets.find((one) => one.target === target.target);
    if (footer === undefined) continue;
    const list = await known(target, footer, record.targets);
    expectations.set(target.target, expectationsOf(list, target.target, judgedRequirements(target, footer.ended), today));
  }
  const answer: GateAnswer = answerGate(record, policyOf(gate), ({ target }) => expectations.get(target) ?? []);
  return { answer, record, directory, displayPath: found.displayPath, ...seenBeside(found.directory, record) };
};

/**
 * `assay gate`: judges targets, or the record of a run, by the policy of the config, and answers yes or no.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const gate = async (names: readonly string[], { run, maxAge, annotations, ...flags }: GateFlags, io: Io): Promise<number> => {
  const given = gatherOptions(flags, io.env);
  const isJson = (given.of('json')?.values.length ?? 0) > 0;
  const annotated = annotationsOf({ ...flags, ...(annotations === undefined ? {} : { annotations }) }, isJson);
  if (run !== undefined && names.length > 0)
    throw new UsageError('Cannot use --run with a TARGET: the record names the targets that were judged, use one or the other');
  if (run === undefined && maxAge !== undefined)
    throw new UsageError('Cannot use --max-age without --run: a run that is made now is not old');
  const result = run === undefined ? await gateTargets(names, given, io) : await gateRecord(run, maxAge, given, io);
  const isJob = isGithubJob(io) && (given.of('report')?.values ?? []).some((name) => name === 'github');
  return withHooks(printAnswer(result, { isJson, annotated, isJob }, io), result.hasHookFailed === true);
};
