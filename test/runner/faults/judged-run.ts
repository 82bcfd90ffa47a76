import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../../../src/checks/kit/define.ts';
import { checks as registry } from '../../../src/checks/index.ts';
import type { Contract } from '../../../src/contract/model.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { readRecord, type RunRecord, type TargetEnd } from '../../../src/model/record.ts';
import type { CredentialName } from '../../../src/model/request.ts';
import type { Secrets, Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { judgedRequirements } from '../../../src/policy/judged-requirements.ts';
import { recordRun } from '../../../src/cli/run/record-run.ts';
import type { Reference } from '../../../src/reference/index.ts';
import { type EngineOptions, runPlan } from '../../../src/runner/engine/run-plan.ts';
import type { JobEnd } from '../../../src/runner/worker/job.ts';
import { contractOf } from '../../kill/judge.ts';

export type RunOptions = {
  /** Default: cloudnexus. */
  readonly vendor?: string;
  /** Default: that of the vendor. */
  readonly contract?: Contract;
  readonly server: Pick<Reference, 'url'> & Partial<Pick<Reference, 'credentials' | 'fixtures' | 'quota' | 'plan'>>;
  /** Checks, requirements or areas; all where it is absent. */
  readonly only?: readonly string[];
  readonly allow?: Target['allow'];
  readonly timeoutMs?: number;
  /** Settings of `http` besides the time limit. */
  readonly http?: Partial<Target['http']>;
  readonly budgets?: Pick<EngineOptions, 'maxRequests' | 'timeBudgetSeconds' | 'rate'>;
  readonly checks?: readonly Check[];
  /** Values of the credentials where they are not those of the server. */
  readonly secrets?: Secrets;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => unknown;
};

/** A run as it can be read from its record. */
export type JudgedRun = {
  readonly record: RunRecord;
  readonly exitCode: number;
  readonly requests: number;
  /** Why it ended before its natural end; empty where it did not. */
  readonly ending: string;
  /** Requirements of a level with an outcome. */
  ids(level: string, outcome: string): string[];
  /** Requirements with anything judged or recorded. */
  decided(): string[];
  /** Every finding, one line each. */
  accusations(): string[];
};

const madeUpKey = 'never-issued-by-this-server-0001';

/** Judges a target in this process, writes the record and reads it again: the exit code is that of the command. */
export const judgedRun = async ({
  vendor = 'cloudnexus',
  contract: given,
  server,
  only = [],
  allow = ['mutation', 'permanent', 'flood', 'slow', 'plaintext'],
  timeoutMs = 5_000,
  http = {},
  budgets = {},
  checks = registry,
  secrets = server.credentials ?? { key: madeUpKey },
  signal = new AbortController().signal,
  onEvent,
}: RunOptions): Promise<JudgedRun> => {
  const contract = given ?? (await contractOf(vendor));
  const target: Target = {
    name: 'nexus',
    contract: vendor,
    baseUrl: server.url,
    urls: {},
    credentials: Object.keys(server.credentials ?? secrets) as CredentialName[],
    ...(server.plan === undefined ? {} : { plan: server.plan }),
    ...(server.quota ? { quota: { ...server.quota, exclusive: true } } : {}),
    flood: { maxRequests: 2500 },
    maxCreates: 12,
    allow,
    fixtures: server.fixtures ?? {},
    durations: { 'created.listed': 2, 'created.settled': 3, 'action.through': 2, 'action.done': 3 },
    values: {},
    http: { timeoutMs, headers: {}, ...http },
  };
  const plan = makePlan({ contract, target, checks, selection: { only, skip: [] }, seed: 1 });
  const directory = mkdtempSync(join(tmpdir(), 'assay-exit-'));
  try {
    const path = join(directory, 'run.jsonl');
    const recorded = recordRun({
      path,
      run: 'exit',
      assay: '0',
      demo: false,
      startedAt: new Date().toISOString(),
      seed: 1,
      nonce: 'exit',
      options: {},
      targets: [{ target, secrets, contract, plan }],
    });
    const end: JobEnd = await runPlan(
      { contract, plan, target, secrets, options: { seed: 1, nonce: 'exit', concurrency: 4, ...budgets }, directory, checks },
      (event) => {
        recorded.listen('nexus', event);
        onEvent?.(event);
      },
      signal,
    ).then(
      () => ({ target: 'nexus', kind: 'complete' }),
      (error: unknown) => ({ target: 'nexus', kind: 'lost', reason: String(error) }),
    );
    recorded.finish([end]);
    return reportedBy(readRecord(path));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const endingOf = (ended: TargetEnd): string => {
  if (ended.kind === 'complete') return '';
  return ended.kind === 'lost' ? `lost: ${ended.reason}` : `${ended.reason}: ${ended.message}`;
};

const reportedBy = (record: RunRecord): JudgedRun => {
  const [target] = record.targets;
  const [footer] = record.footer.targets;
  if (!target || !footer) throw new Error('The record has no target');
  const requirements = judgedRequirements(target, footer.ended);
  return {
    record,
    exitCode: record.footer.exitCode,
    requests: footer.requests,
    ending: endingOf(footer.ended),
    ids: (level, outcome) => requirements.filter((one) => one.level === level && one.outcome === outcome).map((one) => one.requirement),
    decided: () => requirements.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'inconclusive').map((one) => one.requirement),
    accusations: () =>
      requirements.flatMap(({ requirement, level, cases }) =>
        cases.flatMap(({ verdict }) =>
          verdict.kind === 'fail'
            ? [
                `${requirement} (${level}): ${verdict.finding.code} at ${verdict.finding.operation} ${verdict.finding.where}: expected ${verdict.finding.expected}, got ${verdict.finding.actual}`,
              ]
            : verdict.kind === 'broken'
              ? [`${requirement}: broken: ${verdict.error}`]
              : [],
        ),
      ),
  };
};
