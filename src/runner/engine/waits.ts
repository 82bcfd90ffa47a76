import { AsyncLocalStorage } from 'node:async_hooks';

/** Which of several pieces of work wait for which. */
export type Waits = {
  /** Would the piece that asks wait for itself if it waited for another one: that one waits for it, or for something that does. */
  wouldClose(key: string): boolean;
  /** Runs a piece of work, which is known by its key while it goes on. */
  within<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Notes that the piece that asks waits for another one, until that is settled. */
  until(key: string, work: Promise<unknown>): void;
};

/** One for the whole process: every storage that was ever used slows down every promise. */
const storage = new AsyncLocalStorage<{ readonly waits: Waits; readonly key: string }>();

/** Keeps pieces of work from waiting for each other in a ring, in which none would ever come to its end. */
export const createWaits = (): Waits => {
  const waiting = new Map<string, readonly string[]>();
  const leads = (from: string, to: string, seen: Set<string>): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (waiting.get(from) ?? []).some((next) => leads(next, to, seen));
  };
  const asking = (): string | undefined => {
    const store = storage.getStore();
    return store?.waits === waits ? store.key : undefined;
  };
  const waits: Waits = {
    wouldClose(key) {
      const own = asking();
      return own !== undefined && leads(key, own, new Set());
    },
    within: (key, work) => storage.run({ waits, key }, work),
    until(key, work) {
      const own = asking();
      if (own === undefined) return;
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
  return waits;
};
