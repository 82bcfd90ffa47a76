import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows on whose behalf something runs, however deep: measurements are shared, and the first case that asks for one has it made. */
export type Asker = {
  /** Runs the judging of a case. */
  as<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** Id of the case on whose behalf the caller runs; undefined where it is none, as in preflight. */
  current(): string | undefined;
};

export const createAsker = (): Asker => {
  const storage = new AsyncLocalStorage<string>();
  return { as: (id, work) => storage.run(id, work), current: () => storage.getStore() };
};
