import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { checks } from '../../../src/checks/index.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { readRecord } from '../../../src/model/record.ts';
import type { RunRecord } from '../../../src/model/record.ts';
import { credentialNames } from '../../../src/model/request.ts';
import type { Secrets, Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Selection } from '../../../src/plan/selection.ts';
import { recordRun } from '../../../src/cli/run/record-run.ts';
import { startReference } from '../../../src/reference/index.ts';
import type { ReferenceOptions } from '../../../src/reference/index.ts';
import { runJobs } from '../../../src/runner/worker/run-jobs.ts';
import type { JobEnd } from '../../../src/runner/worker/run-jobs.ts';

type Judged = { readonly ends: readonly JobEnd[]; readonly record: RunRecord; readonly directory: string; readonly secrets: Secrets };

/** Judges a fresh reference the way the command line does. */
const judge = async ({
  defect,
  selection = { only: [], skip: ['rate-limit'] },
  abortAfter,
  rate,
  contractDigest,
}: {
  readonly defect?: string;
  readonly selection?: Selection;
  /** Interrupts the run at its n-th verdict. */
  readonly abortAfter?: number;
  readonly rate?: number;
  readonly contractDigest?: string;
} = {}): Promise<Judged> => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-jobs-'));
  const options: ReferenceOptions = { vendor: 'cloudnexus', defect };
  const reference = await startReference(options);
  onTestFinished(async () => {
    await reference.close();
    rmSync(directory, { recursive: true });
  });
  const target: Target = {
    name: 'reference',
    contract: 'cloudnexus',
    baseUrl: reference.url,
    urls: {},
    credentials: credentialNames.filter((name) => reference.credentials[name] !== undefined),
    quota: { ...reference.quota, exclusive: true },
    flood: { maxRequests: 2500 },
    maxCreates: 5,
    allow: ['mutation', 'permanent'],
    fixtures: reference.fixtures,
    durations: {},
    values: {},
    http: { timeoutMs: 30_000, headers: {} },
  };
  const secrets: Secrets = Object.fromEntries(target.credentials.map((name) => [name, reference.credentials[name]]));
  const contract = await loadContract('cloudnexus');
  const seed = 5;
  const plan = makePlan({ contract, target, checks, selection, seed });
  const head = { run: 'r', assay: '0.1.0', demo: true, startedAt: new Date().toISOString(), seed, nonce: 'n1', options: {} };
  const run = recordRun({ ...head, path: join(directory, 'run.jsonl'), targets: [{ target, contract, plan }] });
  const controller = new AbortController();
  let verdicts = 0;
  const ends = await runJobs(
    [
      {
        target,
        secrets,
        contract: 'cloudnexus',
        isProven: true,
        seed,
        nonce: 'n1',
        plan,
        contractDigest: contractDigest ?? contract.digest,
        concurrency: 4,
        ...(rate === undefined ? {} : { rate }),
      },
    ],
    {
      directory,
      signal: controller.signal,
      onEvent(name, event) {
        run.listen(name, event);
        if (event.type === 'verdict' && (verdicts += 1) === abortAfter) controller.abort();
      },
    },
  );
  run.finish(ends);
  return { ends, record: readRecord(join(directory, 'run.jsonl')), directory, secrets };
};

const failedOf = ({ record }: Judged): string[] => [
  ...new Set(
    record.targets.flatMap(({ cases, results }) =>
      cases.flatMap(({ id, requirement }) => (results.get(id)?.verdict.kind === 'fail' ? [requirement] : [])),
    ),
  ),
];

describe('jobs run as tests', () => {
  test('judge a conformant server: every case has a verdict, no must fails, and no file holds a secret', async () => {
    const judged = await judge();
    expect(judged.ends).toEqual([{ target: 'reference', kind: 'complete' }]);
    const [target] = judged.record.targets;
    expect(target?.cases.length).toBeGreaterThan(20);
    expect(target?.results.size).toBe(target?.cases.length);
    expect(failedOf(judged)).toEqual([]);
    expect(judged.record.footer.exitCode).toBe(0);
    expect(judged.record.footer.targets[0]?.requests).toBeGreaterThan(10);

    const files = readdirSync(judged.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['run.jsonl', '1.jsonl']));
    const secrets = Object.values(judged.secrets);
    expect(secrets.length).toBeGreaterThan(0);
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      expect([name, secrets.filter((secret) => secret !== undefined && text.includes(secret))]).toEqual([name, []]);
    }
  });

  test('find what a server breaks', async () => {
    const judged = await judge({ defect: 'default-limit-smaller', selection: { only: ['pagination'], skip: [] } });
    expect(failedOf(judged)).toContain('NEXUS-31');
    expect(judged.record.footer.exitCode).toBe(1);
  });

  test('end properly when interrupted, with a verdict for every case', async () => {
    const { ends, record } = await judge({ abortAfter: 2, rate: 10 });
    expect(ends).toEqual([{ target: 'reference', kind: 'complete' }]);
    expect(record.targets[0]?.results.size).toBe(record.targets[0]?.cases.length);
    expect([...(record.targets[0]?.results.values() ?? [])].map(({ verdict }) => verdict.kind)).toContain('skipped');
    expect(record.footer.targets[0]?.ended.kind).toBe('stopped');
    expect(record.footer.exitCode).toBe(3);
  });

  test('are lost where the worker reads another contract', async () => {
    const { ends, record } = await judge({ contractDigest: '0'.repeat(64) });
    expect(ends).toEqual([{ target: 'reference', kind: 'lost', reason: expect.stringMatching(/is not for this contract/u) }]);
    expect(record.footer.exitCode).toBe(4);
  });
});
