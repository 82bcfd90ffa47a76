/** The times of one exchange, measured by the clocks of this process. */
export type Timed = {
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly tookMs: number;
  /** How far the wall clock was ahead of the steady one at the beginning and at the end, in milliseconds; absent where they agree. */
  readonly wallAheadMs?: readonly [number, number];
};

/** The largest difference of the two clocks while the wall clock is only being adjusted slowly. */
const agreeMs = 250;

/**
 * Milliseconds since the epoch, counted from the start of this process by a clock that is never set: it does not step, and stands still
 * while the machine sleeps. Every duration is measured by this clock; a wall clock may step by hours in a run.
 */
export const steadyNow = (): number => performance.timeOrigin + performance.now();

/**
 * Begins the times of an exchange; the returned function ends them. Where the wall clock stepped, or the machine slept, the two clocks
 * differ: both are kept, because it cannot be decided which is right.
 */
export const startTiming = (): (() => Timed) => {
  const from = steadyNow();
  const aheadBefore = Date.now() - from;
  return () => {
    const to = steadyNow();
    const ahead = Date.now() - to;
    const times = { sentAt: Math.floor(from), tookMs: to - from };
    return Math.abs(aheadBefore) < agreeMs && Math.abs(ahead) < agreeMs ? times : { ...times, wallAheadMs: [aheadBefore, ahead] };
  };
};
