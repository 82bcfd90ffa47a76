import type { Outcome } from '../../model/verdict.ts';
import type { Marks } from './marks.ts';

/** How a verdict is to be taken: nothing broken, not known, or broken. */
export type Tone = 'good' | 'open' | 'bad';

/** A line with an explanation that only some need. */
export type Told = { readonly text: string; readonly detail?: string };

/** The numbers of one kind in the coverage of an operation or a target: how many of how many. */
export type PageTally = { readonly name: string; readonly seen: number; readonly of: number };

/** What a run got to know of an operation. */
export type PageOperation = {
  readonly target: number;
  /** Key, such as `GET /parcels`; `outside` for paths that no operation has. */
  readonly key: string;
  /** Absent where the record has no coverage. */
  readonly coverage?: {
    readonly state: 'exercised' | 'reached' | 'unreached';
    readonly requests: number;
    readonly judged: number;
    readonly why?: string;
    readonly tallies: readonly PageTally[];
    /** Names of what was not seen or not sent, by what they are. */
    readonly names: readonly (readonly [label: string, names: readonly string[]])[];
  };
};

/** A target with its verdict and everything that is said about it as a whole. */
export type PageTarget = {
  readonly name: string;
  readonly title: string;
  readonly baseUrl: string;
  readonly word: string;
  readonly tone: Tone;
  /** The verdict in words. */
  readonly verdict: string;
  /** How much was judged and exercised. */
  readonly share: string;
  readonly requests: number;
  readonly seconds: number;
  readonly exitCode: number;
  /** What it changed at the target, in a phrase. */
  readonly changed: string;
  /** Why the result may be incomplete or prove nothing. */
  readonly notices: readonly string[];
  /** What was not selected, and what was given and not used, a sentence each. */
  readonly leftOver: readonly string[];
  /** What would reach more, best first. */
  readonly more: readonly string[];
  readonly unexercised: readonly Told[];
  readonly changes: readonly Told[];
  readonly left: readonly Told[];
  readonly known: readonly { readonly name: string; readonly state: string; readonly isStale: boolean; readonly told: string }[];
  readonly totals: readonly PageTally[];
  readonly undecided: readonly string[];
};

/** A case, by the indexes of what it shares with others. */
export type PageCase = {
  readonly target: number;
  readonly id: string;
  readonly requirement: number;
  readonly outcome: Outcome;
  readonly operations: readonly number[];
  /** Index of the reason why it was not judged. */
  readonly reason?: number;
  /** The user did not select it. */
  readonly isLeftOut?: true;
  /** How often it was judged. */
  readonly judged?: number;
  readonly untried?: readonly string[];
  readonly seconds?: number;
  /** Index of the finding that tells it. */
  readonly finding?: number;
  readonly exchanges?: readonly number[];
};

export type PageRequirement = {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly area: string;
  /** Where it is stated, in words. */
  readonly source: string;
};

/** What the last run says of a finding. */
export type Since = 'new' | 'changed' | 'still';

/** A breach, with the case that shows it best. */
export type PageFinding = {
  /** Index of its first case; the others show the same breach. */
  readonly case: number;
  readonly others: readonly number[];
  /** ` at 41 operations`, or empty. */
  readonly shared: string;
  readonly code: string;
  readonly operation: string;
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
  readonly often: string;
  readonly documented?: string;
  readonly inferred: readonly string[];
  readonly untried: readonly string[];
  readonly replay: string;
  /** Ids of exchanges of the evidence that the page does not show. */
  readonly unshown: string;
  readonly since?: Since;
  /** How often earlier runs saw its requirement fail. */
  readonly seen?: string;
  /** The known failure that excuses it. */
  readonly known?: string;
  /** Findings that probably follow from this one. */
  readonly followers: readonly number[];
};

/** Findings of one cause: the same check with the same code. */
export type PageCause = {
  readonly kind: 'must' | 'warning' | 'known';
  readonly check: string;
  readonly title: string;
  readonly code: string;
  readonly why?: string;
  readonly fix?: string;
  readonly findings: readonly number[];
};

export type PageFact = {
  readonly case: number;
  readonly fact: string;
  readonly means?: string;
  readonly at: string;
  readonly value: string;
};

/** A line of a body that is shown in part. */
export type BodyLine = { readonly indent: string; readonly name?: string; readonly text: string; readonly isMarked: boolean };

/** A body: the text as stored, or the lines that matter where the page has no room for it. */
export type PageBody = {
  readonly isJson: boolean;
  readonly text?: string;
  readonly lines?: readonly (BodyLine | { readonly left: number })[];
  /** What is to be said about it: cut, not JSON, not text. */
  readonly notes: readonly string[];
};

export type PageMessage = {
  /** Request line or status. */
  readonly head: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly moreHeaders: number;
  readonly body: PageBody;
};

export type PageExchange = {
  readonly id: string;
  readonly tookMs: number;
  /** The target sent it: a delivery. */
  readonly isReceived: boolean;
  readonly faults: readonly string[];
  readonly marks: Marks;
  readonly request: PageMessage;
  /** Undefined where no answer came; then `failure` says why. */
  readonly response?: PageMessage & { readonly bytes: number };
  readonly failure?: string;
  readonly curl?: { readonly command: string; readonly notes: readonly string[] };
};

/** A stretch of time, in milliseconds since the first request. */
export type Stretch = readonly [from: number, to: number];

/** The requests to a target over time, in buckets of equal length. */
export type PageTraffic = {
  readonly target: number;
  readonly bucketMs: number;
  readonly requests: readonly number[];
  /** Answers with 429. */
  readonly refused: readonly number[];
  /** No answer, or one with a status of 500 or above. */
  readonly faulty: readonly number[];
  /** The smallest quota left that an answer reported; null where none did. */
  readonly remaining: readonly (number | null)[];
  readonly bursts: readonly Stretch[];
  /** Longest first: nothing was sent and no answer was awaited. */
  readonly pauses: readonly Stretch[];
  readonly latencies: readonly PageLatency[];
  /** When cases sent their requests, by index of the case. */
  readonly spans: readonly (readonly [number: number, from: number, to: number])[];
};

/** How long the answers of an operation took, in milliseconds. */
export type PageLatency = {
  readonly operation: string;
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly most: number;
  /** How many answers fell into each step of the scale: eight steps for each factor of ten, from 0.1 ms. */
  readonly steps: readonly number[];
};

/** What changed since the run before. */
export type PageChanges = {
  readonly run: string;
  readonly startedAt: string;
  readonly isOtherContract: boolean;
  readonly rows: readonly {
    readonly kind: 'regression' | 'warning' | 'changed' | 'fix' | 'newly-judged' | 'no-longer-judged';
    readonly target: number;
    /** Index of the case, where this run has it. */
    readonly case?: number;
    readonly requirement: string;
    readonly title: string;
    readonly level: string;
    readonly reason?: string;
  }[];
};

/** Everything that the page shows. Every text in it is {@link visible}. */
export type PageModel = {
  readonly format: 2;
  readonly run: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly assay: string;
  readonly isDemo: boolean;
  /** That it is a part of a split run, or was merged from parts; absent for any other run. */
  readonly part?: string;
  /** That exchanges of the run were cut or altered since; absent where they were not. */
  readonly damage?: string;
  readonly directory: string;
  readonly replay: string;
  readonly seed: number;
  readonly nonce: string;
  readonly exitCode: number;
  readonly exitWords: string;
  readonly word: string;
  readonly tone: Tone;
  readonly targets: readonly PageTarget[];
  readonly requirements: readonly PageRequirement[];
  readonly operations: readonly PageOperation[];
  readonly reasons: readonly string[];
  readonly cases: readonly PageCase[];
  readonly findings: readonly PageFinding[];
  readonly causes: readonly PageCause[];
  readonly facts: readonly PageFact[];
  readonly exchanges: readonly PageExchange[];
  readonly traffic: readonly PageTraffic[];
  readonly changes?: PageChanges;
};
