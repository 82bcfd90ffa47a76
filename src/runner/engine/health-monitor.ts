import { NotTried } from '../../checks/kit/define.ts';
import { isSuccess, statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Asker, nobody } from './asker.ts';
import type { Brake } from './limits.ts';
import { sleep } from './session.ts';

/** Tests the target again, for somebody: why nothing can be judged on it any more; undefined where something works. */
export type Look = (asker: Asker) => Promise<string | undefined>;

/**
 * Detects a target that stops working during a run. A target that died, refuses its key or has no quota left would otherwise get every
 * remaining request, each up to the time limit, and a pass would prove nothing.
 */
export type HealthMonitor = {
  /** Preflight has found a working target; before that the target is not monitored. */
  begin(look: Look): void;
  heard(exchange: Exchange): void;
  /** A burst ended without success, as it may be meant to: such answers show nothing while a quota may be used up. */
  burst(rest: Rest): void;
  /**
   * Waits, after too many failures in a row, until the target was tested; undefined where it is not to be tested. Pulls the brake where it does not work any more.
   * @param asker Whose request waits: the target is tested for the first of them.
   */
  check(asker: Asker): Promise<void> | undefined;
  /** The same at the end of the run, after any failure since the last success. */
  conclude(): Promise<void>;
  /** Successes so far of requests like those of preflight: with the credential `key`, where there is one. */
  successes(): number;
  /** The target has stopped working. */
  isGone(): boolean;
};

/** How long a used-up quota keeps refusing, under any status, and whether the run may wait for that. */
export type Rest = { readonly ms: number; readonly mayWait: boolean };

export type HealthMonitorInput = {
  readonly brake: Brake;
  /** Time limit of an answer. */
  readonly timeoutMs: number;
  /** Whether reads need a credential to show that the target works, as in preflight. */
  readonly isSecured: boolean;
  /** Did the answer refuse the request because of the quota? */
  readonly isQuotaErrorResponse: (exchange: Exchange) => boolean;
  readonly onWait: (why: string, seconds: number) => void;
};

/** Failures in a row after which the target is tested. */
const enough = 10;
/** Failures that one counts as: each took the whole time limit, or came although the run had waited for the quota. */
const weights = { timeout: 3, quota: 5 } as const;
/** Pauses before each test, as fractions of the time limit of an answer: a service that was just restarted is back by the last. */
const pauses = [0, 0.1, 0.5] as const;

/** Statuses that answer a request without a fault where the target does not work, as preflight reads them. */
const refusals = new Set([401, 403, 404]);

export const createHealthMonitor = ({ brake, timeoutMs, isSecured, isQuotaErrorResponse, onWait }: HealthMonitorInput): HealthMonitor => {
  let look: Look | undefined;
  let looking: Promise<void> | undefined;
  let failures = 0;
  let successes = 0;
  let gone = false;
  let quiet: Rest & { readonly from: number } = { ms: 0, mayWait: true, from: 0 };
  let refused = false;

  const quietMs = (): number => quiet.ms - (performance.now() - quiet.from);

  const forget = (): void => {
    failures = 0;
    refused = false;
  };

  const lookAgain = async (ask: Look, asker: Asker): Promise<void> => {
    let reason: string | undefined;
    const from = performance.now();
    for (const part of pauses) {
      // The test took as long as an answer may take: no more attempts.
      if (performance.now() - from >= timeoutMs) break;
      const ms = part * timeoutMs;
      if (ms > 0) onWait('the target may work again', ms / 1_000);
      await sleep(ms, brake.signal);
      if (brake.pulled()) return;
      reason = await ask(asker);
      if (brake.pulled()) return;
      if (reason === undefined) break;
    }
    const restMs = quietMs();
    if (reason !== undefined && restMs > 0) {
      // The refusal may come from the quota that was just used up: that is unknown until the quota is back.
      if (!quiet.mayWait) return forget();
      onWait('the quota is expected back', restMs / 1_000);
      await sleep(restMs, brake.signal);
      if (brake.pulled()) return;
      reason = await ask(asker);
      if (brake.pulled()) return;
    }
    forget();
    if (reason === undefined) return;
    gone = true;
    brake.pull({ reason: 'interrupted', message: `during the run ${reason}` });
  };

  const after = (isDue: boolean, asker: Asker): Promise<void> | undefined => {
    if (look === undefined || !isDue || brake.pulled()) return undefined;
    looking ??= lookAgain(look, asker).finally(() => (looking = undefined));
    return looking;
  };

  return {
    begin: (ask) => {
      look = ask;
      failures = 0;
    },
    heard(exchange) {
      if (showsThatItWorks(exchange, isSecured)) {
        successes += 1;
        forget();
      } else if (exchange.reply.kind === 'answer' && quietMs() > 0) refused = true;
      else failures += weightOf(exchange, isSecured, isQuotaErrorResponse);
    },
    burst(rest) {
      quiet = { ...rest, from: performance.now() };
      refused = true;
    },
    check: (asker) => after(failures >= enough, asker),
    async conclude() {
      try {
        await after(failures > 0 || refused, nobody);
      } catch (error) {
        // The test used up the budget.
        if (!(error instanceof NotTried)) throw error;
      }
    },
    successes: () => successes,
    isGone: () => gone,
  };
};

/** Does an answer show that the target works: a success of a request with the credential that one without a fault needs. */
export const showsThatItWorks = (exchange: Exchange, isSecured: boolean): boolean =>
  isSuccess(exchange) && exchange.request.base === undefined && mayEnter(exchange, isSecured);

/** The credential that a request without a fault needs to be accepted. */
const mayEnter = ({ request: { credential } }: Exchange, isSecured: boolean): boolean =>
  isSecured ? credential.kind === 'valid' && credential.name === 'key' : true;

const weightOf = (exchange: Exchange, isSecured: boolean, isQuotaErrorResponse: (exchange: Exchange) => boolean): number => {
  const { request, reply } = exchange;
  // Answers of another address show nothing about the target.
  if (request.base !== undefined) return 0;
  if (reply.kind === 'no-answer')
    return reply.failure === 'aborted' || reply.failure === 'too-large' ? 0 : reply.failure === 'timeout' ? weights.timeout : 1;
  const status = statusOf(exchange) ?? 0;
  const isForQuota = isQuotaErrorResponse(exchange);
  if (status >= 500 && !isForQuota) return 1;
  if (request.faults.length > 0 || !mayEnter(exchange, isSecured)) return 0;
  if (isForQuota) return weights.quota;
  return refusals.has(status) || (status >= 300 && status < 400) ? 1 : 0;
};
