import type { ConfigTarget } from '../config/config.ts';
import type { ReportName } from '../model/report-names.ts';
import type { RunListeners } from './events.ts';

/** What is judged: targets in code, or those of a config file. */
export type TargetsOptions = {
  /**
   * Targets in code, by names that you choose; or names of targets of the config, shipped contracts and paths of documents, as the command line
   * takes them. Default: every target of the config.
   */
  readonly targets?: Readonly<Record<string, ConfigTarget>> | readonly string[];
  /** Path of a config file. Default: `assay.config.*` in `cwd`. Not together with targets in code. */
  readonly config?: string;
  /** Directory that relative paths start from. Default: that of the process. */
  readonly cwd?: string;
  /** Where `env:NAME` is looked up. Default: `process.env`. Variables of the command line, such as `ASSAY_BASE_URL`, are not read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Checks, requirements, areas, operations or tags to judge; globs. Default: everything. */
  readonly only?: readonly string[];
  /** Checks, requirements, areas, operations or tags to leave out; globs. */
  readonly skip?: readonly string[];
  /** Seed of the generated values, from 0 to 2147483647. Default: a random one. */
  readonly seed?: number;
  /** Word in every name and id that the run makes up: 1 to 16 lower-case letters and digits. Default: a random one. */
  readonly nonce?: string;
  /** What the run is for: its size, or `comparison`, which asks each target what comparisons show. Default: everything, without that. */
  readonly profile?: string;
  /** Most requests per target. */
  readonly maxRequests?: number;
  /** Ends early with the reason of the signal as the error. */
  readonly signal?: AbortSignal;
};

/** What {@link plan} takes. */
export type PlanOptions = TargetsOptions;

/** What {@link run} takes. */
export type RunOptions = TargetsOptions & {
  /**
   * Folder of the record and the reports, from `cwd`: it must be empty or not exist. Nothing is written elsewhere. A run always writes it, because
   * its ledger of created resources is what `assay cleanup` removes the leftovers of a killed process by.
   */
  readonly out: string;
  /** Reports to write into it. Default: those of the command line; `[]` for none. */
  readonly reports?: readonly ReportName[];
  /** Most requests per second. */
  readonly rate?: number;
  /** Most requests at the same time. Default: 10. */
  readonly concurrency?: number;
  /** Longest time of the run in seconds; cases that are open then are skipped. */
  readonly timeBudgetSeconds?: number;
  /** Export the run as a trace of OpenTelemetry; the variables of the process say where. Default: no. */
  readonly otel?: boolean;
  /** With `otel`: send the header field `traceparent` with every request. Default: no. */
  readonly traceparent?: boolean;
  /** Listeners by the name of the event. One that throws ends the run, which then rejects with that error. */
  readonly on?: RunListeners;
};

/** What {@link compare} takes. */
export type CompareOptions = {
  /** Folders of runs, or their ids below `reports/` of `cwd`. */
  readonly runs: readonly string[];
  /** Directory that relative paths start from. Default: that of the process. */
  readonly cwd?: string;
  /** File for the page of the comparison. Default: no page is written. */
  readonly page?: string;
  /** Ends early with the reason of the signal as the error. */
  readonly signal?: AbortSignal;
};
