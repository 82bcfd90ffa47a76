import { checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import type { Plan } from '../../src/model/case.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { CredentialName } from '../../src/model/request.ts';
import type { Target } from '../../src/model/target.ts';
import type { Outcome } from '../../src/model/verdict.ts';
import { requirementOutcome } from '../../src/policy/requirement-outcome.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Selection } from '../../src/plan/selection.ts';
import type { Reference } from '../../src/reference/index.ts';
import { runPlan } from '../../src/runner/engine/run-plan.ts';

const contracts = new Map<string, Promise<Contract>>();

/** A shipped contract, loaded once a process. */
export const contractOf = (name: string): Promise<Contract> => {
  const loading = contracts.get(name) ?? loadContract(name);
  contracts.set(name, loading);
  return loading;
};

type VerdictEvent = Extract<RunEvent, { type: 'verdict' }>;

/** What a run of the engine said. */
export type Judgement = {
  readonly plan: Plan;
  readonly verdicts: readonly VerdictEvent[];
  readonly events: readonly RunEvent[];
  /** Requirement ids with at least one case of that outcome, sorted. */
  failed(): string[];
  passed(): string[];
  /** Requirements by what their cases came to together, as a report counts them. */
  outcomes(): ReadonlyMap<string, Outcome>;
  /** What assay itself did wrong. */
  broken(): string[];
};

export type JudgeOptions = {
  readonly vendor: string;
  readonly server: Pick<Reference, 'url'> & Partial<Pick<Reference, 'credentials' | 'fixtures' | 'quota' | 'urls' | 'plan'>>;
  readonly selection?: Selection;
  readonly allow?: Target['allow'];
  readonly seed?: number;
  readonly timeoutMs?: number;
  readonly checks?: typeof checks;
};

const idOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** Judges a server in this process, as a user with every permission on a sandbox of their own would. */
export const judge = async ({
  vendor,
  server,
  selection,
  allow = ['mutation', 'permanent', 'flood', 'slow', 'plaintext'],
  seed = 1,
  timeoutMs = 5_000,
}: JudgeOptions): Promise<Judgement> => {
  const contract = await contractOf(vendor);
  const secrets = server.credentials ?? { key: 'never-issued-by-this-server-0001' };
  const target: Target = {
    name: vendor,
    contract: vendor,
    baseUrl: server.url,
    urls: server.urls ?? {},
    credentials: Object.keys(secrets) as CredentialName[],
    ...(server.plan === undefined ? {} : { plan: server.plan }),
    ...(server.quota ? { quota: { ...server.quota, exclusive: true } } : {}),
    flood: { maxRequests: 2500 },
    maxCreates: 12,
    allow,
    fixtures: server.fixtures ?? { image: 'ubuntu-22-04' },
    // The references are quick; a minute is for services that are not.
    durations: { 'created.listed': 4, 'created.settled': 6, 'action.through': 4, 'action.done': 6 },
    values: {},
    http: { timeoutMs, headers: {} },
  };
  const plan = makePlan({ contract, target, checks, ...(selection ? { selection } : {}), watchAll: true, seed });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets, options: { seed, nonce: 'kill', concurrency: 4 } },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const verdicts = events.filter((event) => event.type === 'verdict');
  const having = (kind: string): string[] =>
    [...new Set(verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { requirement } }) => requirement))].sort(idOrder);
  return {
    plan,
    verdicts,
    events,
    failed: () => having('fail'),
    passed: () => having('pass'),
    outcomes: () => {
      const ids = [...new Set(verdicts.map(({ case: { requirement } }) => requirement))].sort(idOrder);
      const own = (id: string) => verdicts.filter(({ case: { requirement } }) => requirement === id).map(({ verdict }) => verdict);
      return new Map(ids.map((id) => [id, requirementOutcome(own(id)).outcome]));
    },
    broken: () => verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'broken' ? [`${id}: ${verdict.error}`] : [])),
  };
};
