import type { Case } from './case.ts';
import type { Coverage } from './coverage.ts';
import type { ChangeKind, CreatedResource, PreflightResult, StopReason } from './event.ts';
import type { Expectation } from './known-failure.ts';
import type { Level, Requirement } from './requirement.ts';
import type { Target } from './target.ts';
import type { MergedHead, ShardHead } from './shard.ts';
import type { SharedResult } from './shared-result.ts';
import type { CoverageSeen } from './coverage-seen.ts';
import type { Outcome, Verdict } from './verdict.ts';

/** Version of the record's format. It increases when a reader of the old format would misread a record. */
export const recordFormat = 1;

/** A requirement as reports need it: its entry in the ledger, without oracle and defects. */
export type RecordedRequirement = Pick<Requirement, 'id' | 'title' | 'area' | 'level' | 'basis' | 'section' | 'lines'> &
  /** Absent in records of versions before it was added. */
  Partial<Pick<Requirement, 'since'>>;

/** The settings of a target, so that a case can be judged again. Of credentials and secret header fields it has only the names. */
export type TargetSettings = Omit<Target, 'name' | 'baseUrl' | 'logins' | 'observed'>;

/**
 * Where a target's secrets came from, so that a command after the run can fetch them again. Never a secret: `env:NAME`, `file:PATH`
 * (absolute) or `cmd:COMMAND`.
 */
export type RecordedSources = {
  /** Absolute path of the config file; absent where there was none. */
  readonly config?: string;
  /** Absolute path of the directory in which a command starts. */
  readonly directory: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Credentials of further security schemes, by the names of the schemes. */
  readonly schemes?: Readonly<Record<string, string>>;
  /** Header fields with a secret value. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificates to trust. */
  readonly ca?: string;
  /** The client certificate, its key and its passphrase, and the proxy of the config. */
  readonly connection?: Readonly<Record<string, string>>;
  /** Absolute path of the copy of a document that was fetched. */
  readonly document?: string;
  /** Names of credentials that were given as plain text or by a function, whose source no record can hold. */
  readonly unrecorded?: readonly string[];
  /** Absolute paths of the list of known failures, and of what an earlier run has seen; absent where none was given. */
  readonly knownFailures?: string;
  readonly observed?: string;
};

/** A target at the start of a run. */
export type RecordedTarget = {
  readonly target: string;
  readonly contract: string;
  /** The title of the contract's document. */
  readonly title?: string;
  /** Digest of the contract: its document and requirements. Absent in records of versions before it was added. */
  readonly contractDigest?: string;
  readonly baseUrl: string;
  readonly settings?: TargetSettings;
  /** Absent in records of versions before it was added. */
  readonly sources?: RecordedSources;
  /** Digest of the plan, see {@link Plan}. */
  readonly planDigest: string;
  /** Testable requirements that no check decides yet. */
  readonly undecided: readonly string[];
};

/** The interrupted run whose results a run took over. */
export type ResumedRun = {
  /** Its id. */
  readonly run: string;
  /** How many verdicts were taken over: a record with fewer is that of a run that was ended while it took them over. */
  readonly kept: number;
  /** When the first part of it began, in UTC (RFC 3339): so old may be what it judged. */
  readonly startedAt: string;
};

/** The first line of a record. */
export type RecordHeader = {
  readonly type: 'run';
  readonly format: typeof recordFormat;
  /** Name of the run, and of its directory. */
  readonly run: string;
  /** Version of assay. */
  readonly assay: string;
  /** The targets were embedded references, so the record is not about a real API. */
  readonly demo: boolean;
  /** Date and time in UTC (RFC 3339). */
  readonly startedAt: string;
  readonly seed: number;
  readonly nonce: string;
  /** The given options of the run. Never a secret. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Absent where the run began anew. */
  readonly resumes?: ResumedRun;
  /** Present where the run is one part of a split run: it says nothing about the rest. */
  readonly shard?: ShardHead;
  /** Present where the record was merged from those of parts. */
  readonly merged?: MergedHead;
  readonly targets: readonly RecordedTarget[];
};

/** A verdict in a line of the record: its facts have lines of their own. */
export type RecordedVerdict = WithoutFacts<Verdict>;
type WithoutFacts<V> = V extends unknown ? Omit<V, 'facts'> : never;

/** A line between the header and the footer; those of all targets are in the order of time. */
export type RecordEntry =
  | { readonly type: 'requirement'; readonly target: string; readonly requirement: RecordedRequirement }
  | {
      readonly type: 'case';
      readonly target: string;
      readonly case: Case;
      /** Its number in the whole plan, from 0. Only where other parts of a split run judge the target too. */
      readonly number?: number;
    }
  | { readonly type: 'preflight'; readonly target: string; readonly result: PreflightResult }
  | {
      readonly type: 'verdict';
      readonly target: string;
      /** Id of the case. */
      readonly id: string;
      readonly verdict: RecordedVerdict;
      readonly seconds: number;
      /** The run was being stopped when the case ended, so that parts of it may be missing. */
      readonly cut?: true;
    }
  | {
      readonly type: 'fact';
      readonly target: string;
      /** Id of the case that observed it. */
      readonly id: string;
      readonly fact: string;
      readonly at: string;
      readonly value: unknown;
    }
  | (SharedResult & {
      readonly type: 'shared';
      readonly target: string;
      /** Id of a case that other parts of a split run judge too. */
      readonly id: string;
    })
  | { readonly type: 'seen'; readonly target: string; readonly seen: CoverageSeen }
  | (CreatedResource & { readonly type: 'created'; readonly target: string })
  | {
      readonly type: 'removed';
      readonly target: string;
      readonly collection: string;
      readonly label: string;
      /** That of the creation; absent in records of versions before it was kept. */
      readonly entry?: string;
      readonly outcome: 'removed' | 'gone' | 'failed';
      readonly reason: string;
    };

/** Meaning of each exit code, in a few words. */
export const exitCodes = {
  0: 'nothing unexpected',
  1: 'a must is broken',
  2: 'usage, config or contract error',
  3: 'not enough evidence',
  4: 'assay itself broke',
  5: 'an expectation is stale',
} as const;
export type ExitCode = keyof typeof exitCodes;

/** How the run of a target ended: completely, early, or because assay itself failed. */
export type TargetEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly message: string }
  | { readonly kind: 'lost'; readonly reason: string };

/** The number of requirements by level and outcome. */
export type Counts = Readonly<Record<CountedLevel, Readonly<Record<Outcome, number>>>>;
export const countedLevels = ['must', 'should', 'observe'] as const satisfies readonly Level[];
export type CountedLevel = (typeof countedLevels)[number];

/** The effects of the requests to one operation on the server. */
export type ChangeRow = {
  /** Key of the operation; method and path where the document has no such operation. */
  readonly operation: string;
  readonly kind: 'created' | ChangeKind;
  /** Requests with the effect, according to their answers. */
  readonly count: number;
  /** Requests whose effect is unknown: without an answer, or with neither 2xx nor 4xx. */
  readonly perhaps: number;
  /** The number of created resources that still exist, or may exist. */
  readonly stays?: number;
  /** The first ids of created resources, or paths of changed or removed ones. */
  readonly things: readonly string[];
};

export type TargetFooter = {
  readonly target: string;
  readonly ended: TargetEnd;
  /** Requests sent; for a lost target those that were reported. */
  readonly requests: number;
  /** Number of created resources. */
  readonly created: number;
  /** Number of deliveries that the sink of the run received; absent where it had none. */
  readonly deliveries?: number;
  /** The changes of the run on the server; absent where there were none, and in records of versions before it was added. */
  readonly changes?: readonly ChangeRow[];
  readonly seconds: number;
  readonly counts: Counts;
  /** What was exercised, reached and seen of the contract. Absent in records of versions before it was added, and where the target was lost. */
  readonly coverage?: Coverage;
  /** The known failures that were given to the run, with their states. */
  readonly knownFailures?: readonly Expectation[];
  readonly exitCode: ExitCode;
};

/** The last line of a record. A file without it is not a record. */
export type RecordFooter = {
  readonly type: 'end';
  readonly targets: readonly TargetFooter[];
  readonly exitCode: ExitCode;
  readonly seconds: number;
  /** How many lines each file beside the record had at the end of the run, by its path in the folder. Absent in records of versions before it was added. */
  readonly files?: Readonly<Record<string, number>>;
};

/** Any line of a record. */
export type RecordLine = (RecordHeader | RecordEntry | (RecordFooter & { readonly seal: string })) & {
  /** SHA-256 of the line before, without its line feed, hexadecimal; null in the header. */
  readonly previous: string | null;
  /** The digest of the line itself; absent in the footer, which has its seal. */
  readonly check?: string;
};

/** A verdict with its facts, and how long the case took. */
export type CaseResult = { readonly verdict: Verdict; readonly seconds: number };

/** What one part of a split run contributes to a target that others judge too. */
export type TornRecord = {
  /** The numbers of its cases in the whole plan, by case id. */
  readonly numbers: ReadonlyMap<string, number>;
  /** What it found for the cases that others judge too, by case id. */
  readonly shared: ReadonlyMap<string, SharedResult>;
  /** What it saw of the contract; absent where it was lost. */
  readonly seen?: CoverageSeen;
};

/** The part of a record about one target. */
export type TargetRecord = RecordedTarget & {
  readonly requirements: ReadonlyMap<string, RecordedRequirement>;
  /** In the order of the plan. */
  readonly cases: readonly Case[];
  /** By case id. A planned case without one got no verdict. */
  readonly results: ReadonlyMap<string, CaseResult>;
  readonly preflight: PreflightResult | undefined;
  /** Of a target that other parts of a split run judge too; absent elsewhere. */
  readonly torn?: TornRecord;
  /** Created resources that still exist, or may exist. */
  readonly created: readonly LeftResource[];
};

/** A resource that the run created and did not remove. `reason`: why it could not. */
export type LeftResource = CreatedResource & { readonly reason?: string };

/** A whole record. The footer names the targets in the order of the header. */
export type RunRecord = {
  readonly header: RecordHeader;
  readonly targets: readonly TargetRecord[];
  readonly footer: RecordFooter;
};
