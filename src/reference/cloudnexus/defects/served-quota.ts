import type { CountCall } from '../../kit/quota-window.ts';
import { fixedWindow } from '../../kit/quota-window.ts';
import type { Quota } from '../../vendor.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';

const windowSeconds = 2;
/** Small enough that even a slow client uses it up at once. The window is short because the checks wait for whole windows. */
const quota: Quota = { limit: 24, windowSeconds };

/** A key of a plan whose limit is not the documented one. */
const otherLimit = (breaks: string, plan: string, documented: number, actual: number, note: string): NexusDefect => ({
  breaks,
  note,
  shownBy: [breaks],
  options: { plan, quota: { limit: documented, windowSeconds } },
  settings: { countCalls: () => fixedWindow({ limit: actual, windowSeconds }, 'first-call') },
});

/** Refuses calls before the reported limit is reached. */
const refusingEarly =
  (isRefused: (used: number, nowMs: number) => boolean) =>
  (announced: Quota): CountCall => {
    const count = fixedWindow(announced, 'first-call');
    return (nowMs) => {
      const reading = count(nowMs);
      return { ...reading, allowed: reading.allowed && !isRefused(reading.used, nowMs) };
    };
  };

const stillRemaining = { 'NEXUS-155': 'a call is refused before the limit is used up, and the header shows that' };
const burst: Quota = { limit: 10, windowSeconds: 1 };
const holdMs = 8000;

/** How many calls are accepted, and when calls are accepted again. */
export const servedQuotaDefects: NexusDefects = {
  'free-tier-limit-100': otherLimit('NEXUS-149', 'free', 60, 100, 'A Free key has a limit of 100'),
  'pro-tier-limit-as-free': otherLimit('NEXUS-150', 'pro', 600, 60, 'A Pro key has the limit of a Free one'),
  'enterprise-limit-below-2000': otherLimit('NEXUS-151', 'enterprise', 2000, 600, 'An Enterprise key has the limit of a Pro one'),

  'rate-limit-applied-too-early': {
    breaks: 'NEXUS-152',
    note: 'A 429 comes at half of the reported limit',
    alsoBreaks: stillRemaining,
    shownBy: ['NEXUS-152'],
    options: { quota },
    settings: { countCalls: (announced) => refusingEarly((used) => used > announced.limit / 2)(announced) },
  },
  'rate-limit-per-second-burst': {
    breaks: 'NEXUS-152',
    note: 'More than 10 calls in a second are answered 429, however few the window has had',
    alsoBreaks: stillRemaining,
    shownBy: ['NEXUS-152'],
    options: { quota },
    settings: {
      countCalls: (announced) => {
        const countBurst = fixedWindow(burst, 'first-call');
        return refusingEarly((_used, nowMs) => !countBurst(nowMs).allowed)(announced);
      },
    },
  },

  'retry-after-too-short': {
    breaks: 'NEXUS-154',
    note: 'Retry-After is 1, and each refused call blocks its key for 8 seconds',
    shownBy: ['NEXUS-154'],
    options: { quota },
    settings: {
      countCalls: (announced) => {
        const count = fixedWindow(announced, 'first-call');
        let heldUntilMs = 0;
        return (nowMs) => {
          const reading = count(nowMs);
          const isHeld = nowMs < heldUntilMs;
          const allowed = reading.allowed && !isHeld;
          if (!allowed) heldUntilMs = nowMs + holdMs;
          return { ...reading, allowed, remaining: isHeld ? 0 : reading.remaining, retryAfterSeconds: 1 };
        };
      },
    },
  },
};
