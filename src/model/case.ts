import type { Prerequisite } from './coverage.ts';
import type { Location } from './location.ts';
import type { Area, Level } from './requirement.ts';
import type { SkipReason } from './verdict.ts';

/** What a case needs for itself while it runs. */
export type Exclusive = 'quota' | 'collection' | 'nothing';

/** The phases of a run in their order: reads, then changes, then checks that look back at the run, then bursts. */
export const phases = ['read', 'mutate', 'closing', 'flood'] as const;
export type Phase = (typeof phases)[number];

/** A word of `x-assay` that assay inferred from a document, and that nobody has confirmed. */
export type InferredWord = {
  /** Its steps in `x-assay`, such as `refusals.type`. */
  readonly word: string;
  /** Key of the operation that it is for; null where it is for the whole document. */
  readonly operation: string | null;
  /** What in the document shows it: one sentence. */
  readonly why: string;
};

/** One check at the node of the contract that has the requirement: it gets one verdict. */
export type Case = {
  /** `<check>@<pointer of the owning node>`: stable across runs and releases. */
  readonly id: string;
  readonly check: string;
  readonly requirement: string;
  readonly title: string;
  readonly level: Level;
  readonly area: Area;
  readonly kind: 'probe' | 'watch';
  readonly phase: Phase;
  /** Every location of the requirement that can be tried. */
  readonly places: readonly Location[];
  /** Parts that are not tried, with the reason, such as a missing permission. */
  readonly untried: readonly string[];
  /** The inferred words that its requirement rests on; absent where there are none. */
  readonly inferred?: readonly InferredWord[];
  /** Set by the plan where nothing of the case can be tried. */
  readonly skip?: { readonly because: SkipReason; readonly reason: string };
  /** Set by the plan where the check failed on this document: the message of its exception. The case gets a broken verdict, and all others are judged. */
  readonly broken?: string;
  /** Of a case that is skipped because something is missing: the least that the operator has to supply. */
  readonly lacks?: readonly Prerequisite[];
  /** The most requests and creations that it may take, by its own estimate. */
  readonly cost: { readonly requests: number; readonly creates: number };
};

export type Plan = {
  readonly contract: string;
  readonly target: string;
  readonly seed: number;
  readonly cases: readonly Case[];
  /** Testable requirements that no check decides yet. */
  readonly undecided: readonly string[];
  /** Keys of operations that the user did not select; absent where everything is selected. */
  readonly notSelected?: readonly string[];
  /** Operations that the run never calls, by key, with the reason; absent where there are none. */
  readonly spared?: Readonly<Record<string, string>>;
  /** SHA-256 of the cases and their inputs, hexadecimal. */
  readonly digest: string;
};
