import { createHash } from 'node:crypto';

import type { StopReason } from '../../model/event.ts';
import type { Counts, ExitCode } from '../../model/record.ts';
import type { Level } from '../../model/requirement.ts';
import type { Outcome } from '../../model/verdict.ts';
import { canonical } from '../canonical.ts';

/** What a requirement says: its level, its area, and the sentence. */
export type RequirementWords = readonly [level: Level, area: string, title: string];

/** How long the answers of an operation took, in milliseconds. */
export type OperationLatency = readonly [answers: number, median: number, p95: number];

/** How the run of a target ended: completely, why it was stopped, or lost by assay. */
export type HistoryEnd = 'complete' | StopReason | 'lost';

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
  /** Absent, as everything below it that may be, in lines of versions before it was added. */
  readonly ended?: HistoryEnd;
  /** The number of requirements that the user did not select. */
  readonly leftOut?: number;
  readonly counts: Counts;
  /** Ids of the requirements that failed, of any level. */
  readonly failed: readonly string[];
  /** Ids of the selected requirements by outcome. */
  readonly outcomes?: Partial<Readonly<Record<Outcome, readonly string[]>>>;
  /** How many of the operations of the contract were exercised. */
  readonly operations?: { readonly exercised: number; readonly of: number };
  /** By key of the operation: those with the most answers. */
  readonly latency?: Readonly<Record<string, OperationLatency>>;
  /** SHA-256 over all observed facts, hexadecimal: equal digests, equal facts. */
  readonly factsDigest: string;
  readonly seconds: number;
  readonly requests: number;
  readonly exitCode: ExitCode;
  /** Digest of {@link requirements}. */
  readonly requirementsDigest?: string;
  /** What the requirements say, by id: only in the first line of a file with this digest. */
  readonly requirements?: Readonly<Record<string, RequirementWords>>;
  /** SHA-256 over the rest of the line, see {@link sealed}. */
  readonly digest?: string;
};

/** SHA-256 of a value's canonical text, hexadecimal. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/** A line with the digest over its other members, by which a reader sees that it was altered. */
export const sealed = (line: Omit<HistoryLine, 'digest'>): HistoryLine => ({ ...line, digest: digestOf(line) });

/** Whether a line is as it was written. Lines of versions before the digest was added have none, and none of the members added with it. */
export const isIntact = ({ digest, ...line }: HistoryLine): boolean =>
  digest === undefined ? line.outcomes === undefined && line.ended === undefined : digest === digestOf(line);
