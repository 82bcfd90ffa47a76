import { AsyncLocalStorage } from 'node:async_hooks';
import { onTestFinished, test } from 'vitest';

type Finishing = (close: Parameters<typeof onTestFinished>[0]) => void;

const own = new AsyncLocalStorage<Finishing>();

/** Vitest's `onTestFinished`, also in a test that runs beside others, where Vitest's own knows no test. */
export const afterTest: Finishing = (close) => (own.getStore() ?? onTestFinished)(close);

// Vitest's context is a function.
const isContext = (value: unknown): value is { readonly onTestFinished: Finishing } =>
  (typeof value === 'object' || typeof value === 'function') && value !== null && 'onTestFinished' in value;

/**
 * The body of a test in a `describe.concurrent`, for tests that wait more than they compute: what it opens is closed when it ends.
 * @throws {Error} where Vitest hands over no context, as `test.each` does; use `test.for`.
 */
export const besideOthers =
  <Given extends readonly unknown[]>(body: (...given: Given) => Promise<void>) =>
  (...given: Given): Promise<void> => {
    const context: unknown = given.at(-1);
    const [last] = isContext(context) ? [context] : [];
    if (!last) throw new Error('no context of a test');
    return own.run(last.onTestFinished, () => body(...given));
  };

const beside = (name: string, body: () => Promise<void>): void => test.concurrent(name, besideOthers(body));

/** A row that is a list is handed over member by member, as Vitest does it. */
const each =
  (rows: readonly unknown[]) =>
  (name: string, body: (...row: readonly unknown[]) => Promise<void>): void =>
    test.concurrent.for(rows)(
      name,
      besideOthers((row: unknown) => body(...(Array.isArray(row) ? (row as readonly unknown[]) : [row]))),
    );

const eachWhole =
  (rows: readonly unknown[]) =>
  (name: string, body: (row: unknown) => Promise<void>): void =>
    test.concurrent.for(rows)(name, besideOthers(body));

/**
 * Vitest's `test` for a file of tests that wait more than they compute and share nothing: each runs beside the others, and what it opens with {@link afterTest} is
 * closed when it ends.
 */
export const testBeside = Object.assign(beside, {
  each: each as unknown as typeof test.each,
  for: eachWhole as unknown as typeof test.for,
});
