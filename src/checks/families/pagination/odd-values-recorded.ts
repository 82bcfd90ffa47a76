import { evaluate } from '../../../contract/expression.ts';
import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault } from '../../../model/request.ts';
import { inconclusive, observed, type Probe, type Subject } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import type { ReadProbe } from '../../kit/read-probe.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import { countedLists, type PagedList, sizedLists } from '../../subjects/collection.ts';
import { listAnswer } from '../../subjects/list-answer.ts';
import { unparsableNumber } from '../../subjects/numeric-parameters.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A value that a parameter of paging cannot have, with the fact that records how it is answered. */
type OddValue = { readonly fact: Parameters<typeof factOf>[0]; readonly value: string; readonly fault: Fault };

/**
 * Defines a check that records how odd values of a parameter are answered.
 * @param parameter The name of the parameter.
 * @param extraFacts Further members of a fact, from the answer.
 */
const defineOddValues = <L extends PagedList & Subject>({
  values,
  parameter,
  extraFacts = () => ({}),
  ...text
}: Omit<ReadProbe<L, readonly Exchange[]>, 'requests' | 'run' | 'judge'> & {
  readonly values: readonly OddValue[];
  parameter(list: L): string;
  extraFacts?(list: L, exchange: Exchange): object;
}): Probe<readonly Exchange[]> =>
  definePagedProbe<L, readonly Exchange[]>({
    ...text,
    requests: values.length,
    async run(list, session) {
      const exchanges: Exchange[] = [];
      for (const { value, fault } of values) {
        const asked = { operation: list.operation.key, parameter: parameter(list), value, fault };
        exchanges.push(await session.run(queryValue, asked));
      }
      return exchanges;
    },
    judge(list, exchanges) {
      const facts = values.flatMap(({ fact, value }, n) => {
        const exchange = exchanges[n];
        if (!exchange || [undefined, 429].includes(statusOf(exchange))) return [];
        const asked = `${parameter(list)}=${value}`;
        return [factOf(fact, list.operation.key, { asked, ...listAnswer(list, exchange), ...extraFacts(list, exchange) })];
      });
      return facts.length > 0 ? observed(facts) : inconclusive('No such request was answered', exchanges);
    },
  });

export const beyondEndRecorded = defineOddValues({
  id: 'pagination/beyond-end-recorded',
  title: 'The answers to numbers that no page has are recorded',
  why: 'Clients come to rely on the answer that they get: an empty page, an error or another page.',
  fix: 'Nothing is broken; the documentation could state how such numbers are answered.',
  reads: 'pagination',
  over: countedLists,
  values: [
    { fact: 'page-number.beyond', value: '100000', fault: 'query-out-of-range' },
    { fact: 'page-number.zero', value: '0', fault: 'query-out-of-range' },
    { fact: 'page-number.negative', value: '-1', fault: 'query-out-of-range' },
  ],
  parameter: ({ paging }) => paging.position.name,
  extraFacts({ paging: { convention } }, exchange) {
    return { number: (convention.number === undefined ? undefined : evaluate(convention.number, exchange)) ?? null };
  },
});

export const edgeSizesRecorded = defineOddValues({
  id: 'pagination/edge-sizes-recorded',
  title: 'The answers to sizes that no page can have are recorded',
  why: 'Few documentations state whether such a size is refused or replaced, and clients come to rely on what they see.',
  fix: 'Nothing is broken; the documentation could state how such sizes are answered.',
  over: sizedLists,
  values: [
    { fact: 'page-size.zero', value: '0', fault: 'query-out-of-range' },
    { fact: 'page-size.negative', value: '-1', fault: 'query-out-of-range' },
    { fact: 'page-size.word', value: unparsableNumber, fault: 'query-unparsable' },
  ],
  parameter: ({ paging }) => paging.limit.name,
});
