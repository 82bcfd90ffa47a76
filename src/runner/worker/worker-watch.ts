import type { Message } from './messages.ts';

/** Watches one worker. */
export type WorkerWatch = {
  /** The worker sent a message. */
  hear(message: Message): void;
  /** The worker will send no more messages. */
  end(): void;
};

/**
 * Detects a worker that hangs: a synchronous loop in it can be ended only by a signal from outside. Begins at once.
 * @param silenceMs Longest time between two messages; a wait that the engine announces is added.
 * @param onSilence Called once.
 */
export const watchWorker = (silenceMs: number, onSilence: (seconds: number) => void): WorkerWatch => {
  let timer: NodeJS.Timeout | undefined;
  let announcedUntil = 0;
  let isOver = false;

  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  const rearm = (): void => {
    if (isOver) return;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        end();
        onSilence(Math.round(silenceMs / 1000));
      },
      Math.max(0, announcedUntil - performance.now()) + silenceMs,
    );
  };
  rearm();

  return {
    hear(message) {
      const waits = message.kind === 'events' ? message.events.filter((event) => event.type === 'waiting') : [];
      for (const { seconds } of waits) announcedUntil = Math.max(announcedUntil, performance.now() + seconds * 1000);
      rearm();
    },
    end,
  };
};
