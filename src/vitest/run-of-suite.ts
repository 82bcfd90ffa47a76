import { judge } from '../program/judge.ts';
import { prepareFor } from '../program/load.ts';
import type { CarriedOut } from '../cli/run/execute.ts';
import { withCompanions } from '../plan/part-of-plan.ts';
import { shapeOf, type Source } from './source.ts';
import { type JudgedSuite, judgedSuite } from './judged-suite.ts';
import type { ConformanceOptions } from './options.ts';

/** Ids of the cases to judge, by target; undefined for all. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The one run that all tests of a suite wait for. */
export type RunOfSuite = {
  /**
   * Prepares the run and begins it.
   * @throws {UsageError} or {ContractError} if it cannot be used: then nothing was sent.
   */
  begin(wanted: Wanted): Promise<void>;
  /** What was judged, when all of it is. An aborted signal ends the run early. */
  judged(signal: AbortSignal): Promise<JudgedSuite>;
  /** Resolves when nothing is sent any more, created resources are removed, and the record is complete. */
  end(): Promise<void>;
};

/** @param seed That of the plan by which the tests were named. */
export const runOfSuite = (source: Source, options: ConformanceOptions, seed: number): RunOfSuite => {
  const stop = new AbortController();
  let running: Promise<JudgedSuite> | undefined;
  const carry = async (carrying: Promise<CarriedOut>): Promise<JudgedSuite> => judgedSuite(await carrying);
  return {
    async begin(wanted) {
      const prepared = await prepareFor(await source.after(), { ...shapeOf(options), seed }, (plan) => {
        const ids = wanted?.get(plan.target) ?? new Set<string>();
        return wanted === undefined ? undefined : withCompanions(plan, ids);
      });
      const asked = { ...prepared, targets: prepared.targets.filter(({ plan, isPart }) => isPart === undefined || plan.cases.length > 0) };
      const { cwd = process.cwd(), on } = options;
      running = carry(judge(asked, { cwd, signal: stop.signal, isDemo: source.isDemo, ...(on === undefined ? {} : { on }) }));
      // Every test awaits it; a suite whose tests are all cancelled does not.
      running.catch(() => undefined);
    },
    judged(signal) {
      const abort = (): void => stop.abort(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      return running ?? Promise.reject(new Error('The run of the suite has not begun'));
    },
    async end() {
      stop.abort();
      await running?.catch(() => undefined);
    },
  };
};
