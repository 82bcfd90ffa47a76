import { checks as registry } from '../../checks/index.ts';
import type { Check } from '../../checks/define.ts';
import type { Contract } from '../../contract/model.ts';
import { createCreatedLedger } from '../../exchange/created-ledger.ts';
import { createPacer } from '../../exchange/pacer.ts';
import { createRecorder } from '../../exchange/recorder.ts';
import { createRedactor } from '../../exchange/redactor.ts';
import { createSender } from '../../exchange/sender.ts';
import { type Case, phases, type Plan } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { Quota, Secrets, Target } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import { createCreations } from './creations.ts';
import { judgeCase } from './judge-case.ts';
import { createBrake } from './limits.ts';
import { preflight } from './preflight.ts';
import { runInTurn } from './run-in-turn.ts';
import { createSessions, sleep } from './session.ts';
import { createTraffic } from './traffic.ts';
import { createWatchers, told } from './watchers.ts';

export type EngineOptions = {
  readonly seed: number;
  /** Part of every name we create, so that two runs do not collide. */
  readonly nonce: string;
  readonly maxRequests?: number;
  /** Requests a second at the most. */
  readonly rate?: number;
  /** Cases that run side by side. */
  readonly concurrency: number;
  readonly timeBudgetSeconds?: number;
};

export type EngineJob = {
  readonly contract: Contract;
  readonly plan: Plan;
  readonly target: Target;
  readonly secrets: Secrets;
  readonly options: EngineOptions;
  /** Folder of the run; nothing is recorded where it is absent. */
  readonly directory?: string;
  /** Number of the quota group, from 1: names the file of its exchanges. */
  readonly group?: number;
  readonly checks?: readonly Check[];
};

/**
 * Runs a plan against its target and tells everything by events: preflight, then the cases in their phases, then the
 * folds. Ends early when the signal fires, a budget is spent, or preflight finds nothing to judge; open cases are then
 * skipped, and a breach already seen stays a fail. Never rejects because of what a target does.
 */
export const runPlan = async (job: EngineJob, listen: (event: RunEvent) => void, signal: AbortSignal): Promise<void> => {
  const { contract, plan, target, options, checks = registry } = job;
  const startedAt = Date.now();
  const brake = createBrake(signal);
  const onWait = (why: string, seconds: number): void => listen({ type: 'waiting', why, seconds });
  const { headers, secretHeaders = [] } = target.http;
  const redactor = createRedactor([...Object.values(job.secrets), ...secretHeaders.flatMap((name) => headers[name] ?? [])]);
  const quota = quotaOf(contract, target);
  const pacer = createPacer({
    ...(quota ? { quota } : {}),
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    now: Date.now,
    sleep,
    onWait,
  });
  const recorder = job.directory === undefined ? undefined : createRecorder(job.directory, job.group ?? 1);
  const ledger = job.directory === undefined ? undefined : createCreatedLedger(job.directory, target.name);
  const sender = createSender({
    baseUrl: target.baseUrl,
    urls: target.urls,
    timeoutMs: target.http.timeoutMs,
    headers,
    secrets: job.secrets,
    redactor,
  });
  const creations = createCreations(target.maxCreates);
  const watchers = createWatchers({ contract, target }, checks, plan.cases);
  const budget = options.timeBudgetSeconds;
  const timer =
    budget === undefined
      ? undefined
      : setTimeout(() => brake.pull({ reason: 'budget', message: `the run has used its ${budget} s (--time-budget)` }), budget * 1000);

  let decided = 0;
  let toldAt = 0;
  const traffic = createTraffic({
    contract,
    target,
    secrets: job.secrets,
    brake,
    sender,
    pacer,
    creations,
    ledger,
    maxRequests: options.maxRequests,
    onCreated: (collection, label) => listen({ type: 'created', collection, label }),
    saw(exchange) {
      recorder?.write(exchange);
      watchers.step(exchange);
      if (Date.now() - toldAt >= 100) {
        toldAt = Date.now();
        listen({ type: 'progress', requests: traffic.count(), decided });
      }
    },
  });
  const sessionOf = createSessions({ contract, target, seed: options.seed, nonce: options.nonce, brake, traffic, onWait });

  let answersEverything = false;
  const give = (planned: Case, verdict: Verdict, since: number): void => {
    decided += 1;
    const seconds = (Date.now() - since) / 1000;
    listen({ type: 'verdict', id: planned.id, case: planned, verdict: answersEverything ? doubted(verdict) : verdict, seconds });
  };

  const runProbe = async (planned: Case): Promise<void> => {
    const since = Date.now();
    const stop = brake.pulled();
    const probe = checks.find(({ id }) => id === planned.check);
    if (planned.skip) return give(planned, { kind: 'skipped', ...planned.skip }, since);
    if (stop)
      return give(
        planned,
        { kind: 'skipped', because: stop.reason === 'budget' ? 'out-of-budget' : 'stopped', reason: stop.message },
        since,
      );
    if (probe?.kind !== 'probe') return give(planned, { kind: 'broken', error: `No probe is called "${planned.check}"` }, since);
    listen({ type: 'case-started', id: planned.id });
    return give(planned, await judgeCase(probe, planned, sessionOf), since);
  };

  const probes = plan.cases.filter(({ kind }) => kind === 'probe');
  listen({ type: 'started', cases: plan.cases.length, at: startedAt });
  try {
    const result = await preflight(sessionOf(1)).catch((error: unknown) => ({
      kind: 'stopped' as const,
      reason: brake.pulled()?.message ?? told(error),
    }));
    listen({ type: 'preflight', result });
    if (result.kind === 'stopped') brake.pull({ reason: 'preflight', message: result.reason });
    else ({ answersEverything } = result);

    for (const phase of phases) {
      const now = probes.filter((planned) => planned.phase === phase);
      const width = phase === 'read' ? options.concurrency : 1;
      const floods = phase === 'flood' ? now.filter(({ skip }) => !skip).length : 0;
      let flooded = 0;
      await runInTurn(
        now.map((planned) => ({
          alone: planned.phase !== 'read',
          async run() {
            await runProbe(planned);
            // The next flood needs the whole quota; after the last one nothing more is sent.
            if (planned.phase === 'flood' && !planned.skip && ++flooded < floods && !brake.pulled()) await traffic.whole();
          },
        })),
        width,
      );
    }
    for (const planned of plan.cases.filter(({ kind }) => kind === 'watch')) {
      const since = Date.now();
      if (planned.skip) {
        give(planned, { kind: 'skipped', ...planned.skip }, since);
        continue;
      }
      const verdict = watchers.conclude(planned);
      const stop = brake.pulled();
      const cut = stop && verdict.kind !== 'broken' && (verdict.kind !== 'fail' || stop.reason === 'preflight');
      give(
        planned,
        cut ? { kind: 'skipped', because: stop.reason === 'budget' ? 'out-of-budget' : 'stopped', reason: stop.message } : verdict,
        since,
      );
    }
  } finally {
    clearTimeout(timer);
    await sender.close();
    recorder?.close();
    ledger?.close();
    const stopped = brake.pulled();
    listen({
      type: 'ended',
      requests: traffic.count(),
      created: creations.count(),
      ...(stopped ? { stopped } : {}),
      seconds: (Date.now() - startedAt) / 1000,
    });
  }
};

/** The operator's quota goes before the printed one of the declared plan. */
const quotaOf = (contract: Contract, target: Target): Quota | undefined => {
  if (target.quota) return target.quota;
  const { plans, window } = contract.conventions.rateLimit ?? {};
  const plan = target.plan === undefined ? undefined : plans?.[target.plan];
  if (!plan || !window) return undefined;
  return { limit: 'limit' in plan ? plan.limit : plan.atLeast, windowSeconds: window.seconds };
};

/** On a target that answers everything with success a pass proves nothing; a fail stays. */
const doubted = (verdict: Verdict): Verdict =>
  verdict.kind === 'pass'
    ? {
        kind: 'inconclusive',
        reason: 'the target answers 2xx without a credential and for an unknown path, so a pass proves nothing',
        exchanges: [],
      }
    : verdict;
