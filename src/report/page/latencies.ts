import type { PageLatency } from './page-model.ts';
import type { Call } from './traffic.ts';

/** Steps of the scale for each factor of ten. */
const stepsPerDecade = 8;
/** Six factors of ten from 0.1 ms: up to 100 s. */
const mostSteps = 6 * stepsPerDecade;

/** Operations whose latency is shown: those with the most requests. */
const mostOperations = 60;

const stepOf = (ms: number): number =>
  Math.min(mostSteps - 1, Math.max(0, Math.floor((Math.log10(Math.max(ms, 0.1)) + 1) * stepsPerDecade)));

const share = (sorted: readonly number[], part: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10;

/** How long the answers of each operation took; requests without an answer are left out. */
export const latenciesOf = (calls: readonly Call[]): readonly PageLatency[] => {
  const byOperation = new Map<string, number[]>();
  for (const { operation, tookMs, status } of calls) {
    if (status === 0) continue;
    const known = byOperation.get(operation);
    if (known === undefined) byOperation.set(operation, [tookMs]);
    else known.push(tookMs);
  }
  return [...byOperation]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, mostOperations)
    .map(([operation, times]) => {
      const sorted = times.toSorted((a, b) => a - b);
      const steps: number[] = [];
      for (const ms of sorted) {
        const step = stepOf(ms);
        while (steps.length <= step) steps.push(0);
        steps[step] = (steps[step] ?? 0) + 1;
      }
      return { operation, count: sorted.length, median: share(sorted, 0.5), p95: share(sorted, 0.95), most: share(sorted, 1), steps };
    });
};
