import { AsyncLocalStorage } from 'node:async_hooks';
import { onTestFinished } from 'vitest';

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
