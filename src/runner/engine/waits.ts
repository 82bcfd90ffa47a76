/** Which of several pieces of work wait for which. Each is known by its key while it goes on. */
export type Waits = {
  /** Would a piece wait for itself if it waited for another one: that one is itself, waits for it, or for something that does. */
  wouldClose(own: string, key: string): boolean;
  /** Notes that a piece waits for another one, until that is settled. */
  until(own: string, key: string, work: Promise<unknown>): void;
};

/** Keeps pieces of work from waiting for each other in a ring, in which none would ever come to its end. */
export const createWaits = (): Waits => {
  const waiting = new Map<string, readonly string[]>();
  const leads = (from: string, to: string, seen: Set<string>): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (waiting.get(from) ?? []).some((next) => leads(next, to, seen));
  };
  return {
    wouldClose: (own, key) => leads(key, own, new Set()),
    until(own, key, work) {
      waiting.set(own, [...(waiting.get(own) ?? []), key]);
      const over = (): void => {
        const all = waiting.get(own) ?? [];
        const at = all.indexOf(key);
        const left = all.filter((_, n) => n !== at);
        if (left.length > 0) waiting.set(own, left);
        else waiting.delete(own);
      };
      void work.then(over, over);
    },
  };
};
