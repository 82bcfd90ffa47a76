import type { Io } from '../io.ts';

/** Stops a run on a signal: the first SIGINT or SIGTERM in an orderly way, the second at once. */
export type Interrupt = { readonly signal: AbortSignal; readonly release: () => void };

/** Listens until released. Calls `onFirst` before it aborts. */
export const interruptBy = (io: Io, onFirst: () => void): Interrupt => {
  const controller = new AbortController();
  const release = io.onSignal(() => {
    if (controller.signal.aborted) {
      io.kill();
      return;
    }
    onFirst();
    controller.abort();
  });
  return { signal: controller.signal, release };
};
