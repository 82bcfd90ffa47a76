import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { durationMs } from '../../subjects/resources.ts';
import { smallRead } from '../../requests/small-read.ts';

/** The name of the documented duration. */
const figure = 'answer.median';

const reads = 20;

/** A median within this share of the documented figure counts as equal: it may fall on either side from run to run. */
const near = 0.2;

export const roundTripRecorded = defineProbe({
  id: 'docs/round-trip-recorded',
  title: 'How the median time of small reads compares with the documented figure is recorded',
  why: 'Readers plan with the advertised speed. The time that is measured here includes the network.',
  fix: 'Nothing is broken; the documentation could state where the figure was measured.',
  phase: 'closing',
  exclusive: 'nothing',
  over: (contract) =>
    rootConventions(contract.document).durations?.[figure] === undefined
      ? []
      : parameterlessReads(contract).map((operation) => at(operation.location, { operation })),
  prerequisites: () => [],
  cost: () => ({ requests: reads + 1, creates: 0 }),
  // In sequence, so that all but the first use a warm connection.
  async run({ operation }, session): Promise<readonly Exchange[]> {
    const request = smallRead(session, operation);
    const exchanges: Exchange[] = [];
    for (let turn = 0; turn <= reads; turn++) exchanges.push(await session.send(request));
    return exchanges.slice(1);
  },
  judge({ operation: { key } }, exchanges, { contract, target }) {
    const failed = exchanges.find((exchange) => !isSuccess(exchange));
    if (failed) return inconclusive(`A read was answered ${outcomeOf(failed)}`, [failed]);
    const printedMs = durationMs(contract, target, figure) ?? 0;
    const part = medianOf(exchanges.map(({ tookMs }) => tookMs)) / printedMs;
    const comparison =
      part < 1 - near ? 'below the printed figure' : part > 1 + near ? 'above the printed figure' : 'about the printed figure';
    return observed([factOf('docs.round-trip', key, comparison)]);
  },
});

const medianOf = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};
