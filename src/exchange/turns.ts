/** Lets so many at a time do what takes much memory; the others wait in the order of their coming. */
export type Turns = {
  /** One's own place in the queue. It is taken at most once. */
  ticket(): Ticket;
};

export type Ticket = {
  /** It is this one's turn. */
  isHeld(): boolean;
  /** Asks for the turn: undefined where there is one at once or already, else what resolves when it has come or was given up. */
  take(): Promise<void> | undefined;
  /** Gives the turn back, or stops waiting for it. Calling it again does nothing. */
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
