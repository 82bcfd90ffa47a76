import type { Tone } from '../page/page-model.ts';

/** One run of a target. */
export type PageNight = {
  readonly run: string;
  /** When it began (RFC 3339). */
  readonly at: string;
  /** Address of the page of the run, relative to that of the history; absent where the run is gone. */
  readonly page?: string;
  readonly tone: Tone;
  /** The verdict in one word, and in a few. */
  readonly word: string;
  readonly verdict: string;
  readonly isComplete: boolean;
  /** How many musts were judged, of how many; how many operations were exercised. */
  readonly musts: readonly [judged: number, of: number];
  readonly operations?: readonly [exercised: number, of: number];
  readonly requests: number;
  readonly seconds: number;
  readonly seed: number;
  /** Median and 95th percentile over all answers of the operations that the line has, in milliseconds. */
  readonly latency?: readonly [median: number, p95: number];
  /** What is another than in the run before: `contract`, `assay 0.2.0`. A change of an outcome may come from it. */
  readonly differs?: readonly string[];
};

/** A requirement over the runs of a target. */
export type PageRequirement = {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly area: string;
  /** Its outcomes, oldest first, see {@link packed}. */
  readonly outcomes: string;
};

/** An operation over the runs of a target: the 95th percentile of its latency in milliseconds; null where there is none. */
export type PageOperationLatency = { readonly operation: string; readonly p95: readonly (number | null)[] };

export type PageTargetHistory = {
  /** Unique among the targets. */
  readonly label: string;
  readonly contract: string;
  readonly unit: 'night' | 'run';
  /** Oldest first. */
  readonly nights: readonly PageNight[];
  /** Runs that the history has and the page leaves out, the oldest. */
  readonly earlier: number;
  /** When the last complete run began, even if it is one of those that are left out. */
  readonly lastCompleteAt?: string;
  readonly requirements: readonly PageRequirement[];
  readonly operations: readonly PageOperationLatency[];
};

/** Everything that the page of a history shows. Every text in it is {@link visible}. */
export type HistoryModel = {
  readonly format: 1;
  /** When the page was made (RFC 3339). */
  readonly madeAt: string;
  readonly notices: readonly string[];
  readonly targets: readonly PageTargetHistory[];
};
