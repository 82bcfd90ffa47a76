import type { RowState } from '../../policy/compare/comparison.ts';
import type { Outcome } from '../../model/verdict.ts';
import type { PageExchange, Tone } from '../page/page-model.ts';

/** A column of the comparison: a target of a run. */
export type CompareColumn = {
  /** Unique among the columns. */
  readonly label: string;
  readonly title: string;
  readonly contract: string;
  readonly baseUrl: string;
  readonly run: string;
  /** Address of the page of the run, relative to that of the comparison. */
  readonly page?: string;
  readonly tone: Tone;
  /** The verdict in one word, and in a few. */
  readonly word: string;
  readonly verdict: string;
  /** How much was judged and exercised. */
  readonly share: string;
};

/** A sentence of a document. */
export type CompareSentence = {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  /** Where it is stated, in words; empty where that is not known. */
  readonly source: string;
};

/** One thing that a cell rests on: a case, a value with its locations, or something that a target did. */
export type CompareBasis = {
  readonly outcome?: Outcome;
  /** The verdict or the value in words. */
  readonly head: string;
  readonly terms: readonly (readonly [label: string, text: string])[];
  /** Index of what the document of the target says about it, or, of behaviour, what its request was sent for. */
  readonly sentence?: number;
  readonly case?: { readonly id: string; readonly href?: string };
  /** Index of an exchange that shows it. */
  readonly exchange?: number;
};

/** What is known of a target in one row. */
export type CompareCell = {
  /**
   * How it counts among the others: `counted`; `open`, if there was too much to compare; `unknown`, if nothing is known.
   */
  readonly standing: 'counted' | 'open' | 'unknown';
  /** Equal in cells that are the same; absent where the cell neither agrees nor differs. */
  readonly key?: string;
  readonly outcome?: Outcome;
  /** What the cell shows, a line each. */
  readonly lines: readonly string[];
  /** Why nothing is known, or what an outcome means here. */
  readonly why?: string;
  /** What was left out of the lines, or what a failure got. */
  readonly note?: string;
  readonly bases: readonly CompareBasis[];
  /** Bases that were left out. */
  readonly moreBases: number;
};

/** A situation, a requirement, a check or a fact, with a cell for each column. */
export type CompareRow = {
  readonly kind: 'behaviour' | 'requirement' | 'check' | 'fact';
  /** Unique on the page, and the same in every comparison. */
  readonly key: string;
  readonly id: string;
  readonly title: string;
  /** Level or location, in small print; empty where there is none. */
  readonly note: string;
  /** What it means or why it matters. */
  readonly why?: string;
  readonly state: RowState;
  readonly cells: readonly CompareCell[];
};

/** Rows about one subject. */
export type CompareSection = {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly CompareRow[];
  /** States of rows that are folded until they are asked for. */
  readonly folded: readonly RowState[];
};

/** Everything that the page of a comparison shows. Every text in it is {@link visible}. */
export type CompareModel = {
  readonly format: 1;
  readonly isShared: boolean;
  /** The number of differences, in one sentence. */
  readonly sentence: string;
  readonly tone: Tone;
  readonly notes: readonly string[];
  readonly columns: readonly CompareColumn[];
  readonly sections: readonly CompareSection[];
  readonly sentences: readonly CompareSentence[];
  readonly exchanges: readonly PageExchange[];
};
