import { evaluate } from '../../../contract/expression.ts';
import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isByNumber, numberedListAt, pagedLists, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { listAnswer } from '../../subjects/list-answer.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { needsFor } from '../../kit/prerequisites.ts';

/** Numbers that no page has, with the fact that tells how each is answered. */
const numbers = [
  { fact: 'page-number.beyond', value: '100000' },
  { fact: 'page-number.zero', value: '0' },
  { fact: 'page-number.negative', value: '-1' },
] as const;

export const beyondEndRecorded = defineProbe<readonly Exchange[]>({
  id: 'pagination/beyond-end-recorded',
  title: 'What numbers get that no page has is recorded',
  why: 'Clients come to rely on whatever an empty, a refused or a repeated page tells them.',
  fix: 'Nothing has to be mended. Say in the documentation what these numbers get.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).filter(isByNumber).map(stylePlace),
  needs: (place, around) => needsFor(numberedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 3, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, numberedListAt(session.contract, place));
    const exchanges: Exchange[] = [];
    for (const { value } of numbers) {
      const asked = { operation: list.operation.key, parameter: list.paging.page.name, value, fault: 'query-out-of-range' } as const;
      exchanges.push(await session.measure(queryValue, asked));
    }
    return exchanges;
  },
  judge(place, exchanges, { contract }) {
    const list = numberedListAt(contract, place);
    const { number } = list.paging.convention;
    const facts = numbers.flatMap(({ fact, value }, n) => {
      const exchange = exchanges[n];
      if (!exchange || [undefined, 429].includes(statusOf(exchange))) return [];
      const told = number === undefined ? undefined : evaluate(number, exchange);
      const asked = `${list.paging.page.name}=${value}`;
      return [factOf(fact, list.operation.key, { asked, ...listAnswer(list, exchange), number: told ?? null })];
    });
    return facts.length > 0 ? observed(facts) : inconclusive('No such request was answered', exchanges);
  },
});
