import type { InferredWord } from '../model/case.ts';
import type { Coverage } from '../model/coverage.ts';
import { type CoverageTotals, coverageTotals } from '../policy/coverage-totals.ts';
import type { Expectation } from '../model/known-failure.ts';
import type { ChangeRow, Counts, ExitCode, TargetRecord } from '../model/record.ts';
import type { Level } from '../model/requirement.ts';
import type { Shard, ShardHead } from '../model/shard.ts';
import type { DocumentedAt } from '../model/verdict.ts';
import { consequencesOf } from '../policy/consequences.ts';
import { excusesOf } from '../policy/known-failures.ts';
import { judgedCases } from '../policy/judged-requirements.ts';
import { replayCommand } from './commands.ts';
import type { ReportInput } from './report-input.ts';

/** What `--json` prints. Its JSON Schema is {@link jsonDocumentSchema}. */
export type JsonDocument = {
  readonly format: 1;
  readonly run: string;
  readonly seed: number;
  readonly nonce: string;
  readonly exitCode: ExitCode;
  readonly seconds: number;
  /** Directory with the record and the reports. */
  readonly directory: string;
  /** Present where this is one part of a split run, which says nothing about the rest. */
  readonly shard?: JsonShard;
  /** Present where it was merged from parts. */
  readonly merged?: { readonly of: number; readonly missing: readonly number[] };
  readonly targets: readonly JsonTarget[];
};

/** Which part of which plan a run is. */
export type JsonShard = Shard & {
  /** Digest of the plan: parts with the same one belong together. */
  readonly plan: string;
  /** Cases of this part, and of all parts. */
  readonly cases: number;
  readonly allCases: number;
};

export type JsonTarget = {
  readonly target: string;
  readonly contract: string;
  readonly exitCode: ExitCode;
  readonly requests: number;
  readonly created: number;
  readonly deliveries?: number;
  /** What the run changed at the target, by operation; absent if it changed nothing. */
  readonly changes?: readonly ChangeRow[];
  /** Requirements by level and outcome, each once. */
  readonly counts: Counts;
  /** What was exercised, reached and seen of the contract; absent if the record does not say. */
  readonly coverage?: Coverage & { readonly totals: CoverageTotals };
  /** Judgeable requirements that no check decides yet; they are not counted. */
  readonly undecided: readonly string[];
  /** The failed cases, in the order of the plan. */
  readonly findings: readonly JsonFinding[];
  /** The known failures that the run was given, with their states; `passed`, `changed` and `expired` ones are stale. */
  readonly knownFailures?: readonly Expectation[];
};

export type JsonFinding = {
  readonly requirement: string;
  readonly check: string;
  readonly level: Level;
  readonly operation: string;
  readonly outcome: 'fail';
  /** One sentence: where, what was expected, what the server sent. */
  readonly reason: string;
  readonly case: string;
  /** Command that judges the case again. */
  readonly replay: string;
  /** Id of the failed case that this one probably follows from. */
  readonly consequenceOf?: string;
  /** Where the document states what was broken; absent in older records. */
  readonly documentedAt?: DocumentedAt;
  /** The inferred words of `x-assay` that the requirement rests on; absent where there are none. */
  readonly inferred?: readonly InferredWord[];
  /** How often earlier runs saw the requirement fail, in words; absent where there is no history with the run. */
  readonly seen?: string;
};

/** The result of a run for programs. */
export const jsonDocument = ({ record, directory, seen }: ReportInput): JsonDocument => {
  const { header, footer } = record;
  return {
    format: 1,
    run: header.run,
    seed: header.seed,
    nonce: header.nonce,
    exitCode: footer.exitCode,
    seconds: footer.seconds,
    directory,
    ...(header.shard === undefined ? {} : { shard: jsonShard(header.shard) }),
    ...(header.merged === undefined ? {} : { merged: { of: header.merged.of, missing: header.merged.missing } }),
    targets: record.targets.flatMap((target) => jsonTarget({ record, directory, ...(seen && { seen }) }, target) ?? []),
  };
};

const jsonShard = ({ index, of, plan, cases, targets }: ShardHead): JsonShard => ({
  index,
  of,
  plan,
  cases,
  allCases: targets.reduce((sum, one) => sum + one.cases, 0),
});

const jsonTarget = ({ record, directory, seen }: ReportInput, target: TargetRecord): JsonTarget | undefined => {
  const end = record.footer.targets.find((each) => each.target === target.target);
  if (end === undefined) return undefined;
  const causes = consequencesOf(judgedCases(target, end.ended), excusesOf(end.knownFailures));
  return {
    target: target.target,
    contract: target.contract,
    exitCode: end.exitCode,
    requests: end.requests,
    created: end.created,
    ...(end.deliveries === undefined ? {} : { deliveries: end.deliveries }),
    ...(end.changes === undefined ? {} : { changes: end.changes }),
    counts: end.counts,
    ...(end.coverage === undefined ? {} : { coverage: { ...end.coverage, totals: coverageTotals(end.coverage) } }),
    undecided: target.undecided,
    ...(end.knownFailures === undefined ? {} : { knownFailures: end.knownFailures }),
    findings: judgedCases(target, end.ended).flatMap(({ case: judged, verdict }): readonly JsonFinding[] => {
      if (verdict.kind !== 'fail') return [];
      const { operation, where, expected, actual, documentedAt } = verdict.finding;
      const consequenceOf = causes.get(judged.id);
      const often = seen?.(target.target, judged.requirement);
      return [
        {
          requirement: judged.requirement,
          check: judged.check,
          level: judged.level,
          operation,
          outcome: 'fail',
          reason: `${where === '' ? '' : `at ${where}: `}expected ${expected}, got ${actual}`,
          case: judged.id,
          replay: replayCommand(record, directory, target.target, judged.id),
          ...(consequenceOf === undefined ? {} : { consequenceOf }),
          ...(documentedAt === undefined ? {} : { documentedAt }),
          ...(judged.inferred === undefined ? {} : { inferred: judged.inferred }),
          ...(often === undefined ? {} : { seen: often }),
        },
      ];
    }),
  };
};
