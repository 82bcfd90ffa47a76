/** Why something was not tried. `unsupported`: assay cannot handle the document or value. */
export const skipReasons = [
  'not-applicable',
  'missing-prerequisite',
  'not-allowed',
  'not-selected',
  'out-of-budget',
  'unsupported',
  'stopped',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Something observed where the documentation leaves freedom. Never judged; compared between targets and over time. */
export type Fact = { readonly fact: string; readonly at: string; readonly value: unknown };

/** Where a document states something: the place in the file that its author wrote. */
export type DocumentedAt = {
  /** Path from the working directory of the run, or a whole path where the file is not below it; the address of a fetched file. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** JSON pointer in that file, as a fragment (`#/components/schemas/Error`). */
  readonly pointer: string;
};

/** How a requirement was broken, in one concrete case. */
export type Finding = {
  /** Stable, kebab-case: reports and known failures key on it. */
  readonly code: string;
  /** Operation key, `outside` for a path without an operation, or `delivery` for what the target delivered. */
  readonly operation: string;
  /** Location in the message: JSON pointer, header name, parameter, or step of a scenario. */
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
  /** Ids of the exchanges that show it, the main evidence first. */
  readonly exchanges: readonly string[];
  /**
   * Pointer in the contract of the node that states what was broken, where that is not the location of the case. The engine gives `documentedAt`
   * in its place.
   */
  readonly node?: string;
  /** Where that node is written. Absent in records of versions before it was added. */
  readonly documentedAt?: DocumentedAt;
};

export type Verdict =
  | { readonly kind: 'pass'; readonly judged: number; readonly facts?: readonly Fact[]; readonly untried?: readonly string[] }
  | {
      readonly kind: 'fail';
      readonly judged: number;
      readonly breaches: number;
      readonly finding: Finding;
      /** Ids of all exchanges that show a breach, the earliest first; absent where the finding lists them, or where there are too many. */
      readonly shownIn?: readonly string[];
      readonly facts?: readonly Fact[];
      readonly untried?: readonly string[];
    }
  | {
      readonly kind: 'inconclusive';
      readonly reason: string;
      readonly exchanges: readonly string[];
      /** Nothing that it judges was seen. */ readonly unseen?: boolean;
      /** A run need not show it: it judges only error responses, which a request that should succeed never gets, or what no service has to serve. */
      readonly optional?: boolean;
      readonly facts?: readonly Fact[];
    }
  | { readonly kind: 'skipped'; readonly because: SkipReason; readonly reason: string }
  | { readonly kind: 'observed'; readonly facts: readonly Fact[] }
  | { readonly kind: 'broken'; readonly error: string };

export type Outcome = Verdict['kind'];
export const outcomes = ['pass', 'fail', 'inconclusive', 'skipped', 'observed', 'broken'] as const satisfies readonly Outcome[];
