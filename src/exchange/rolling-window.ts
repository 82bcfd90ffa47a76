/** Counts requests in a window of time that ends now. Times are milliseconds of one clock. */
export type RollingWindow = {
  /** A request is about to be sent. */
  start(now: number): void;
  /** A request was answered, or failed, at that time: the server may have counted it as late as that. */
  finish(at: number): void;
  /** Requests that were started and not yet finished. */
  underWay(now: number): number;
  /** Requests in the window, under way or not. */
  count(now: number): number;
  /** Milliseconds until fewer than so many requests are in the window; 0 where that is already true. */
  roomInMs(most: number, now: number): number;
};

/** The server's window may end a moment after this one. */
const marginMs = 50;

export const createRollingWindow = (windowMs: number): RollingWindow => {
  const started: number[] = [];
  const finished: number[] = [];
  const span = windowMs + marginMs;

  const forget = (times: number[], now: number): void => {
    const kept = times.findIndex((at) => at + span > now);
    times.splice(0, kept === -1 ? times.length : kept);
  };

  return {
    start: (now) => {
      started.push(now);
    },
    finish: (at) => {
      started.shift();
      // Answers arrive nearly in order: the position is near the end.
      const before = finished.findLastIndex((other) => other <= at);
      finished.splice(before + 1, 0, at);
      // Where there is no quota, nobody asks for the count of a long run. Once in a window is enough.
      if ((finished[0] ?? at) + 2 * span < at) forget(finished, at);
    },
    underWay: (now) => {
      forget(started, now);
      return started.length;
    },
    count: (now) => {
      forget(started, now);
      forget(finished, now);
      return started.length + finished.length;
    },
    roomInMs: (most, now) => {
      forget(started, now);
      forget(finished, now);
      if (started.length + finished.length < most) return 0;
      const oldest = Math.min(started[0] ?? Number.POSITIVE_INFINITY, finished[0] ?? Number.POSITIVE_INFINITY);
      return oldest + span - now;
    },
  };
};
