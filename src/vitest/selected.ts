/** What the runner tells of a suite or a test, in every version: its kind, its name, whether it will run, and what is inside. */
type Task = { readonly type: string; readonly name: string; readonly mode: string; readonly tasks?: readonly Task[] };

const isTask = (value: unknown): value is Task =>
  typeof value === 'object' && value !== null && 'type' in value && 'name' in value && 'mode' in value;

const isSuite = (value: unknown): value is Task => isTask(value) && Array.isArray(value.tasks);

const willRun = ({ mode }: Task): boolean => mode === 'run' || mode === 'queued' || mode === 'only';

/** The names of a test and the suites around it, below the suite that is asked, as one key. */
export const keyOf = (...names: readonly string[]): string => JSON.stringify(names);

const keysIn = (task: Task, above: readonly string[]): readonly string[] =>
  (task.tasks ?? []).flatMap((inner) => {
    const names = [...above, inner.name];
    if (inner.type === 'suite') return keysIn(inner, names);
    return willRun(inner) ? [keyOf(...names)] : [];
  });

/**
 * The tests of a suite that will run, after the filters of the runner.
 * @param args What the runner gives to `beforeAll`: the suite is among it, at a place that differs by version.
 * @returns their keys; undefined if the runner does not tell.
 */
export const selectedIn = (args: readonly unknown[]): ReadonlySet<string> | undefined => {
  const suite = args.find(isSuite);
  return suite === undefined ? undefined : new Set(keysIn(suite, []));
};
