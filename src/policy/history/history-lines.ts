import { createHash } from 'node:crypto';

import type { RunRecord, TargetEnd, TargetRecord } from '../../model/record.ts';
import { type Outcome, outcomes } from '../../model/verdict.ts';
import { canonical } from '../canonical.ts';
import { factsOf } from '../facts-of.ts';
import { isSelected, judgedRequirements, type JudgedRequirement } from '../judged-requirements.ts';
import { digestOf, type HistoryEnd, type HistoryLine, type OperationLatency, type RequirementWords, sealed } from './history-line.ts';

/** Latencies by target, then by key of the operation. */
export type Latencies = ReadonlyMap<string, Readonly<Record<string, OperationLatency>>>;

/** What a line needs besides the record. */
export type HistorySources = {
  readonly latencies?: Latencies;
  /** Digests of the requirements that the file has in words already. */
  readonly known?: ReadonlySet<string>;
};

const digestOfFacts = (target: TargetRecord): string => {
  const lines = factsOf(target).map(({ fact, at, value }) => canonical([fact, at, value]));
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
};

const endOf = (ended: TargetEnd): HistoryEnd => (ended.kind === 'stopped' ? ended.reason : ended.kind);

const outcomesOf = (requirements: readonly JudgedRequirement[]): Partial<Record<Outcome, readonly string[]>> =>
  Object.fromEntries(
    outcomes.flatMap((outcome) => {
      const ids = requirements.flatMap((one) => (one.outcome === outcome ? [one.requirement] : []));
      return ids.length === 0 ? [] : [[outcome, ids]];
    }),
  );

const wordsOf = (target: TargetRecord, requirements: readonly JudgedRequirement[]): Readonly<Record<string, RequirementWords>> =>
  Object.fromEntries(
    requirements.map(({ requirement, level, title, cases: [first] }) => [
      requirement,
      [level, target.requirements.get(requirement)?.area ?? first?.case.area ?? '', title],
    ]),
  );

/** The lines that a record adds to the history, one for each target. Requirements are in words where the file does not have them yet. */
export const historyLines = (
  { header, targets, footer }: RunRecord,
  { latencies = new Map(), known = new Set() }: HistorySources = {},
): readonly HistoryLine[] => {
  const written = new Set(known);
  return targets.flatMap((target): readonly HistoryLine[] => {
    const end = footer.targets.find((one) => one.target === target.target);
    if (end === undefined) return [];
    const { contractDigest } = target;
    const { coverage } = end;
    const requirements = judgedRequirements(target, end.ended);
    const selected = requirements.filter(isSelected);
    const latency = latencies.get(target.target);
    const words = wordsOf(target, requirements);
    const requirementsDigest = digestOf(words);
    const isNew = !written.has(requirementsDigest);
    written.add(requirementsDigest);
    return [
      sealed({
        format: 1,
        run: header.run,
        startedAt: header.startedAt,
        assay: header.assay,
        demo: header.demo,
        target: target.target,
        contract: target.contract,
        ...(contractDigest === undefined ? {} : { contractDigest }),
        seed: header.seed,
        ended: endOf(end.ended),
        leftOut: requirements.length - selected.length,
        counts: end.counts,
        failed: requirements.flatMap(({ requirement, outcome }) => (outcome === 'fail' ? [requirement] : [])),
        outcomes: outcomesOf(selected),
        ...(coverage === undefined ? {} : { operations: { exercised: coverage.exercised, of: coverage.operations } }),
        ...(latency === undefined ? {} : { latency }),
        factsDigest: digestOfFacts(target),
        seconds: end.seconds,
        requests: end.requests,
        exitCode: end.exitCode,
        requirementsDigest,
        ...(isNew ? { requirements: words } : {}),
      }),
    ];
  });
};
