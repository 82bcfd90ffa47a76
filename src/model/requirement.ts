/** The weight of a requirement: a broken `must` fails the run, a broken `should` warns, `observe` is recorded but never judged. */
export type Level = 'must' | 'should' | 'observe' | 'untestable';

/** The basis of a requirement in the documentation: prose or a table, only an example, or our reading. */
export type Basis = 'stated' | 'exemplified' | 'inferred';

export const areas = [
  'transport',
  'auth',
  'status',
  'schema',
  'pagination',
  'rate-limit',
  'errors',
  'filtering',
  'ordering',
  'lifecycle',
  'concurrency',
  'idempotency',
  'versioning',
  'oauth',
  'streaming',
  'webhooks',
  'sandbox',
  'limits',
  'docs',
] as const;
export type Area = (typeof areas)[number];

/** One requirement of a ledger, `spec/<vendor>/requirements.yaml`. */
export type Requirement = {
  /** Permanent, never reused: prefix and number. */
  readonly id: string;
  /** The requirement in one sentence. */
  readonly title: string;
  readonly area: Area;
  readonly level: Level;
  readonly basis: Basis;
  /** Heading in the document. */
  readonly section: string;
  /** Line numbers in the document. */
  readonly lines: string;
  /** Operation keys such as `GET /instances`, or every operation. */
  readonly operations: readonly string[] | 'all';
  /** What judging it needs, in the words of the ledger: key, mutation, flood, config, data>=N … */
  readonly needs: readonly string[];
  /** The oracle in prose: what is sent, and what passes, fails and is inconclusive. */
  readonly judge: string;
  /** Ways to break it that the checks must detect: slug to one line. */
  readonly defects: Readonly<Record<string, string>>;
  readonly note?: string;
  /** Ids of the checks that decide it. Empty for an untestable or an open requirement. */
  readonly checks: readonly string[];
  /**
   * Set where the document lacks what the checks need, so that the operator must supply it by an overlay: path of an example overlay, which
   * has the id in its location.
   */
  readonly overlay?: string;
  /**
   * Of a standard requirement that rests on words of `x-assay`: their names. Where one of them is inferred, a failure warns.
   */
  readonly words?: readonly string[];
  /** Version of assay that first held the entry. */
  readonly since: string;
  /** Why no server can be made to break it, if so. */
  readonly noDefect?: string;
};
