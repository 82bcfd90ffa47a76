/** Answers the jobs that wait for an interruption, each once. */
export type Interrupts = {
  /** Resolves when the job is to be interrupted, or when {@link Interrupts.answer} ends the wait. */
  wait(target: string): Promise<void>;
  answer(target: string): void;
  /** Interrupts every job, including those that wait later. */
  all(): void;
};

export const createInterrupts = (): Interrupts => {
  const waiting = new Map<string, () => void>();
  let isInterrupted = false;
  const answer = (target: string): void => {
    waiting.get(target)?.();
    waiting.delete(target);
  };
  return {
    wait: (target) => (isInterrupted ? Promise.resolve() : new Promise((resolve) => waiting.set(target, resolve))),
    answer,
    all() {
      isInterrupted = true;
      for (const target of waiting.keys()) answer(target);
    },
  };
};
