import type { Io } from '../io.ts';

/** A run that a signal can stop: the first SIGINT or SIGTERM in good order, the second at once. */
export type Interrupt = { readonly signal: AbortSignal; readonly release: () => void };

/** Listens until released. `onFirst` is told before the signal fires. */
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
