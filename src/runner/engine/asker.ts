import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows on whose behalf something runs, however deep: measurements are shared, and the first case that asks for one has it made. */
export type Asker = {
  /** Runs the judging of a case. */
  as<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** Id of the case on whose behalf the caller runs; undefined where it is none, as in preflight. */
  current(): string | undefined;
};

/** One for the whole process: every storage that was ever used costs something at each promise that is made. */
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
