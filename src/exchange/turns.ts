/** Limits how many tasks that take much memory or processor time run at the same time; the others wait in order. */
export type Turns = {
  /** A place in the queue. It is used at most once. */
  ticket(): Ticket;
};

export type Ticket = {
  /** Has the turn come? */
  isHeld(): boolean;
  /**
   * Asks for the turn: undefined where it is available at once or already held, else a promise that resolves when it has come or was given
   * up.
   */
  take(): Promise<void> | undefined;
  /** Returns the turn, or stops waiting for it. Calling it again does nothing. */
  end(): void;
};

export const createTurns = (width: number): Turns => {
  const waiting: (() => void)[] = [];
  let held = 0;
  const pass = (): void => {
    held -= 1;
    waiting.shift()?.();
  };
  return {
    ticket() {
      let state: 'idle' | 'waiting' | 'held' | 'over' = 'idle';
      let leave = (): void => undefined;
      return {
        isHeld: () => state === 'held',
        take() {
          if (state !== 'idle') return undefined;
          if (held < width) {
            held += 1;
            state = 'held';
            return undefined;
          }
          state = 'waiting';
          return new Promise((resolve) => {
            const come = (): void => {
              held += 1;
              state = 'held';
              resolve();
            };
            leave = () => {
              waiting.splice(waiting.indexOf(come), 1);
              resolve();
            };
            waiting.push(come);
          });
        },
        end() {
          if (state === 'waiting') leave();
          if (state === 'held') pass();
          state = 'over';
        },
      };
    },
  };
};
