import type { Session } from '../../kit/session.ts';

/** Milliseconds between looks: short at first, because most services are fast. */
const shortPauses = [250, 500, 1000, 2000] as const;
const longPauseMs = 5000;

/** How long to wait, and for what. */
export type Waiting = {
  readonly withinMs: number;
  /** What the wait is for, for the progress display. */
  readonly why: string;
  /** Longest pause between two looks in milliseconds; default 5 seconds. */
  readonly pauseMs?: number;
};

/**
 * Looks at once and then again after each pause until a look gives a value or the time is up.
 * The last look begins at the end of `withinMs`, or later.
 */
export const until = async <T>(
  session: Session,
  { withinMs, why, pauseMs = longPauseMs }: Waiting,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  const end = session.now() + withinMs;
  for (let turn = 0; ; turn++) {
    const began = session.now();
    const seen = await look();
    if (seen !== undefined) return seen;
    // A look that began in time and was answered late, whoever is to blame, shows nothing about the end.
    if (began >= end) return undefined;
    const left = Math.max(0, end - session.now());
    await session.pause(Math.min(shortPauses[turn] ?? longPauseMs, pauseMs, left), why);
  }
};
