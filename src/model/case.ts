import type { Prerequisite } from './coverage.ts';
import type { Location } from './location.ts';
import type { Area, Level } from './requirement.ts';
import type { SkipReason } from './verdict.ts';

/** What a case needs for itself while it runs. */
export type Exclusive = 'quota' | 'collection' | 'nothing';

/** Order of a run: reads, then what changes things, then what looks back at the run, then the flood. */
export const phases = ['read', 'mutate', 'closing', 'flood'] as const;
export type Phase = (typeof phases)[number];

/** One check at one node of the contract that has an owner: it gets one verdict. */
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
  /** Every place with this owner that can be tried. */
  readonly places: readonly Location[];
  /** Parts that are not tried, with the reason: a permission or prerequisite is missing there. */
  readonly untried: readonly string[];
  /** Decided while planning: nothing of the case can be tried. */
  readonly skip?: { readonly because: SkipReason; readonly reason: string };
  /** Of a case that is skipped for want of something: the least that the operator has to supply for it. */
  readonly lacks?: readonly Prerequisite[];
  /** Requests and creations it may take at the most, by its own estimate. */
  readonly cost: { readonly requests: number; readonly creates: number };
};

export type Plan = {
  readonly contract: string;
  readonly target: string;
  readonly seed: number;
  readonly cases: readonly Case[];
  /** Judgeable requirements that no check decides yet. */
  readonly undecided: readonly string[];
  /** Keys of operations that the user did not select; absent where everything is selected. */
  readonly notSelected?: readonly string[];
  /** SHA-256 over the cases and what they were made from, hexadecimal. */
  readonly digest: string;
};
