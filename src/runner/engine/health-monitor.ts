import { NotTried } from '../../checks/kit/define.ts';
import { isSuccess, statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Brake } from './limits.ts';
import { sleep } from './session.ts';

/** Looks at the target afresh: why nothing can be judged on it any more, undefined where something works. */
export type Look = () => Promise<string | undefined>;

/**
 * Notices a target that stops working in the middle of a run. One that died, refuses its key or is out of quota for good would
 * be asked for everything that is left, each time up to the time limit, and what passes of it would prove nothing.
 */
export type HealthMonitor = {
  /** Preflight has found a target that works; before, nothing is looked at. */
  begin(look: Look): void;
  heard(exchange: Exchange): void;
  /** A flood ended without success, as it may be meant to: such answers are no sign of anything while a quota may be used up. */
  burst(rest: Rest): void;
  /** Waits, where too much has failed in a row, until the target was looked at. Pulls the brake where it works no more. */
  check(): Promise<void>;
  /** The same at the end of the run, where anything has failed since the last success. */
  conclude(): Promise<void>;
  /** Successes so far of requests as preflight sends them: with the credential `key`, where there is one. */
  successes(): number;
  /** The target has stopped working. */
  isGone(): boolean;
};

/** How long a quota that was used up keeps refusing, whatever the status, and whether that may be waited for. */
export type Rest = { readonly ms: number; readonly mayWait: boolean };

export type HealthMonitorInput = {
  readonly brake: Brake;
  /** Time that the target may take for an answer. */
  readonly timeoutMs: number;
  /** Whether reads show that the target works only with a credential, as preflight reads. */
  readonly isSecured: boolean;
  /** Is an answer a refusal because of the quota. */
  readonly isQuotaErrorResponse: (exchange: Exchange) => boolean;
  readonly onWait: (why: string, seconds: number) => void;
};

/** Failures in a row after which the target is looked at. */
const enough = 10;
/** Failures that one counts for: each took a whole time limit, or came although the quota was waited for. */
const weights = { timeout: 3, quota: 5 } as const;
/** Pauses before each look, in parts of the time that an answer may take: a service that is just restarted is back by the last. */
const pauses = [0, 0.1, 0.5] as const;

/** Statuses that say of a request without a mistake that nothing is to be had here, as preflight reads them. */
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

  const lookAgain = async (ask: Look): Promise<void> => {
    let reason: string | undefined;
    const from = performance.now();
    for (const part of pauses) {
      // To look took as long as an answer may take: that was patience enough.
      if (performance.now() - from >= timeoutMs) break;
      const ms = part * timeoutMs;
      if (ms > 0) onWait('the target may work again', ms / 1_000);
      await sleep(ms, brake.signal);
      if (brake.pulled()) return;
      reason = await ask();
      if (brake.pulled()) return;
      if (reason === undefined) break;
    }
    const restMs = quietMs();
    if (reason !== undefined && restMs > 0) {
      // What refuses now may be the quota that was just used up: nobody knows before it is back.
      if (!quiet.mayWait) return forget();
      onWait('the quota is to be there again', restMs / 1_000);
      await sleep(restMs, brake.signal);
      if (brake.pulled()) return;
      reason = await ask();
      if (brake.pulled()) return;
    }
    forget();
    if (reason === undefined) return;
    gone = true;
    brake.pull({ reason: 'interrupted', message: `in the middle of the run ${reason}` });
  };

  const after = async (isDue: () => boolean): Promise<void> => {
    if (look === undefined || !isDue() || brake.pulled()) return;
    looking ??= lookAgain(look).finally(() => (looking = undefined));
    await looking;
  };

  return {
    begin: (ask) => {
      look = ask;
      failures = 0;
    },
    heard(exchange) {
      if (isSuccess(exchange) && exchange.request.base === undefined && mayEnter(exchange, isSecured)) {
        successes += 1;
        forget();
      } else if (exchange.reply.kind === 'answer' && quietMs() > 0) refused = true;
      else failures += weightOf(exchange, isSecured, isQuotaErrorResponse);
    },
    burst(rest) {
      quiet = { ...rest, from: performance.now() };
      refused = true;
    },
    check: () => after(() => failures >= enough),
    conclude: () =>
      after(() => failures > 0 || refused).catch((error: unknown) => {
        // The budget was spent on looking.
        if (!(error instanceof NotTried)) throw error;
      }),
    successes: () => successes,
    isGone: () => gone,
  };
};

/** What a request without a mistake needs to be let in. */
const mayEnter = ({ request: { credential } }: Exchange, isSecured: boolean): boolean =>
  isSecured ? credential.kind === 'valid' && credential.name === 'key' : true;

const weightOf = (exchange: Exchange, isSecured: boolean, isQuotaErrorResponse: (exchange: Exchange) => boolean): number => {
  const { request, reply } = exchange;
  // What another address answers says nothing of the target.
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
