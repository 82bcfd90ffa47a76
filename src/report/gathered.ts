import { allRequests } from '../model/exchange-reader.ts';
import type { ReportName } from '../model/report-names.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import { behaviourWatches, type BehaviourWatch } from '../policy/compare/behaviour/behaviour-of.ts';
import type { TargetBehaviour } from '../policy/compare/behaviour/behaviour-row.ts';
import { type Call, callsOf } from './page/traffic.ts';
import type { ReportInput } from './report-input.ts';

/** What reports show of all exchanges of a run. */
export type Gathered = {
  /** By target. */
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  /** By target; absent where no report shows it. */
  readonly behaviour?: ReadonlyMap<string, TargetBehaviour>;
};

/** Whether a run has something to compare. */
export const isComparable = ({ record }: Pick<ReportInput, 'record'>): boolean => record.targets.length > 1;

function* seenBy(watch: BehaviourWatch | undefined, requests: Iterable<StoredExchange>): Generator<StoredExchange> {
  for (const exchange of requests) {
    watch?.see(exchange);
    yield exchange;
  }
}

/**
 * Prepares to read the exchanges of a run once for all reports: reading them takes longer than what is made of them.
 * @returns what reads them when it is called first. It throws what the file system does, if a file exists and cannot be read.
 */
export const gathering = async (
  { record, directory, contracts }: Pick<ReportInput, 'record' | 'directory' | 'contracts'>,
  list: readonly ReportName[],
): Promise<() => Gathered> => {
  const isCompared = list.includes('compare') && isComparable({ record });
  const watches = isCompared ? await behaviourWatches(record, directory, contracts) : undefined;
  let gathered: Gathered | undefined;
  return () => {
    if (gathered !== undefined) return gathered;
    const watch = watches?.();
    const calls = callsOf(seenBy(watch, allRequests(directory)));
    gathered = { calls, ...(watch === undefined ? {} : { behaviour: watch.behaviour() }) };
    return gathered;
  };
};
