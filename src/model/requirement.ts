/** How much a broken promise weighs: a broken `must` fails the run, a broken `should` warns, `observe` is never judged. */
export type Level = 'must' | 'should' | 'observe' | 'untestable';

/** What a promise rests on in the document: prose or a table, an example only, or our reading. */
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

/** One promise of a documentation, as `spec/<vendor>/requirements.yaml` holds it. */
export type Requirement = {
  /** Permanent, never reused: prefix and number. */
  readonly id: string;
  /** The promise in one sentence. */
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
  /** Words of the ledger for what judging takes: key, mutation, flood, config, data>=N … */
  readonly needs: readonly string[];
  /** The oracle in prose: what is sent, what passes, fails and is inconclusive. */
  readonly judge: string;
  /** Ways to break it that the checks must catch: slug to one line. */
  readonly defects: Readonly<Record<string, string>>;
  readonly note?: string;
  /** Ids of the checks that decide it. Empty for an untestable or an open promise. */
  readonly checks: readonly string[];
  /**
   * The document does not print what the checks need, and only an overlay of the operator's can tell: path of an example
   * that does, with the id at its place.
   */
  readonly overlay?: string;
  /**
   * Of a standard requirement that rests on words of `x-assay`: their names. Where one of them is inferred, a failure warns.
   */
  readonly words?: readonly string[];
  /** Version of assay that first held the entry. */
  readonly since: string;
  /** Why no server can be made to break it, where that is so. */
  readonly noDefect?: string;
};
