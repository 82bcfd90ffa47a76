/** A limit on a wait for the network. */
export type TimeLimit = {
  /** Milliseconds that are left. */
  left(): number;
  stop(): void;
};

/** A busy process is noticed by a timer that fires late; it is looked at so often, in milliseconds. */
const stepMs = 500;
/** A timer that fires later than this, in milliseconds, found a busy process. */
const lateMs = 50;

/**
 * Limits a wait for the network. Time in which this process was busy does not count: the answer may have come meanwhile, and nobody has looked
 * yet, because timers fire before what arrived is read. Where the process was busy to the end, one more step follows, so that what has
 * arrived is read first. A process that is always busy waits at most for its steps, however long each of them takes.
 * @param ms The limit, in milliseconds.
 * @param runOut Called once when it is over.
 */
export const startLimit = (ms: number, runOut: () => void): TimeLimit => {
  let left = ms;
  let isExtended = false;
  let [since, step] = [0, 0];
  let timer: NodeJS.Timeout;
  let last: NodeJS.Immediate | undefined;
  const next = (length: number): void => {
    since = performance.now();
    step = length;
    timer = setTimeout(over, length);
  };
  const over = (): void => {
    left -= step;
    if (left > 0) {
      next(Math.min(left, stepMs));
      return;
    }
    left = 0;
    if (isExtended || performance.now() - since - step < lateMs) {
      // After what has arrived by now, such as a connection.
      last = setImmediate(runOut);
      return;
    }
    isExtended = true;
    next(stepMs);
  };
  next(Math.min(ms, stepMs));
  return {
    left: () => Math.max(0, left - Math.min(step, performance.now() - since)),
    stop() {
      clearTimeout(timer);
      clearImmediate(last);
    },
  };
};
