/** One part of a run that is split: its number, from 1, and the number of parts. */
export type Shard = { readonly index: number; readonly of: number };

/** A target of a split run as every part names it, also those that do not judge it. */
export type ShardedTarget = {
  readonly target: string;
  readonly contract: string;
  readonly baseUrl: string;
  /** Digest of its whole plan, see {@link Plan}. */
  readonly planDigest: string;
  /** Number of cases of its whole plan. */
  readonly cases: number;
  /** Numbers of the parts that judge it. */
  readonly parts: readonly number[];
};

/** What the record of a part says of the whole. */
export type ShardHead = Shard & {
  /** SHA-256 of the plans of all targets and of how they are split, hexadecimal. Parts belong together if it is the same. */
  readonly plan: string;
  /** The parts do not run at the same time. */
  readonly inTurn: boolean;
  /** Every target of the run, in its order. */
  readonly targets: readonly ShardedTarget[];
  /** Number of cases of this part. A case that several parts judge counts in each. */
  readonly cases: number;
};

/** What the record of a merged run says of its parts. */
export type MergedHead = {
  readonly plan: string;
  readonly of: number;
  /** The parts that were merged, by their numbers. */
  readonly shards: readonly {
    readonly index: number;
    readonly run: string;
    readonly nonce: string;
    readonly startedAt: string;
    readonly seconds: number;
  }[];
  /** Numbers of the parts that were missing; empty for a whole run. */
  readonly missing: readonly number[];
};

/** `shard 2 of 3`. */
export const shardName = ({ index, of }: Shard): string => `shard ${index} of ${of}`;

/** `shard 2 of 3: 31 of 94 cases`. */
export const shardWords = (head: ShardHead): string =>
  `${shardName(head)}: ${head.cases} of ${head.targets.reduce((sum, { cases }) => sum + cases, 0)} cases`;
