import { join } from 'node:path';
import { gatherOptions, listOf, type Flags, type GivenOptions } from '../../config/given.ts';
import { loadGated } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { runSettingsOf, unsplit } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { Expectation } from '../../model/known-failure.ts';
import { answerGate, type GateAnswer, refusedGate } from '../../policy/gate.ts';
import { policyOf } from '../../policy/gate-policy.ts';
import { judgedRequirements } from '../../policy/judged-requirements.ts';
import { dayOf, expectationsOf } from '../../policy/known-failures.ts';
import type { Io } from '../io.ts';
import { isGithubJob } from '../report/github-job.ts';
import { evidenceOnDisk } from '../report/evidence-on-disk.ts';
import { announceRun } from '../run/announce.ts';
import { knownForRecord } from './known-for-record.ts';
import { withHooks } from '../run/hooks.ts';
import { printAnswer, type GateResult } from './print-answer.ts';

/** Options of `assay gate` that `assay run` does not have. */
export type GateFlags = Flags & { readonly run?: string; readonly annotations?: readonly string[] };

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
  const { record, displayPath, directory, hasHookFailed } = await carryOut(announced, io, { isDemo: false });
  const answer = answerGate(record, policyOf(loaded.gate), (_target, footer) => footer.knownFailures ?? []);
  return { answer, record, directory, displayPath, hasHookFailed };
};

/** Judges an existing record. Nothing is sent, and no secret is needed. */
const gateRecord = async (run: string, given: GivenOptions, io: Io): Promise<GateResult> => {
  const sent = sending.map((name) => given.flags.get(name)).find((option) => option !== undefined);
  if (sent !== undefined) throw new UsageError(`Cannot use ${sent.from} with --run: nothing is sent, the record is judged as it is`);
  const today = dayOf(new Date());
  const { gate, known } = await knownForRecord(given, realOutside(io.cwd, io.env), today);
  const found = evidenceOnDisk(run, io.cwd);
  const out = given.of('out')?.values[0];
  const directory = out === undefined ? found.directory : join(io.cwd, out);
  if (found.record === undefined) return { answer: refusedGate(found.why), record: undefined, directory, displayPath: found.displayPath };
  const { record } = found;
  const expectations = new Map<string, readonly Expectation[]>();
  for (const target of record.targets) {
    const footer = record.footer.targets.find((one) => one.target === target.target);
    if (footer === undefined) continue;
    const list = await known(target, footer, record.targets);
    expectations.set(target.target, expectationsOf(list, target.target, judgedRequirements(target, footer.ended), today));
  }
  const answer: GateAnswer = answerGate(record, policyOf(gate), ({ target }) => expectations.get(target) ?? []);
  return { answer, record, directory, displayPath: found.displayPath };
};

/**
 * `assay gate`: judges targets, or the record of a run, by the policy of the config, and answers yes or no.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const gate = async (names: readonly string[], { run, annotations, ...flags }: GateFlags, io: Io): Promise<number> => {
  const given = gatherOptions(flags, io.env);
  const isJson = (given.of('json')?.values.length ?? 0) > 0;
  const annotated = annotationsOf({ ...flags, ...(annotations === undefined ? {} : { annotations }) }, isJson);
  if (run !== undefined && names.length > 0)
    throw new UsageError('Cannot use --run with a TARGET: the record names the targets that were judged, use one or the other');
  const result = run === undefined ? await gateTargets(names, given, io) : await gateRecord(run, given, io);
  const isJob = isGithubJob(io) && (given.of('report')?.values ?? []).some((name) => name === 'github');
  return withHooks(printAnswer(result, { isJson, annotated, isJob }, io), result.hasHookFailed === true);
};
