import { headerValues, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { lists, pageItems } from '../../subjects/collection.ts';
import { listAnswer } from '../../subjects/list-answer.ts';

/** Parts of the names of members about pages, in lower case and without separators. */
const aboutPages = /page|cursor|next|total|hasmore/;

export const tracesRecorded = defineReadProbe({
  id: 'pagination/traces-recorded',
  title: 'Signs of paging in a list without documented paging are recorded',
  why: 'Where paging is not documented, every client takes the first page for the whole list.',
  fix: 'Nothing is broken; the documentation could state how the list is paged, or that it is not.',
  over: (contract) => lists(contract).filter(({ pages }) => pages.length === 0),
  requests: 1,
  run: ({ operation }, session) => session.run(plainRead, { operation: operation.key }),
  judge(list, exchange) {
    const { status, items } = listAnswer(list, exchange);
    if (!pageItems(list, exchange))
      return inconclusive(`The list was answered ${outcomeOf(exchange)}, without a list that is recognised`, [exchange]);
    const value = { status, items, link: headerValues(exchange, 'Link').length > 0, members: membersOf(jsonOf(exchange), 0) };
    return observed([factOf('page.traces', list.operation.key, value)]);
  },
});

const deepest = 4;

/** Names of members outside of arrays that are about pages. */
const membersOf = (value: unknown, depth: number): string[] => {
  if (!isObject(value) || depth > deepest) return [];
  const own = Object.entries(value).flatMap(([name, member]) => [
    ...(aboutPages.test(name.replaceAll(/[^A-Za-z]/g, '').toLowerCase()) ? [name] : []),
    ...membersOf(member, depth + 1),
  ]);
  return [...new Set(own)].sort();
};
