/** The times of one exchange by our own clocks. */
export type Timed = {
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly tookMs: number;
  /** How far the wall clock lay ahead of the steady one at the beginning and at the end, in milliseconds; absent where they agree. */
  readonly wallAheadMs?: readonly [number, number];
};

/** So little the two clocks are apart where the wall clock is only being adjusted slowly. */
const agreeMs = 250;

/**
 * Milliseconds since the epoch as this process began, and a clock from there on that nobody sets: it never steps, and stands still
 * while the machine sleeps. Everything that measures a time of ours reads this one; a wall clock may step by hours in a run.
 */
export const steadyNow = (): number => performance.timeOrigin + performance.now();

const wallAhead = (): number => Date.now() - steadyNow();

/**
 * Begins the times of an exchange; what it gives ends them. Where the wall clock stepped, or the machine slept, the two clocks tell
 * different times: both are kept, because nobody can tell which is right.
 */
export const startTiming = (): (() => Timed) => {
  const from = steadyNow();
  const aheadBefore = wallAhead();
  return () => {
    const ahead = [aheadBefore, wallAhead()] as const;
    const agree = ahead.every((ms) => Math.abs(ms) < agreeMs);
    return { sentAt: Math.floor(from), tookMs: steadyNow() - from, ...(agree ? {} : { wallAheadMs: ahead }) };
  };
};
