import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault } from '../../../model/request.ts';
import type { Fact } from '../../../model/verdict.ts';
import { dayOf } from '../../kit/days.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';
import { listAnswer } from '../../subjects/list-answer.ts';
import { queryValue, undeclaredParameter } from '../../scenarios/calls/reads.ts';

/** An answer to a value, with the name that facts give the value. */
type Odd = { readonly asked: string; readonly exchange: Exchange };

type Result = { readonly odd: readonly Odd[]; readonly undeclared: Exchange };

export const oddQueryValuesRecorded = defineProbe<ListFilter, Result>({
  id: 'query/odd-values-recorded',
  title: 'The answers to odd values of a time filter are recorded',
  why: 'Documentations show a plain date and nothing else; clients send times, the current day and mistakes.',
  fix: 'Nothing has to be fixed. State in the documentation how these values are answered.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => listFilters(contract).filter(({ filter }) => filter.compare !== 'equals'),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 4, creates: 0 }),
  async run({ collection, filter }, session) {
    const operation = collection.operation.key;
    const ask = async (asked: string, value: string, fault: Fault): Promise<Odd> => ({
      asked,
      exchange: await session.run(queryValue, { operation, parameter: filter.parameter.name, value, fault }),
    });
    return {
      odd: [
        await ask('no date', 'not-a-date', 'query-unparsable'),
        await ask('today', dayOf(session.now()), 'query-unknown-value'),
        await ask('a date with its time', '2026-04-01T00:00:00Z', 'query-unknown-value'),
      ],
      undeclared: await session.run(undeclaredParameter, { operation, name: 'ct_unknown', value: '1' }),
    };
  },
  judge({ collection, filter }, { odd, undeclared }) {
    const { key } = collection.operation;
    const isAnswered = (exchange: Exchange): boolean => ![undefined, 429].includes(statusOf(exchange));
    const facts: Fact[] = odd
      .filter(({ exchange }) => isAnswered(exchange))
      .map(({ asked, exchange }) =>
        factOf('filter.odd-value', key, { parameter: filter.parameter.name, asked, ...listAnswer(collection, exchange) }),
      );
    if (isAnswered(undeclared)) {
      facts.push(factOf('query.undeclared-parameter', key, { asked: 'an undeclared parameter', ...listAnswer(collection, undeclared) }));
    }
    return facts.length > 0
      ? observed(facts)
      : inconclusive('No such request was answered', [undeclared, ...odd.map(({ exchange }) => exchange)]);
  },
});
