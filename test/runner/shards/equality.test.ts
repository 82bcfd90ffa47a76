import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Flags } from '../../../src/config/given.ts';
import type { ResolvedTarget } from '../../../src/config/resolve-target.ts';
import { referenceTarget } from '../../../src/cli/reference-target.ts';
import { readRecord, type RunRecord } from '../../../src/model/record.ts';
import type { Target } from '../../../src/model/target.ts';
import { judgedRequirements } from '../../../src/policy/judged-requirements.ts';
import { startReference, vendors } from '../../../src/reference/index.ts';
import { afterTest, besideOthers } from '../../beside-others.ts';
import { assay, fakeIo } from '../../cli/support.ts';
import { runHere } from './run-here.ts';

const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-shards-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const reference = async (vendor: string, more: Partial<Target>, defect?: string): Promise<ResolvedTarget> => {
  const running = await startReference(defect === undefined ? { vendor } : { vendor, defect });
  afterTest(() => running.close());
  const resolved = await referenceTarget(vendor, running);
  return { ...resolved, target: { ...resolved.target, ...more } };
};

/** What has to be the same, however a run was split: everything but times, numbers of requests and the choice among equal evidence. */
const essence = ({ targets, footer }: RunRecord): unknown =>
  targets.map((target) => {
    const end = footer.targets.find((one) => one.target === target.target);
    const { map = [], unexercised = [], ...coverage } = end?.coverage ?? {};
    return {
      target: target.target,
      planDigest: target.planDigest,
      cases: target.cases,
      verdicts: target.cases.map(({ id }) => {
        const verdict = target.results.get(id)?.verdict;
        return [id, verdict?.kind, verdict?.kind === 'fail' ? [verdict.finding.code, verdict.finding.documentedAt] : undefined];
      }),
      requirements: judgedRequirements(target, { kind: 'complete' }).map(({ requirement, outcome }) => [requirement, outcome]),
      counts: end?.counts,
      ended: end?.ended,
      exitCode: end?.exitCode,
      coverage,
      unexercised: unexercised.map(({ operations }) => operations),
      map: map.map(({ requests: _requests, why: _why, ...rest }) => rest),
    };
  });

/** Judges targets whole, and in parts that are merged. Each run has targets of its own: some of what they hold can be used once. */
const bothWays = async (
  started: () => Promise<readonly ResolvedTarget[]>,
  flags: Flags,
  of: number,
): Promise<{
  readonly whole: RunRecord;
  readonly merged: RunRecord;
  readonly parts: readonly RunRecord[];
  readonly code: number;
  readonly folder: string;
}> => {
  const folder = tempFolder();
  const numbers = Array.from({ length: of }, (_none, n) => n + 1);
  const [whole, targets] = await Promise.all([started().then((own) => runHere(own, flags, join(folder, 'whole'))), started()]);
  const parts: RunRecord[] = [];
  for (const n of numbers) parts.push(await runHere(targets, { ...flags, shard: `${n}/${of}` }, join(folder, 'parts', String(n))));
  const { code } = await assay(['merge', 'parts', '--out', 'merged', '--report', 'summary', '--quiet'], fakeIo({ cwd: folder }));
  return { whole, parts, merged: readRecord(join(folder, 'merged', 'run.jsonl')), code, folder };
};

/** What finds the defect, and of the others the cheapest that reads them. */
const flagsFor = (vendor: string): Flags =>
  vendor === 'cloudnexus' ? { seed: '7', only: ['pagination', 'errors', 'schema'] } : { seed: '7', skip: ['rate-limit'], profile: 'smoke' };
const readOnly: Partial<Target> = { allow: ['slow', 'plaintext'] };
const defects: Readonly<Record<string, string>> = { cloudnexus: 'page-boundary-skips-item' };

describe.concurrent('a run in parts', () => {
  test.for(Object.keys(vendors))(
    'gives the verdicts of a whole one where several parts read %s',
    besideOthers(async (vendor: string) => {
      const started = async (): Promise<ResolvedTarget[]> => [await reference(vendor, readOnly, defects[vendor])];
      const { whole, merged, parts, code, folder } = await bothWays(started, flagsFor(vendor), 2);
      expect(parts.filter(({ targets }) => targets.length > 0)).toHaveLength(2);
      expect(essence(merged)).toEqual(essence(whole));
      expect(whole.footer.exitCode).toBe(defects[vendor] === undefined ? 0 : 1);
      expect(merged.footer.exitCode).toBe(whole.footer.exitCode);
      expect(code).toBe(whole.footer.exitCode);
      const ids = readdirSync(join(folder, 'merged', 'exchanges')).flatMap((file) =>
        readFileSync(join(folder, 'merged', 'exchanges', file), 'utf8')
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { readonly id: string }).id),
      );
      expect(new Set(ids).size).toBe(ids.length);
      for (const part of parts) for (const { ended } of part.footer.targets) expect(ended.kind).toBe('complete');
    }),
  );

  test(
    'gives the verdicts of a whole one where each part judges other references, and changes them',
    besideOthers(async () => {
      const started = (): Promise<ResolvedTarget[]> => Promise.all(Object.keys(vendors).map((vendor) => reference(vendor, {})));
      const { whole, merged, parts, code } = await bothWays(
        started,
        { seed: '7', profile: 'smoke', skip: ['webhooks', 'streaming', 'rate-limit', 'idempotency'] },
        2,
      );
      expect(parts.flatMap((part) => part.targets.map(({ target }) => target)).toSorted()).toEqual(Object.keys(vendors).toSorted());
      expect(essence(merged)).toEqual(essence(whole));
      expect(code).toBe(whole.footer.exitCode);
    }),
  );
});
