import type { QuotaWords } from './quota-words.ts';

/** The pauses that answers require. */
export type QuotaPause = {
  /** Takes an answer into account: when its request was sent, how many other requests are under way, and the time now. */
  heard(words: QuotaWords, when: { readonly sentAt: number; readonly underWay: number; readonly now: number }): void;
  /** Milliseconds since the epoch; in the past where no pause is needed. */
  until(): number;
  why(): string;
  /** The latest Reset that was reported, by the local clock; undefined where none was. */
  resetAt(): number | undefined;
  /** What the target reported last, and when; undefined where it never did. */
  reported(): { readonly remaining: number; readonly at: number } | undefined;
  /** Some answer has refused a request because of the quota. */
  everRefused(): boolean;
};

const firstBackoffMs = 1_000;

/**
 * Pauses after a refused request and when the last requests of a quota are reached. No pause is longer than the cap; where no window is
 * known, a longer pause is left out. A report that a pause proved wrong (nothing left although the quota was reported to be back) is not
 * believed again, or each request would wait a whole window.
 */
export const createQuotaPause = (bounds: {
  readonly capMs: number;
  readonly windowMs: number | undefined;
  /** Requests of the quota that are kept for others. */
  readonly reserve: number;
}): QuotaPause => {
  const { capMs, windowMs, reserve } = bounds;
  let pausedUntil = 0;
  let reason = '';
  let resetAt: number | undefined;
  let reported: { readonly remaining: number; readonly at: number } | undefined;
  let refusedCount = 0;
  let everRefused = false;
  let believesRemaining = true;
  /** End of a pause that was based on Remaining; the first answer after it shows whether that report can be believed. */
  let onTrialSince: number | undefined;

  const pause = (ms: number, why: string, now: number): void => {
    // Without a known window, waiting for a part of the requested time would be useless.
    if (windowMs === undefined && ms > capMs) return;
    const end = now + Math.min(ms, capMs);
    if (end <= pausedUntil) return;
    pausedUntil = end;
    reason = why;
  };

  const refused = ({ retryInMs, resetInMs }: QuotaWords, sentAt: number, now: number): void => {
    everRefused = true;
    // Requests that were sent together and refused count as one refusal.
    if (sentAt >= pausedUntil) refusedCount += 1;
    const backoffMs = firstBackoffMs * 2 ** Math.min(refusedCount - 1, 10);
    const waitMs = retryInMs ?? resetInMs ?? windowMs ?? backoffMs;
    pause(refusedCount > 1 ? Math.max(waitMs, Math.min(backoffMs, capMs)) : waitMs, 'the target refused a request for its quota', now);
  };

  const running = (remaining: number, { resetInMs }: QuotaWords, sentAt: number, underWay: number, now: number): void => {
    if (onTrialSince !== undefined && sentAt >= onTrialSince) {
      onTrialSince = undefined;
      believesRemaining = remaining > reserve;
    }
    const waitMs = resetInMs ?? windowMs;
    if (!believesRemaining || remaining - underWay > reserve || waitMs === undefined) return;
    pause(waitMs, `the target reports that ${remaining} requests are left`, now);
    onTrialSince = pausedUntil;
  };

  return {
    heard: (words, { sentAt, underWay, now }) => {
      if (words.resetInMs !== undefined) resetAt = now + words.resetInMs;
      if (words.remaining !== undefined) reported = { remaining: words.remaining, at: now };
      if (words.refused) {
        refused(words, sentAt, now);
        return;
      }
      if (sentAt >= pausedUntil) refusedCount = 0;
      if (words.remaining !== undefined) running(words.remaining, words, sentAt, underWay, now);
    },
    until: () => pausedUntil,
    why: () => reason,
    resetAt: () => resetAt,
    reported: () => reported,
    everRefused: () => everRefused,
  };
};
