/**
 * Passes values on in the order in which they were announced, though they arrive in any order: folds see the exchanges in the order of
 * sending.
 */
export type InOrder<T> = {
  /** Announces a value; call the result with it, or with undefined when there will be none. */
  expect(): (arrived: T | undefined) => void;
};

export const inOrder = <T>(giveOn: (resource: T) => void): InOrder<T> => {
  const waiting: { done: boolean; resource: T | undefined }[] = [];
  const drain = (): void => {
    while (waiting[0]?.done) {
      const next = waiting.shift();
      if (next?.resource !== undefined) giveOn(next.resource);
    }
  };
  return {
    expect() {
      const slot: { done: boolean; resource: T | undefined } = { done: false, resource: undefined };
      waiting.push(slot);
      return (arrived) => {
        slot.done = true;
        slot.resource = arrived;
        drain();
      };
    },
  };
};
