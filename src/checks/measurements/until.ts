import type { Session } from '../session.ts';

/** Milliseconds between looks: soon at first, because most services are fast. */
const shortPauses = [250, 500, 1000, 2000] as const;
const longPauseMs = 5000;

export type Waiting = {
  readonly withinMs: number;
  /** What is waited for, for whoever watches. */
  readonly why: string;
  /** Longest pause between two looks in milliseconds; default 5 seconds. */
  readonly pauseMs?: number;
};

/**
 * Looks at once and then again after each pause until there is something to see or the time is up.
 * The last look is at the end of `withinMs`.
 */
export const until = async <T>(
  session: Session,
  { withinMs, why, pauseMs = longPauseMs }: Waiting,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  const end = session.now() + withinMs;
  for (let turn = 0; ; turn++) {
    const seen = await look();
    if (seen !== undefined) return seen;
    const left = end - session.now();
    if (left <= 0) return undefined;
    await session.pause(Math.min(shortPauses[turn] ?? longPauseMs, pauseMs, left), why);
  }
};
