import { fileURLToPath } from 'node:url';
import { checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import type { Plan } from '../../src/model/case.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { CredentialName } from '../../src/model/request.ts';
import { oauthCodeNames, type Secrets, type Target } from '../../src/model/target.ts';
import type { Outcome } from '../../src/model/verdict.ts';
import { requirementOutcome } from '../../src/policy/requirement-outcome.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Selection } from '../../src/plan/selection.ts';
import type { Reference } from '../../src/reference/index.ts';
import { runPlan } from '../../src/runner/engine/run-plan.ts';
import { freePort } from '../free-port.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const contracts = new Map<string, Promise<Contract>>();

/** A shipped contract with overlays, given by their paths in the repository. Loaded once in a process. */
export const contractOf = (name: string, overlays: readonly string[] = []): Promise<Contract> => {
  const key = [name, ...overlays].join(' ');
  const loading = contracts.get(key) ?? loadContract(name, { cwd: root, overlays });
  contracts.set(key, loading);
  return loading;
};

type VerdictEvent = Extract<RunEvent, { type: 'verdict' }>;

/** The result of a run of the engine. */
export type Judgement = {
  readonly plan: Plan;
  readonly verdicts: readonly VerdictEvent[];
  readonly events: readonly RunEvent[];
  /** Requirement ids with at least one case of that outcome, sorted. */
  failed(): string[];
  passed(): string[];
  /** The outcome of each requirement over all its cases, as a report counts it. */
  outcomes(): ReadonlyMap<string, Outcome>;
  /** Errors of assay itself. */
  broken(): string[];
};

export type JudgeOptions = {
  readonly vendor: string;
  readonly server: Pick<Reference, 'url'> &
    Partial<Pick<Reference, 'credentials' | 'fixtures' | 'quota' | 'urls' | 'plan' | 'ca' | 'oauth' | 'deliverTo' | 'durations'>>;
  readonly selection?: Selection;
  /** Overlays without which nobody can judge the requirement. */
  readonly overlays?: readonly string[];
  readonly allow?: Target['allow'];
  readonly seed?: number;
  readonly timeoutMs?: number;
  readonly checks?: typeof checks;
  /** Durations in addition to those of every run. */
  readonly durations?: Target['durations'];
  /** The operator's values for bodies. */
  readonly values?: Target['values'];
  /** What an earlier run has seen. */
  readonly observed?: Target['observed'] | undefined;
};

/** The failed cases, one line each. */
export const findingsOf = (verdicts: readonly VerdictEvent[]): string[] =>
  verdicts.flatMap(({ id, verdict }) =>
    verdict.kind === 'fail'
      ? [`${id}: ${verdict.finding.code} at ${verdict.finding.where}, expected ${verdict.finding.expected}, got ${verdict.finding.actual}`]
      : [],
  );

/** The cases without a verdict, and why. */
export const openIn = (verdicts: readonly VerdictEvent[]): string[] =>
  verdicts.flatMap(({ id, verdict }) =>
    verdict.kind === 'inconclusive' || verdict.kind === 'skipped' ? [`${id}: ${verdict.kind}, ${verdict.reason}`] : [],
  );

const idOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** The secrets of an OAuth client, by their names among the secrets of a target. */
const oauthSecrets = (oauth: Reference['oauth']): Secrets =>
  oauth === undefined
    ? {}
    : {
        'oauth-client-secret': oauth.clientSecret,
        ...Object.fromEntries(oauthCodeNames.map((name, n) => [name, oauth.codes[n] ?? ''])),
      };

/** The sink of a run, with the waits of the server; nothing where the contract has no webhooks. */
const sinkFor = async (
  { document }: Contract,
  { deliverTo, durations = {} }: JudgeOptions['server'],
): Promise<Partial<Pick<Target, 'webhooks' | 'durations'>>> => {
  if (document['webhooks'] === undefined || deliverTo === undefined) return {};
  const port = await freePort();
  deliverTo(`http://127.0.0.1:${port}/hook`);
  const waits = Object.entries(durations).filter(([name]) => name.startsWith('webhook.'));
  return { webhooks: { listen: `127.0.0.1:${port}` }, durations: Object.fromEntries(waits) };
};

/** Runs all checks on a server in this process, with every permission, as on a sandbox of one's own. */
export const judge = async ({
  vendor,
  server,
  selection,
  overlays = [],
  allow = ['mutation', 'permanent', 'issue-credential', 'flood', 'slow', 'plaintext'],
  seed = 1,
  timeoutMs = 5_000,
  durations = {},
  values = {},
  observed,
}: JudgeOptions): Promise<Judgement> => {
  const contract = await contractOf(vendor, overlays);
  const credentials = server.credentials ?? { key: 'never-issued-by-this-server-0001' };
  const { oauth } = server;
  const sink = await sinkFor(contract, server);
  const secrets = { ...credentials, ...oauthSecrets(oauth) };
  const target: Target = {
    name: vendor,
    contract: vendor,
    baseUrl: server.url,
    urls: server.urls ?? {},
    credentials: Object.keys(credentials) as CredentialName[],
    ...(oauth === undefined ? {} : { oauth: { clientId: oauth.clientId, redirectUri: oauth.redirectUri, codes: oauthCodeNames.length } }),
    ...(server.plan === undefined ? {} : { plan: server.plan }),
    ...(server.quota ? { quota: { ...server.quota, exclusive: true } } : {}),
    flood: { maxRequests: 2500 },
    // Many lists without pages have 25 items.
    maxCreates: 40,
    allow,
    fixtures: server.fixtures ?? { image: 'ubuntu-22-04' },
    ...(sink.webhooks === undefined ? {} : { webhooks: sink.webhooks }),
    // The references are quick; the default of a minute is for services that are not.
    durations: {
      'created.listed': 4,
      'created.settled': 6,
      'action.through': 4,
      'action.done': 6,
      'updated.shown': 2,
      'removed.gone': 5,
      'removed.settled': 1.5,
      'stream.listened': 2,
      'stream.open': 1.5,
      'instance.active': 4,
      'webhook.delivered': 2,
      'webhook.followed': 10,
      ...sink.durations,
      ...durations,
    },
    values,
    ...(observed === undefined ? {} : { observed }),
    http: { timeoutMs, headers: {}, ...(server.ca === undefined ? {} : { ca: server.ca }) },
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
