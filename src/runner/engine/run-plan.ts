import { checks as registry } from '../../checks/index.ts';
import { NotTried, Undecidable } from '../../checks/kit/define.ts';
import { isSuccess, outcomeOf } from '../../contract/message.ts';
import { type Case, phases, type Plan } from '../../model/case.ts';
import type { PreflightResult, RunEvent } from '../../model/event.ts';
import { steadyNow } from '../../exchange/clock.ts';
import type { SharedResult } from '../../model/shared-result.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Asker } from './asker.ts';
import { cleanUp, cleanUpEarlier } from './clean-up.ts';
import { documentedVerdict } from './documented-verdict.ts';
import { entryFails } from './entry-fails.ts';
import { createCoverage } from './coverage.ts';
import { createHeldFailures, createHeldPasses } from './held-passes.ts';
import { judgeCase } from './judge-case.ts';
import { judgeSteadily } from './judge-steadily.ts';
import { listenersFirst } from './listeners-first.ts';
import { createBrake } from './limits.ts';
import { askAgain, preflight } from './preflight.ts';
import { runInTurn } from './run-in-turn.ts';
import { type LineInput, type LineOptions, openLine } from './line.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { createStandingThings } from './standing.ts';
import { concluded, recallFor } from './recalled-part.ts';
import type { Resumed } from './recall.ts';
import { createWatchers } from './watchers.ts';

export type EngineOptions = LineOptions & {
  /** The most cases that run at the same time. */
  readonly concurrency: number;
  readonly timeBudgetSeconds?: number;
};

export type EngineJob = Omit<LineInput, 'earlier'> & {
  readonly plan: Plan;
  /** What an interrupted run had judged; its exchanges and its ledger are in the directory. */
  readonly resumed?: Resumed;
  readonly options: EngineOptions;
  /** Other parts of a split run judge the target too; the places of the cases that this part tries at some of them only. */
  readonly torn?: { readonly places: ReadonlyMap<string, readonly number[]> };
};

/**
 * Runs a plan against its target and reports everything by events: preflight, then the cases in their phases, then the folds. Ends early
 * when the signal fires, a budget is spent, or preflight finds that nothing can be judged, except perhaps the cause; open cases are then
 * skipped, and a breach that was already found stays a fail. Never rejects because of the target.
 */
export const runPlan = async (job: EngineJob, listen: (event: RunEvent) => void, signal: AbortSignal): Promise<void> => {
  const { contract, plan, target, options, torn, checks = registry, resumed, directory } = job;
  const startedAt = steadyNow();
  const brake = createBrake(signal);
  const coverage = createCoverage(contract, target, plan, torn && 'no check of this part of the run calls it');
  const watchers = createWatchers({ contract, target }, checks, plan.cases, coverage.judged);
  const budget = options.timeBudgetSeconds;
  const timer =
    budget === undefined
      ? undefined
      : setTimeout(() => brake.pull({ reason: 'budget', message: `the run has used its ${budget} s (--time-budget)` }), budget * 1000);

  let decided = 0;
  let reportedAt = 0;
  // Judging an exchange takes as long as sending one: a burst that waited for it would stay below many quotas.
  let unwatched: Exchange[] = [];
  const watchAll = (): void => {
    const exchanges = unwatched;
    unwatched = [];
    for (const exchange of exchanges) {
      if (exchange.request.unjudged) continue;
      watchers.fold(exchange);
      failures.see(exchange, watchers.observe);
      coverage.saw(exchange);
    }
  };
  const earlier =
    resumed && directory !== undefined ? await recallFor({ contract, target, directory }, { watchers, coverage, listen }) : undefined;
  for (const planned of plan.cases) {
    const verdict = resumed?.kept.get(planned.id);
    if (verdict) coverage.gave(planned, verdict);
  }
  const isOpen = ({ id }: Case): boolean => resumed?.kept.has(id) !== true;
  const standing = createStandingThings(contract);
  const line = await openLine({ ...job, listens: true, earlier, ...(plan.spared && { spared: plan.spared }) }, brake, {
    onWait: (why, seconds) => {
      // The last count before the wait, so that a later one shows that requests go on.
      tell();
      listen({ type: 'waiting', why, seconds });
    },
    onCreated(creation, exchange) {
      const { collection, label, entry, operation, id, unknown } = creation;
      standing.created(creation, exchange);
      listen({
        type: 'created',
        collection,
        label,
        entry,
        operation,
        isSure: isSuccess(exchange),
        ...(id === undefined ? {} : { id }),
        ...(unknown === undefined ? {} : { unknown }),
      });
    },
    onChanged: (change) => listen({ type: 'changed', ...change }),
    onRemoved: ({ collection, label, entry }, exchange) =>
      listen({
        type: 'removed',
        collection,
        label,
        entry,
        outcome: 'removed',
        reason: `a check removed it, which was answered ${outcomeOf(exchange)}`,
      }),
    saw(exchange, askedBy) {
      standing.saw(exchange, askedBy);
      unwatched.push(exchange);
      if (!line.traffic.isBursting()) watchAll();
      progress();
    },
    sentOne: () => progress(),
  });
  const progress = (): void => {
    if (steadyNow() - reportedAt < 100) return;
    tell();
  };
  const tell = (): void => {
    reportedAt = steadyNow();
    const quota = line.quotaLeft();
    listen({ type: 'progress', requests: line.traffic.count(), decided, ...(quota === undefined ? {} : { quota }) });
  };
  const { traffic, health, sessionOf } = line;
  const failures = createHeldFailures(health);

  const proofs = createHeldPasses(health);
  let doubt: string | undefined;
  const give = (planned: Case, verdict: Verdict, since: number, shared?: SharedResult): void => {
    decided += 1;
    const seconds = (steadyNow() - since) / 1000;
    const cut = planned.kind === 'probe' && verdict.kind !== 'skipped' && brake.pulled() !== undefined;
    const report = (counted: Verdict): void => {
      coverage.gave(planned, counted);
      const doubted = verdict.kind === 'pass' && counted.kind === 'inconclusive' ? { doubt: counted.reason } : {};
      listen({
        type: 'verdict',
        id: planned.id,
        case: planned,
        verdict: documentedVerdict(contract, planned, counted),
        seconds,
        ...(cut && { cut }),
        ...(shared === undefined ? {} : { shared: { ...shared, ...doubted } }),
      });
    };
    proofs.give(doubt === undefined ? verdict : doubted(verdict, doubt), report);
  };

  const runProbe = async (planned: Case): Promise<void> => {
    const since = steadyNow();
    const found = entered.get(planned.id);
    if (found) return give(planned, found, since);
    const stop = brake.pulled();
    const probe = checks.find(({ id }) => id === planned.check);
    if (planned.skip) return give(planned, { kind: 'skipped', ...planned.skip }, since);
    if (planned.broken !== undefined) return give(planned, { kind: 'broken', error: planned.broken }, since);
    if (stop)
      return give(
        planned,
        { kind: 'skipped', because: stop.reason === 'budget' ? 'out-of-budget' : 'stopped', reason: stop.message },
        since,
      );
    if (options.size !== undefined && traffic.count() >= options.size)
      return give(
        planned,
        { kind: 'skipped', because: 'out-of-budget', reason: `the ${options.size} requests of the profile are sent` },
        since,
      );
    if (probe?.kind !== 'probe') return give(planned, { kind: 'broken', error: `No probe is called "${planned.check}"` }, since);
    listen({ type: 'case-started', id: planned.id, at: since });
    const places: { place: number; verdict: Verdict }[] = [];
    const numbers = torn?.places.get(planned.id);
    const asker: Asker = { case: planned.id };
    const judge = (round: 1 | 2): Promise<Verdict> => {
      places.length = 0;
      return judgeCase(
        probe,
        planned,
        (one) => sessionOf(round === 1 ? one : 2, asker),
        (n, at) => places.push({ place: numbers?.[n] ?? n, verdict: at }),
      );
    };
    const look = (request: PlannedRequest): Promise<Exchange> => traffic.look(request, asker);
    const verdict = await judgeSteadily(planned, judge, { standing, look, changedCallers: line.callers.changes });
    if (planned.phase !== 'read') await traffic.writeBack(asker);
    return give(planned, verdict, since, numbers && { places });
  };

  const open = plan.cases.filter(isOpen);
  const probes = open.filter(({ kind }) => kind === 'probe');
  let entered: ReadonlyMap<string, Verdict> = new Map();
  listen({ type: 'started', cases: open.length, at: startedAt });
  try {
    const result = await preflight(sessionOf(1)).catch((error: unknown) => {
      // Anything else is a mistake of this program, which must not make the target appear to be down.
      if (error instanceof NotTried || error instanceof Undecidable)
        return { kind: 'stopped' as const, reason: brake.pulled()?.message ?? error.message };
      throw error;
    });
    listen({ type: 'preflight', result });
    if (result.kind === 'stopped') {
      if (!brake.pulled()) entered = await entryFails({ checks, cases: probes, sessionOf });
      brake.pull({ reason: 'preflight', message: result.reason });
    } else {
      doubt = doubtOf(result);
      health.begin((asker) => {
        const session = sessionOf(1, asker);
        return askAgain(session, { ...session, send: (request) => traffic.look(request, asker) });
      });
      if (resumed && directory !== undefined) await cleanUpEarlier(sessionOf(1), traffic, listen, directory, brake.signal);
    }

    const cleaned = new Set<string>();
    for (const phase of phases) {
      if (phase === 'flood') await cleanUp(sessionOf(1), traffic, listen, cleaned);
      const now = listenersFirst(
        probes.filter((planned) => planned.phase === phase),
        checks,
      );
      const width = phase === 'read' ? options.concurrency : 1;
      await runInTurn(
        now.map((planned) => ({ exclusive: planned.phase !== 'read', run: () => runProbe(planned) })),
        width,
      );
    }
    // A call of a burst that was not refused may have created something.
    await cleanUp(sessionOf(1), traffic, listen, cleaned);
    await health.conclude();
    watchAll();
    proofs.release();
    failures.release();
    for (const planned of open.filter(({ kind }) => kind === 'watch')) {
      const since = steadyNow();
      if (planned.skip) {
        give(planned, { kind: 'skipped', ...planned.skip }, since);
        continue;
      }
      if (planned.broken !== undefined) {
        give(planned, { kind: 'broken', error: planned.broken }, since);
        continue;
      }
      const verdict = concluded(planned, watchers.conclude(planned), resumed, earlier);
      const shared = torn && { state: watchers.state(planned), operations: coverage.judgedBy(planned.id) };
      const stop = brake.pulled();
      const cut = stop && verdict.kind !== 'broken' && (verdict.kind !== 'fail' || stop.reason === 'preflight');
      give(
        planned,
        cut ? { kind: 'skipped', because: stop.reason === 'budget' ? 'out-of-budget' : 'stopped', reason: stop.message } : verdict,
        since,
        shared,
      );
    }
  } finally {
    clearTimeout(timer);
    watchAll();
    await line.close();
    const stopped = brake.pulled();
    listen({
      type: 'ended',
      requests: traffic.count(),
      created: line.created(),
      ...deliveredBy(line.delivered()),
      ...(stopped ? { stopped } : {}),
      coverage: coverage.conclude(stopped),
      ...(torn === undefined ? {} : { seen: coverage.seen() }),
      seconds: (steadyNow() - startedAt) / 1000,
    });
  }
};

const deliveredBy = (deliveries: number | undefined): { readonly deliveries?: number } => (deliveries === undefined ? {} : { deliveries });

/** Why a pass on this target proves nothing; undefined where it does. */
const doubtOf = ({ answersEverything, noReadSucceeds = false }: Extract<PreflightResult, { kind: 'ready' }>): string | undefined => {
  if (answersEverything) return 'the target answers 2xx without a credential and for an unknown path, so a pass proves nothing';
  return noReadSucceeds ? 'not one authorised read succeeds, so a pass proves nothing' : undefined;
};

/** A fail is kept, even where a pass proves nothing. */
const doubted = (verdict: Verdict, reason: string): Verdict =>
  verdict.kind === 'pass' ? { kind: 'inconclusive', reason, exchanges: [] } : verdict;
