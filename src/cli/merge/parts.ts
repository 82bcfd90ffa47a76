import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLoopback } from '../../config/address.ts';
import { UsageError } from '../../config/usage-error.ts';
import { type RecordEntry, readRecordLines, RecordError, type RunRecord, type TargetRecord } from '../../model/record.ts';
import { type ShardHead, shardName } from '../../model/shard.ts';
import { createSharing, type Sharing } from '../../model/sharing.ts';
import { displayPathOf, findRun } from '../report/open-run.ts';

/** One part of a split run. */
export type Part = {
  /** Absolute. */
  readonly directory: string;
  readonly displayPath: string;
  readonly head: ShardHead;
  readonly record: Pick<RunRecord, 'header' | 'footer'>;
  /** By name. They are taken out as they are joined: all of them beside the joined ones would need twice the memory. */
  readonly targets: Map<string, TargetRecord>;
  /** The lines about what was created. */
  readonly creations: readonly RecordEntry[];
};

export type Parts = {
  /** By their numbers. */
  readonly parts: readonly [Part, ...Part[]];
  /** Numbers of the parts that are not there. */
  readonly missing: readonly number[];
  /** What the user has to know about folders that were left out. */
  readonly warnings: readonly string[];
};

/** The folders of parts that a path stands for: that of one part, or all in a folder, as a CI downloads them. */
const foldersIn = (path: string, cwd: string): readonly string[] => {
  const folder = resolve(cwd, path);
  const isRun = (one: string): boolean => existsSync(join(one, 'run.jsonl'));
  if (isRun(folder) || !existsSync(folder)) return [findRun(path, cwd).directory];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  const below = entries.map(({ name }) => join(folder, name)).filter(isRun);
  return below.length > 0 ? below.toSorted().map((one) => realpathSync(one)) : [findRun(path, cwd).directory];
};

/** Whether the file of a record was cut off, as a killed run leaves it. */
const isCut = (path: string): boolean => {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return !/^\{"type":"end",.*,"seal":"[0-9a-f]{64}"\}$/u.test(lines.at(-1) ?? '');
};

const isCreation = ({ type }: RecordEntry): boolean => type === 'created' || type === 'removed';

/** @returns the part, or why it is left out. */
const readPart = (directory: string, isPartial: boolean, shared: Sharing): Part | string => {
  const path = join(directory, 'run.jsonl');
  const displayPath = displayPathOf(directory);
  let read: ReturnType<typeof readRecordLines>;
  try {
    read = readRecordLines(path, { keeps: isCreation, shared });
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    if (isPartial && isCut(path)) return `${displayPath} is left out: ${error.message}`;
    throw new UsageError(`Cannot merge: ${error.message}${isCut(path) ? '. Run this part again, or leave it out with --partial' : ''}`);
  }
  const {
    record: { header, footer, targets },
    entries,
  } = read;
  const { shard, merged } = header;
  if (merged !== undefined) throw new UsageError(`Cannot merge "${displayPath}": it was merged already`);
  if (shard === undefined)
    throw new UsageError(`Cannot merge "${displayPath}": it is a whole run, and no part of one (assay run --shard i/n)`);
  return {
    directory,
    displayPath,
    head: shard,
    record: { header, footer },
    targets: new Map(targets.map((one) => [one.target, one])),
    creations: entries,
  };
};

/** Whether two addresses may be of one target: every machine may have started a server of its own. */
const isSamePlace = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((address) => (URL.canParse(address) ? new URL(address) : undefined));
  return (
    one === other || (a !== undefined && b !== undefined && isLoopback(a.hostname) && isLoopback(b.hostname) && a.pathname === b.pathname)
  );
};

/** Why two parts do not belong together; undefined where they do. */
const strangeness = (one: Part, other: Part): string | undefined => {
  const [a, b] = [one.record.header, other.record.header];
  if (a.assay !== b.assay) return `it was written by assay ${b.assay}, the other by assay ${a.assay}`;
  if (one.head.of !== other.head.of) return `it is one of ${other.head.of} parts, the other one of ${one.head.of}`;
  if (a.seed !== b.seed) return `its seed is ${b.seed}, that of the other ${a.seed}; give all parts the same --seed`;
  if (a.demo !== b.demo) return 'only one of them is of a demo';
  if (one.head.inTurn !== other.head.inTurn) return 'only one of them was split with --shards-in-turn';
  const names = (part: Part): string => part.head.targets.map(({ target }) => target).join(', ');
  if (names(one) !== names(other)) return `its run has the targets ${names(other)}, that of the other ${names(one)}`;
  const moved = other.head.targets.find((each, n) => !isSamePlace(each.baseUrl, one.head.targets[n]?.baseUrl ?? ''));
  if (moved !== undefined) return `target "${moved.target}" is at ${moved.baseUrl} there, and elsewhere in the other`;
  const otherPlan = other.head.targets.find((each, n) => each.planDigest !== one.head.targets[n]?.planDigest);
  if (otherPlan !== undefined)
    return `the plan of target "${otherPlan.target}" is another one: its document, its permissions and fixtures, --only, --skip and --profile have to be the same for all parts`;
  if (one.head.plan !== other.head.plan) return 'its plan is another one';
  // Targets that share a credential stay together, and a part cannot know that another one was given other credentials.
  const split = ({ head }: Part): string => JSON.stringify(head.targets.map(({ parts }) => parts));
  return split(one) === split(other) ? undefined : 'they were split in different ways, because they were not given the same credentials';
};

/**
 * Reads the parts of a split run, and proves that they are those of one run, each of them whole and unchanged.
 * @param isPartial Parts may be missing, or have been cut off by a kill.
 * @throws {UsageError} for a folder without a record, and for a part that is foreign, there twice, missing, cut off or altered.
 */
export const readParts = (paths: readonly string[], cwd: string, isPartial: boolean): Parts => {
  const folders = [...new Set(paths.flatMap((path) => foldersIn(path, cwd)))];
  // One after another, so that only what is joined of a part stays in memory; what parts have in common stays once.
  const shared = createSharing();
  const read = folders.map((folder) => readPart(folder, isPartial, shared));
  const warnings = read.filter((one) => typeof one === 'string');
  const parts = read.filter((one) => typeof one !== 'string').toSorted((a, b) => a.head.index - b.head.index);
  const [first, ...others] = parts;
  if (first === undefined) throw new UsageError(`Cannot merge: no part is left. ${warnings.join('; ')}`);
  for (const other of others) {
    const why = strangeness(first, other);
    if (why !== undefined)
      throw new UsageError(`Cannot merge "${other.displayPath}" with "${first.displayPath}": they are not of one run: ${why}`);
  }
  for (const [n, other] of others.entries()) {
    const before = parts[n];
    if (before?.head.index === other.head.index)
      throw new UsageError(
        `Cannot merge: "${before.displayPath}" and "${other.displayPath}" are both ${shardName(other.head)}; give one of them`,
      );
  }
  const there = new Set(parts.map(({ head }) => head.index));
  const missing = Array.from({ length: first.head.of }, (_none, n) => n + 1).filter((index) => !there.has(index));
  if (missing.length > 0 && !isPartial)
    throw new UsageError(
      `Cannot merge: of ${first.head.of} parts ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; run ${missing.length === 1 ? 'it' : 'them'} (--shard ${missing[0]}/${first.head.of}), or merge what is there as an incomplete run with --partial`,
    );
  return { parts: [first, ...others], missing, warnings };
};
