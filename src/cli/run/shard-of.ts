import { checks } from '../../checks/index.ts';
import { UsageError } from '../../config/usage-error.ts';
import { type Shard, type ShardedTarget, type ShardHead, shardName } from '../../model/shard.ts';
import { partOfPlan } from '../../plan/part-of-plan.ts';
import { runDigest } from '../../plan/plan-digest.ts';
import { type ShardPart, splitRun, type SplitRun } from '../../plan/shards.ts';
import type { PreparedRun, PreparedTarget } from './prepare.ts';

/** Longest nonce: made-up names contain it, and the strictest vendors accept short words only. */
const longestNonce = 16;

/** Two parts must not make up the same names, so each adds its number to a word that was given to all. */
const nonceOf = ({ settings, nonce }: PreparedRun, shard: Shard): string => {
  if (settings.nonce === undefined) return nonce;
  const own = `${nonce}${shard.index}`;
  if (own.length > longestNonce)
    throw new UsageError(
      `Cannot use --nonce with --shard: each part adds its number, so that the word may have at most ${longestNonce - String(shard.of).length} characters`,
    );
  return own;
};

/** How the plans of a run are split. */
export const splitOf = ({ targets, settings }: PreparedRun, of: number): SplitRun =>
  splitRun(targets, checks, { of, inTurn: settings.shardsInTurn });

const shardedTarget = ({ target, contract, plan }: PreparedTarget, parts: SplitRun['parts']): ShardedTarget => ({
  target: target.name,
  contract: contract.name,
  baseUrl: target.baseUrl,
  planDigest: plan.digest,
  cases: plan.cases.length,
  parts: parts.flatMap((part, n) => (part.has(target.name) ? [n + 1] : [])),
});

/** Digest of what is split, see {@link ShardHead}. */
export const splitDigest = ({ targets, settings }: PreparedRun, of: number): string =>
  runDigest(
    targets.map(({ target, plan }) => ({ target: target.name, digest: plan.digest })),
    { of, inTurn: settings.shardsInTurn },
  );

/** One target in the plan of a part. */
export const planAt = ({ plan }: PreparedTarget, { isWhole, ids, places }: ShardPart): PreparedTarget['plan'] =>
  isWhole ? plan : partOfPlan(plan, ids, places);

/**
 * One part of a prepared run: the targets that it judges, with their part of the plan. A target that only this part judges stays whole.
 * @throws {UsageError} for a nonce that leaves no room for the number of the part.
 */
export const shardOf = (run: PreparedRun, shard: Shard): PreparedRun => {
  const { parts, sharedBy } = splitOf(run, shard.of);
  const part = parts[shard.index - 1];
  if (part === undefined) throw new Error(`The run was not split into ${shardName(shard)}`);
  const targets = run.targets.flatMap((each): PreparedTarget[] => {
    const own = part.get(each.target.name);
    if (own === undefined) return [];
    const using = sharedBy.get(each.target.name) ?? 1;
    const shared = using > 1 ? { sharedBy: using } : {};
    if (own.isWhole) return [{ ...each, ...shared }];
    const into = parts.filter((one) => one.has(each.target.name)).length;
    const torn = { shard, whole: each.plan, into, places: own.places };
    return [{ ...each, ...shared, plan: planAt(each, own), isPart: true, torn }];
  });
  const head: ShardHead = {
    ...shard,
    plan: splitDigest(run, shard.of),
    inTurn: run.settings.shardsInTurn,
    targets: run.targets.map((each) => shardedTarget(each, parts)),
    cases: targets.reduce((sum, { plan }) => sum + plan.cases.length, 0),
  };
  return { ...run, targets, nonce: nonceOf(run, shard), shard: head };
};
