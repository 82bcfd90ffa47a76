import type { Message } from './messages.ts';

/** Watches the worker of one quota group. */
export type WorkerWatch = {
  /** The worker is being loaded. */
  begin(): void;
  /** The worker sent a message. */
  hear(message: Message): void;
  /** The worker will send no more messages. */
  end(): void;
  /** Ends the process at once, if it is known and still running. */
  kill(): void;
};

/**
 * Detects a worker that hangs: a synchronous loop in it can be ended only by a signal from outside.
 * @param silenceMs Longest time between two messages; a wait that the engine announces is added.
 * @param onSilence Called once, with the process killed where its id is known.
 */
export const watchWorker = (silenceMs: number, onSilence: (seconds: number, isKilled: boolean) => void): WorkerWatch => {
  let pid: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let announcedUntil = 0;
  let isOver = false;

  const kill = (): void => {
    if (isOver || pid === undefined) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  };
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  const rearm = (): void => {
    if (isOver) return;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        kill();
        end();
        onSilence(Math.round(silenceMs / 1000), pid !== undefined);
      },
      Math.max(0, announcedUntil - Date.now()) + silenceMs,
    );
  };

  return {
    begin: rearm,
    hear(message) {
      if (message.kind === 'hello') ({ pid } = message);
      if (message.kind === 'event' && message.event.type === 'waiting') {
        announcedUntil = Math.max(announcedUntil, Date.now() + message.event.seconds * 1000);
      }
      rearm();
    },
    end,
    kill,
  };
};
