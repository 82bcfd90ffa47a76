import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

import { prepareRun } from '../../../src/cli/run/prepare.ts';
import { gatherOptions, type Flags } from '../../../src/config/given.ts';
import { loadTargets } from '../../../src/config/load-targets.ts';
import { realOutside } from '../../../src/config/outside.ts';
import { runSettingsOf } from '../../../src/config/run-settings.ts';
import { shippedContracts } from '../../../src/contract/load.ts';
import { readRecord, type RunRecord } from '../../../src/model/record.ts';
import { recordRun } from '../../../src/cli/run/record-run.ts';
import { startReference, type Reference } from '../../../src/reference/index.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { emptyFolder, fakeIo, type FakeIo } from '../../cli/support.ts';

/** A reference, stopped when the test is over. */
export const reference = async (defect?: string): Promise<Reference> => {
  const started = await startReference({ vendor: 'cloudnexus', ...(defect === undefined ? {} : { defect }) });
  onTestFinished(() => started.close());
  return started;
};

/** Options that a user gives to reach a reference. */
export const reaching = ({ url, fixtures, quota }: Reference): readonly string[] => [
  '--base-url',
  url,
  '--credential',
  'key=env:NEXUS_KEY',
  '--set',
  `fixtures.image=${String(fixtures['image'])}`,
  '--set',
  `quota.limit=${quota.limit}`,
  '--set',
  `quota.windowSeconds=${quota.windowSeconds}`,
];

export const keyOf = ({ credentials }: Reference): Readonly<Record<string, string>> => ({ NEXUS_KEY: credentials['key'] ?? '' });

export type JudgeOptions = { readonly only: string; readonly defect?: string; readonly allow?: readonly string[] };

/** A run in the folder `out` of a folder of its own, and the reference that was judged, still running. */
export type Judged = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly running: Reference;
  readonly record: RunRecord;
  readonly directory: string;
};

const runs = new Map<string, Promise<{ readonly cwd: string; readonly running: Reference }>>();

/** Judges as `assay run` does, in this process: starting a worker for each would take most of the time of the tests. */
export const runHere = async (
  cwd: string,
  names: readonly string[],
  flags: Flags,
  env: Readonly<Record<string, string>>,
): Promise<void> => {
  const given = gatherOptions({ ...flags, seed: '5' }, {});
  const settings = runSettingsOf(given);
  const resolved = await loadTargets({ names, given, shipped: shippedContracts(), outside: realOutside(cwd, env) });
  const { targets, seed, nonce } = await prepareRun(resolved, settings, given);
  const directory = join(cwd, 'out');
  mkdirSync(directory);
  const recorded = recordRun({
    path: join(directory, 'run.jsonl'),
    run: 'judged-here',
    assay: '0.1.0',
    demo: false,
    startedAt: new Date().toISOString(),
    seed,
    nonce,
    options: {},
    targets,
  });
  for (const { target, secrets, contract, plan } of targets) {
    const job = { contract, plan, target, secrets, directory, options: { seed, nonce, concurrency: 4 } };
    await runPlan(job, (event) => recorded.listen(target.name, event), new AbortController().signal);
  }
  recorded.finish(targets.map(({ target }) => ({ target: target.name, kind: 'complete' })));
};

const judge = async ({ only, defect, allow = [] }: JudgeOptions): Promise<{ readonly cwd: string; readonly running: Reference }> => {
  const running = await startReference({ vendor: 'cloudnexus', ...(defect === undefined ? {} : { defect }) });
  const cwd = mkdtempSync(join(tmpdir(), 'assay-judged-'));
  const set = [
    `fixtures.image=${String(running.fixtures['image'])}`,
    `quota.limit=${running.quota.limit}`,
    `quota.windowSeconds=${running.quota.windowSeconds}`,
  ];
  const flags = {
    baseUrl: running.url,
    credential: ['key=env:NEXUS_KEY'],
    set,
    only,
    ...(allow.length === 0 ? {} : { allow: allow.join(',') }),
  };
  await runHere(cwd, ['cloudnexus'], flags, keyOf(running));
  return { cwd, running };
};

/** Removes what {@link judged} left; to be called once in a file that uses it. */
export const forgetRuns = (): void => {
  afterAll(async () => {
    for (const made of await Promise.all(runs.values())) {
      await made.running.close();
      rmSync(made.cwd, { recursive: true, force: true });
    }
    runs.clear();
  });
};

/** A reference judged by some checks: once for a file, with a copy of the folder for each test. */
export const judged = async (options: JudgeOptions): Promise<Judged> => {
  const key = JSON.stringify(options);
  const made = runs.get(key) ?? judge(options);
  runs.set(key, made);
  const { cwd: original, running } = await made;
  const cwd = emptyFolder();
  cpSync(original, cwd, { recursive: true });
  const directory = join(cwd, 'out');
  return { cwd, env: keyOf(running), running, record: readRecord(join(directory, 'run.jsonl')), directory };
};

/** Fresh streams in the folder and environment of a run. */
export const again = ({ cwd, env }: Pick<Judged, 'cwd' | 'env'>, more: Readonly<Record<string, string>> = {}): FakeIo =>
  fakeIo({ cwd, env: { ...env, ...more } });

/** Puts a config with this target into a folder. */
export const configure = (cwd: string, target: object): void =>
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { nexus: target } }));
