import type { QuotaWords } from './quota-words.ts';

/** What answers oblige everybody to wait for. */
export type QuotaPause = {
  /** Takes in what an answer says: when its request was sent, how many requests are under way beside it, and the time now. */
  heard(words: QuotaWords, when: { readonly sentAt: number; readonly underWay: number; readonly now: number }): void;
  /** Milliseconds since the epoch; in the past where nobody needs to wait. */
  until(): number;
  why(): string;
  /** The latest Reset that was told, as our own clock has it; undefined where none was. */
  resetAt(): number | undefined;
  /** Some answer has refused a request for the quota. */
  everRefused(): boolean;
};

const firstBackoffMs = 1_000;

/**
 * Pauses after a refusal and when the last requests of a quota are reached. No pause is longer than the cap; where no window is known, one
 * that would have to be longer is none. Words that a pause proved wrong
 * (still nothing left although the quota was said to be back) are not believed again, or each request would wait a whole window.
 */
export const createQuotaPause = (bounds: {
  readonly capMs: number;
  readonly windowMs: number | undefined;
  /** Requests of the quota that are left for others. */
  readonly reserve: number;
}): QuotaPause => {
  const { capMs, windowMs, reserve } = bounds;
  let pausedUntil = 0;
  let reason = '';
  let resetAt: number | undefined;
  let refusals = 0;
  let everRefused = false;
  let believesRemaining = true;
  /** End of a pause that rested on Remaining; the first answer after it shows whether that word can be believed. */
  let onTrialSince: number | undefined;

  const pause = (ms: number, why: string, now: number): void => {
    // Where nobody knows a window, to wait for a part of what is asked would be in vain.
    if (windowMs === undefined && ms > capMs) return;
    const end = now + Math.min(ms, capMs);
    if (end <= pausedUntil) return;
    pausedUntil = end;
    reason = why;
  };

  const refused = ({ retryInMs, resetInMs }: QuotaWords, sentAt: number, now: number): void => {
    everRefused = true;
    // Refusals of requests that were sent together are one refusal.
    if (sentAt >= pausedUntil) refusals += 1;
    const backoffMs = firstBackoffMs * 2 ** Math.min(refusals - 1, 10);
    const reported = retryInMs ?? resetInMs ?? windowMs ?? backoffMs;
    pause(refusals > 1 ? Math.max(reported, Math.min(backoffMs, capMs)) : reported, 'the target refused a request for its quota', now);
  };

  const running = (remaining: number, { resetInMs }: QuotaWords, sentAt: number, underWay: number, now: number): void => {
    if (onTrialSince !== undefined && sentAt >= onTrialSince) {
      onTrialSince = undefined;
      believesRemaining = remaining > reserve;
    }
    const reported = resetInMs ?? windowMs;
    if (!believesRemaining || remaining - underWay > reserve || reported === undefined) return;
    pause(reported, `the target says ${remaining} requests are left`, now);
    onTrialSince = pausedUntil;
  };

  return {
    heard: (words, { sentAt, underWay, now }) => {
      if (words.resetInMs !== undefined) resetAt = now + words.resetInMs;
      if (words.refused) {
        refused(words, sentAt, now);
        return;
      }
      if (sentAt >= pausedUntil) refusals = 0;
      if (words.remaining !== undefined) running(words.remaining, words, sentAt, underWay, now);
    },
    until: () => pausedUntil,
    why: () => reason,
    resetAt: () => resetAt,
    everRefused: () => everRefused,
  };
};
