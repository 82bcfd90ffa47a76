import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows for which case something runs, at any depth: scenarios are shared, and the first case that asks for one starts it. */
export type Asker = {
  /** Runs the judging of a case. */
  as<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** Id of the case for which the caller runs; undefined outside cases, as in preflight. */
  current(): string | undefined;
};

/** One for the whole process: every storage that was ever used slows down every promise. */
const storage = new AsyncLocalStorage<{ readonly asker: Asker; readonly id: string }>();

export const createAsker = (): Asker => {
  const asker: Asker = {
    as: (id, work) => storage.run({ asker, id }, work),
    current: () => {
      const asking = storage.getStore();
      return asking?.asker === asker ? asking.id : undefined;
    },
  };
  return asker;
};
