import { createHash } from 'node:crypto';

import type { Counts, ExitCode, RunRecord, TargetRecord } from '../model/record.ts';
import { canonical } from './canonical.ts';
import { factsOf } from './facts-of.ts';
import { judgedRequirements } from './judged-requirements.ts';

/** One target of one finished run. Its JSON Schema is {@link historySchema}. */
export type HistoryLine = {
  readonly format: 1;
  readonly run: string;
  /** In UTC (RFC 3339). */
  readonly startedAt: string;
  /** Version of assay that judged. */
  readonly assay: string;
  /** Whether embedded references were judged. */
  readonly demo: boolean;
  readonly target: string;
  readonly contract: string;
  readonly contractDigest?: string;
  readonly seed: number;
  readonly counts: Counts;
  /** Ids of the requirements that failed, of any level. */
  readonly failed: readonly string[];
  /** SHA-256 over all observed facts, hexadecimal: equal digests, equal facts. */
  readonly factsDigest: string;
  readonly seconds: number;
  readonly requests: number;
  readonly exitCode: ExitCode;
};

const digestOfFacts = (target: TargetRecord): string => {
  const lines = factsOf(target).map(({ fact, at, value }) => canonical([fact, at, value]));
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
};

/** The lines that a record adds to the history, one for each target. */
export const historyLines = ({ header, targets, footer }: RunRecord): readonly HistoryLine[] =>
  targets.flatMap((target): readonly HistoryLine[] => {
    const end = footer.targets.find((one) => one.target === target.target);
    if (end === undefined) return [];
    const { contractDigest } = target;
    return [
      {
        format: 1,
        run: header.run,
        startedAt: header.startedAt,
        assay: header.assay,
        demo: header.demo,
        target: target.target,
        contract: target.contract,
        ...(contractDigest === undefined ? {} : { contractDigest }),
        seed: header.seed,
        counts: end.counts,
        failed: judgedRequirements(target, end.ended).flatMap(({ requirement, outcome }) => (outcome === 'fail' ? [requirement] : [])),
        factsDigest: digestOfFacts(target),
        seconds: end.seconds,
        requests: end.requests,
        exitCode: end.exitCode,
      },
    ];
  });
