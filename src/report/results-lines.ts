import type { InferredWord } from '../model/case.ts';
import type { CaseResult, Counts, ExitCode, TargetEnd } from '../model/record.ts';
import type { Level } from '../model/requirement.ts';
import type { Fact, Finding, Outcome, SkipReason, Verdict } from '../model/verdict.ts';
import { brokenPromises } from './broken-promises.ts';
import { replayCommand } from './commands.ts';
import { type EndedTarget, endedTargets } from './ended-targets.ts';
import { whereWords } from './finding-words.ts';
import type { ReportInput } from './report-input.ts';
import { safeJson } from './safe-json.ts';

/** What every line of `results.jsonl` says, so that lines of many runs can be put into one table. */
type Common = {
  readonly format: 1;
  readonly run: string;
  /** When the run began, in UTC (RFC 3339). */
  readonly startedAt: string;
  readonly assay: string;
  readonly demo: boolean;
  readonly target: string;
  readonly contract: string;
  readonly baseUrl: string;
};

/** The result of a target: one line, before those of its cases. */
export type TargetLine = Common & {
  readonly type: 'target';
  readonly exitCode: ExitCode;
  readonly ended: TargetEnd['kind'];
  /** Why it ended early; absent where it did not. */
  readonly reason?: string;
  readonly requests: number;
  readonly created: number;
  readonly seconds: number;
  readonly counts: Counts;
};

/** The result of a case. */
export type CaseLine = Common & {
  readonly type: 'case';
  readonly case: string;
  readonly check: string;
  readonly requirement: string;
  readonly title: string;
  readonly level: Level;
  readonly area: string;
  readonly outcome: Outcome;
  /** Null where the case has no verdict of its own. */
  readonly seconds: number | null;
  /** Why it did not pass, in one sentence; absent where it passed. */
  readonly reason?: string;
  /** Of a skipped case. */
  readonly because?: SkipReason;
  /** How often it was judged, and how many of these were breaches. */
  readonly judged?: number;
  readonly breaches?: number;
  /** Of a failed case. */
  readonly finding?: Omit<Finding, 'node'>;
  /** Of a failed case: the same in every run for the same promise, as in the other reports. */
  readonly fingerprint?: string;
  readonly consequenceOf?: string;
  readonly known?: { readonly owner: string; readonly reason: string; readonly expires: string };
  readonly replay?: string;
  readonly inferred?: readonly InferredWord[];
  readonly facts?: readonly Fact[];
};

const reasonOf = (verdict: Verdict): string | undefined => {
  switch (verdict.kind) {
    case 'pass':
    case 'observed':
      return undefined;
    case 'fail':
      return `${whereWords(verdict.finding)}: expected ${verdict.finding.expected}, got ${verdict.finding.actual}`;
    case 'broken':
      return verdict.error;
    case 'inconclusive':
    case 'skipped':
      return verdict.reason;
    default:
      return verdict satisfies never;
  }
};

const endReason = (ended: TargetEnd): string | undefined => {
  if (ended.kind === 'complete') return undefined;
  return ended.kind === 'lost' ? ended.reason : ended.message;
};

const withoutNode = ({ node: _node, ...finding }: Finding): Omit<Finding, 'node'> => finding;

const targetLine = (common: Common, { footer }: EndedTarget): TargetLine => {
  const reason = endReason(footer.ended);
  return {
    type: 'target',
    ...common,
    exitCode: footer.exitCode,
    ended: footer.ended.kind,
    ...(reason === undefined ? {} : { reason }),
    requests: footer.requests,
    created: footer.created,
    seconds: footer.seconds,
    counts: footer.counts,
  };
};

type Told = {
  readonly input: ReportInput;
  readonly common: Common;
  readonly ended: EndedTarget;
  /** By the id of each failed case. */
  readonly fingerprints: ReadonlyMap<string, string>;
};

const failureMembers = ({ input, ended, fingerprints }: Told, id: string, finding: Finding): Partial<CaseLine> => {
  const [fingerprint, cause, known] = [fingerprints.get(id), ended.causes.get(id), ended.excused.get(id)];
  return {
    finding: withoutNode(finding),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(cause === undefined ? {} : { consequenceOf: cause }),
    ...(known === undefined ? {} : { known: { owner: known.owner, reason: known.reason, expires: known.expires } }),
    replay: replayCommand(input.record, input.directory, ended.target.target, id),
  };
};

const caseLine = (told: Told, { case: planned, verdict }: EndedTarget['judged'][number], result: CaseResult | undefined): CaseLine => {
  const reason = reasonOf(verdict);
  const facts = 'facts' in verdict ? (verdict.facts ?? []) : [];
  return {
    type: 'case',
    ...told.common,
    case: planned.id,
    check: planned.check,
    requirement: planned.requirement,
    title: told.ended.target.requirements.get(planned.requirement)?.title ?? planned.title,
    level: planned.level,
    area: planned.area,
    outcome: verdict.kind,
    seconds: result?.seconds ?? null,
    ...(reason === undefined ? {} : { reason }),
    ...(verdict.kind === 'skipped' ? { because: verdict.because } : {}),
    ...(verdict.kind === 'pass' || verdict.kind === 'fail' ? { judged: verdict.judged } : {}),
    ...(verdict.kind === 'fail' ? { breaches: verdict.breaches, ...failureMembers(told, planned.id, verdict.finding) } : {}),
    ...(planned.inferred === undefined ? {} : { inferred: planned.inferred }),
    ...(facts.length === 0 ? {} : { facts }),
  };
};

/**
 * The result of a run as JSON lines (one JSON value a line, UTF-8): for each target a line with its totals, then a line for each case. Every line
 * can be read alone. Its JSON Schema is {@link resultsLineSchema}.
 */
export const resultsLines = (input: ReportInput): string => {
  const { header } = input.record;
  return endedTargets(input.record)
    .flatMap((ended): readonly (TargetLine | CaseLine)[] => {
      const { target, judged } = ended;
      const common: Common = {
        format: 1,
        run: header.run,
        startedAt: header.startedAt,
        assay: header.assay,
        demo: header.demo,
        target: target.target,
        contract: target.contract,
        baseUrl: target.baseUrl,
      };
      const fingerprints = new Map(
        brokenPromises(ended).flatMap(({ cases, fingerprint }) => cases.map((one) => [one.case.id, fingerprint] as const)),
      );
      const told = { input, common, ended, fingerprints };
      return [targetLine(common, ended), ...judged.map((one) => caseLine(told, one, target.results.get(one.case.id)))];
    })
    .map((line) => `${safeJson(line)}\n`)
    .join('');
};
