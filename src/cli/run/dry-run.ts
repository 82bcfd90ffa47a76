import { noteOnExamples } from '../../generators/unusable-examples.ts';
import { readsAtEntry } from '../../runner/engine/gatekeeper.ts';
import type { Case } from '../../model/case.ts';
import { type PlannedChanges, plannedChanges, type PlannedKind } from '../../plan/planned-changes.ts';
import { tableText } from '../table.ts';
import { type Shard, shardWords } from '../../model/shard.ts';
import type { PreparedRun, PreparedTarget } from './prepare.ts';
import { plannedShards, type PlannedShard } from './planned-shards.ts';
import { splitDigest } from './shard-of.ts';

/** Number of control requests of preflight: a read without a credential, and one of an unknown id. */
const preflightControls = 2;

/** Most requests to a target, by the estimates of the checks. */
const requestsOf = ({ plan, contract, target }: PreparedTarget, most: number | undefined): number => {
  const planned = plan.cases.reduce(
    (sum, { cost, skip }) => sum + (skip ? 0 : cost.requests),
    readsAtEntry(contract, target).length + preflightControls,
  );
  return most === undefined ? planned : Math.min(planned, most);
};

type Creations = {
  readonly operation: string;
  /** By the estimates of the checks. */
  readonly planned: number;
  /** Upper bound, even if the server accepts a request that it should refuse; null if everything is removed again. */
  readonly most: number | null;
};

/** What a run could create at the target, by operation. */
const creationsOf = ({ plan, contract, target }: PreparedTarget): readonly Creations[] => {
  const changing = plan.cases.filter(({ phase, kind, skip }) => phase !== 'read' && kind === 'probe' && !skip);
  const wanted = changing.reduce((sum, { cost }) => sum + cost.creates, 0);
  if (changing.length === 0 || !target.allow.includes('mutation')) return [];
  return contract.operations.flatMap(({ key, effect }): Creations[] => {
    if (effect === 'creates') return wanted === 0 ? [] : [{ operation: key, planned: wanted, most: null }];
    if (effect !== 'creates-permanently' || !target.allow.includes('permanent')) return [];
    return [{ operation: key, planned: Math.min(wanted, target.maxCreates), most: target.maxCreates }];
  });
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const creationText = ({ operation, planned, most }: Creations): string =>
  most === null
    ? `up to ${counted(planned, 'creation')} by ${operation}, removed again\n`
    : `up to ${counted(planned, 'creation')} by ${operation}, which nothing removes; never more than ${most}, even if the server accepts a request that it should refuse\n`;

/** Heading of each kind of change, in the order of the output. */
const kindWords: Readonly<Record<PlannedKind, string>> = {
  'creates-and-removes': 'creates, and removes again',
  'creates-for-good': 'creates permanently',
  changes: 'changes what the run created',
  removes: 'removes what the run created',
  asks: 'sends a question, which may leave a trace',
  unknown: 'calls with unknown effect',
};

/** Every unsafe operation: what it would do, or what it lacks. If that is inferred from the document, the reason is added. */
const changesText = ({ sent, leftOut }: PlannedChanges): string => {
  const groups = Object.entries(kindWords).flatMap(([kind, words]) => {
    const operations = sent.filter((one) => one.kind === kind);
    return operations.length === 0
      ? []
      : [`  ${words}:\n`, ...operations.map(({ operation, why }) => `    ${operation}${why === undefined ? '' : ` (${why})`}\n`)];
  });
  const lacking = leftOut.map(
    ({ operation, why, reasons }) => `  ${operation}${why === undefined ? '' : ` (${why})`}: ${reasons.join('; ')}\n`,
  );
  return [
    ...(groups.length === 0 ? [] : ['\nwhat may change at the target:\n', ...groups]),
    ...(lacking.length === 0 ? [] : ['\noperations that could change something and are left out:\n', ...lacking]),
  ].join('');
};

const doing = ({ skip, kind, cost }: Case): string => {
  if (skip) return `skipped, ${skip.because}: ${skip.reason}`;
  if (kind === 'watch') return 'judges the exchanges of other cases';
  return `at most ${counted(cost.requests, 'request')}${cost.creates > 0 ? `, ${counted(cost.creates, 'creation')}` : ''}`;
};

const targetText = (prepared: PreparedTarget, most: number | undefined): string => {
  const { target, contract, plan } = prepared;
  const skipped = plan.cases.filter(({ skip }) => skip).length;
  const creations = creationsOf(prepared);
  const rows = plan.cases.map((each) => ({
    phase: each.phase,
    requirement: each.requirement,
    level: each.level,
    case: each.id,
    plan: doing(each),
  }));
  const untried = plan.cases.flatMap(({ id, untried: parts, skip }) => (skip ? [] : parts.map((part) => `  ${id}: ${part}\n`)));
  return [
    `${target.name} (${contract.name}) at ${target.baseUrl}\n`,
    `${plan.cases.length} cases, ${skipped} of them skipped; at most about ${counted(requestsOf(prepared, most), 'request')}\n`,
    creations.length === 0 ? 'creates nothing\n' : creations.map(creationText).join(''),
    noteOnExamples(contract)
      .map((note) => `note: ${note}\n`)
      .join(''),
    changesText(plannedChanges(contract, target, plan)),
    plan.undecided.length === 0 ? '' : `${counted(plan.undecided.length, 'requirement')} that no check decides yet\n`,
    '\n',
    tableText(['phase', 'requirement', 'level', 'case', 'plan'], rows),
    untried.length === 0 ? '' : `\nparts that are not tried:\n${untried.join('')}`,
  ].join('');
};

/** The plan of a run for people. */
export const dryRunText = (run: PreparedRun): string => {
  const { targets, settings, seed, nonce, shard } = run;
  const end = `\nseed ${seed}, nonce ${nonce}; nothing was sent and nothing was written\n`;
  if (shard === undefined && settings.shards !== undefined) return `${shardsText(run, settings.shards)}${end}`;
  const head = shard === undefined ? '' : `${shardWords(shard)}\n\n`;
  return `${head}${targets.map((each) => targetText(each, settings.maxRequests)).join('\n')}${end}`;
};

/** Targets that the row of a part names; more are counted. */
const mostNamed = 4;

/** What each part would do, a line each. */
const shardsText = (run: PreparedRun, of: number): string => {
  const rows = plannedShards(run, of).map(({ index, cases, requests, seconds, targets }) => ({
    shard: `${index}/${of}`,
    cases: String(cases),
    'at most': counted(requests, 'request'),
    about: `${seconds} s`,
    targets:
      targets.length === 0
        ? 'nothing: there are fewer pieces than shards'
        : [
            ...targets.slice(0, mostNamed).map((one) => (one.cases === one.of ? one.target : `${one.target} (${one.cases} of ${one.of})`)),
            ...(targets.length > mostNamed ? [`and ${targets.length - mostNamed} more`] : []),
          ].join(', '),
  }));
  return tableText(['shard', 'cases', 'at most', 'about', 'targets'], rows);
};

/** What would be judged at one target. */
export type PlannedTarget = {
  readonly target: string;
  readonly contract: string;
  readonly planDigest: string;
  /** Most requests, by the estimates of the checks. */
  readonly requests: number;
  readonly creations: readonly Creations[];
  /** What may change at the target, by operation. */
  readonly changes: PlannedChanges;
  /** Judgeable requirements that no check decides yet. */
  readonly undecided: readonly string[];
  readonly cases: readonly Pick<Case, 'id' | 'check' | 'requirement' | 'level' | 'area' | 'kind' | 'phase' | 'skip' | 'untried' | 'cost'>[];
};

/** What `--dry-run --json` prints. */
export type PlanDocument = {
  readonly format: 1;
  readonly dryRun: true;
  readonly seed: number;
  readonly nonce: string;
  /** Digest of the plans of all targets and of how they are split: parts with the same one belong together. Present where the run is split. */
  readonly plan?: string;
  /** The part that the targets below are of; absent where the plan is whole. */
  readonly shard?: Shard & { readonly cases: number; readonly allCases: number };
  /** What each part would do, where the number of parts was given. */
  readonly shards?: readonly PlannedShard[];
  readonly targets: readonly PlannedTarget[];
};

const splitMembers = (run: PreparedRun): Pick<PlanDocument, 'plan' | 'shard' | 'shards'> => {
  const { shard, settings } = run;
  if (shard !== undefined) {
    const { index, of, plan, cases, targets } = shard;
    return { plan, shard: { index, of, cases, allCases: targets.reduce((sum, one) => sum + one.cases, 0) } };
  }
  if (settings.shards === undefined) return {};
  return { plan: splitDigest(run, settings.shards), shards: plannedShards(run, settings.shards) };
};

/** The plan of a run for programs. */
export const dryRunDocument = (run: PreparedRun): PlanDocument => ({
  format: 1,
  dryRun: true,
  seed: run.seed,
  nonce: run.nonce,
  ...splitMembers(run),
  targets: run.targets.map((prepared) => ({
    target: prepared.target.name,
    contract: prepared.contract.name,
    planDigest: prepared.plan.digest,
    requests: requestsOf(prepared, run.settings.maxRequests),
    creations: creationsOf(prepared),
    changes: plannedChanges(prepared.contract, prepared.target, prepared.plan),
    undecided: prepared.plan.undecided,
    cases: prepared.plan.cases.map(({ id, check, requirement, level, area, kind, phase, skip, untried, cost }) => ({
      id,
      check,
      requirement,
      level,
      area,
      kind,
      phase,
      ...(skip ? { skip } : {}),
      untried,
      cost,
    })),
  })),
});
