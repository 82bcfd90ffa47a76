import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkedLine } from '../../../src/model/checked-line.ts';
import { recordRun } from '../../../src/cli/run/record-run.ts';
import type { Plan } from '../../../src/model/case.ts';
import type { ShardHead } from '../../../src/model/shard.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { planDigest, runDigest } from '../../../src/plan/plan-digest.ts';
import { parcelCase } from '../../model/hand-written-run.ts';
import { madeTarget } from '../../model/made-target.ts';

const usualUrl = 'http://127.0.0.1:1';
const contract = { name: 'made', title: 'Made', digest: 'c'.repeat(64), requirements: new Map() };

/** The targets of a made-up run, each with the number of the part that judges it. */
const homes: readonly (readonly [target: string, part: number])[] = [
  ['north', 1],
  ['south', 2],
  ['west', 2],
];

export type MadePart = {
  readonly index: number;
  readonly of?: number;
  readonly seed?: number;
  readonly assay?: string;
  readonly inTurn?: boolean;
  readonly run?: string;
  readonly requirement?: string;
  readonly baseUrl?: string;
  /** By target. Default: a pass. */
  readonly verdicts?: Readonly<Record<string, Verdict>>;
  /** Without a footer, as a kill leaves it. */
  readonly isCut?: boolean;
};

const pass: Verdict = { kind: 'pass', judged: 1 };

/** Writes a part of a made-up run of three targets, as `assay run --shard` does. */
export const madePart = (directory: string, made: MadePart): string => {
  const {
    index,
    of = 2,
    seed = 7,
    assay = '0.1.0',
    inTurn = false,
    requirement = 'P-1',
    baseUrl = usualUrl,
    verdicts = {},
    isCut = false,
  } = made;
  const planOf = (target: string): Plan => {
    const cases = [parcelCase('a/one@#', requirement), parcelCase('b/two@#', 'P-2', { level: 'should' })];
    return { contract: 'made', target, seed, cases, undecided: [], digest: planDigest(contract.digest, target, seed, cases) };
  };
  const plans = homes.map(([target]) => ({ target, digest: planOf(target).digest }));
  const own = homes.filter(([, part]) => part === index).map(([target]) => target);
  const shard: ShardHead = {
    index,
    of,
    inTurn,
    plan: runDigest(plans, { of, inTurn }),
    targets: homes.map(([target, part]) => ({
      target,
      contract: 'made',
      baseUrl,
      planDigest: planOf(target).digest,
      cases: 2,
      parts: [part],
    })),
    cases: own.length * 2,
  };
  mkdirSync(directory, { recursive: true });
  const record = recordRun({
    path: join(directory, 'run.jsonl'),
    run: made.run ?? `2026-03-01T02-00-0${index}Z-aaa${index}`,
    assay,
    demo: false,
    startedAt: `2026-03-01T02:00:0${index}.000Z`,
    seed,
    nonce: `n${index}`,
    options: { only: [], skip: [], allow: Object.fromEntries(own.map((name) => [name, []])) },
    shard,
    targets: own.map((name) => ({ target: madeTarget({ name, contract: 'made', baseUrl }), contract, plan: planOf(name) })),
  });
  for (const target of own) {
    record.listen(target, { type: 'created', collection: '/a', label: `ct-n${index}`, entry: `${index}-1`, isSure: true });
    for (const planned of planOf(target).cases)
      record.listen(target, { type: 'verdict', id: planned.id, case: planned, verdict: verdicts[target] ?? pass, seconds: 0.1 });
    record.listen(target, { type: 'ended', requests: 3, created: 1, seconds: 0.5 });
  }
  if (!isCut) record.finish(own.map((target) => ({ target, kind: 'complete' })));
  mkdirSync(join(directory, 'exchanges'));
  writeFileSync(join(directory, 'exchanges', '1.jsonl'), `${checkedLine({ part: index })}\n`);
  // A kill may leave a line without its end.
  writeFileSync(join(directory, 'created.jsonl'), checkedLine({ entry: `${index}-1` }));
  return directory;
};
