import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pagedListAt, pagedLists, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { listAnswer } from '../../subjects/list-answer.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { unparsableNumber } from '../../subjects/numeric-parameters.ts';

/** Sizes that no page can have, with the fact that tells how each is answered. */
const sizes = [
  { fact: 'page-size.zero', value: '0', fault: 'query-out-of-range' },
  { fact: 'page-size.negative', value: '-1', fault: 'query-out-of-range' },
  { fact: 'page-size.word', value: unparsableNumber, fault: 'query-unparsable' },
] as const;

export const edgeSizesRecorded = defineProbe<readonly Exchange[]>({
  id: 'pagination/edge-sizes-recorded',
  title: 'What sizes get that no page can have is recorded',
  why: 'Documentations rarely say whether such a size is refused or replaced, and clients come to rely on whatever it is.',
  fix: 'Nothing has to be mended. Say in the documentation what these sizes get.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 3, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, pagedListAt(session.contract, place));
    const exchanges: Exchange[] = [];
    for (const { value, fault } of sizes) {
      const asked = { operation: list.operation.key, parameter: list.paging.limit.name, value, fault };
      exchanges.push(await session.measure(queryValue, asked));
    }
    return exchanges;
  },
  judge(place, exchanges, { contract }) {
    const list = pagedListAt(contract, place);
    const facts = sizes.flatMap(({ fact, value }, n) => {
      const exchange = exchanges[n];
      if (!exchange || [undefined, 429].includes(statusOf(exchange))) return [];
      return [factOf(fact, list.operation.key, { asked: `${list.paging.limit.name}=${value}`, ...listAnswer(list, exchange) })];
    });
    return facts.length > 0 ? observed(facts) : inconclusive('No such request was answered', exchanges);
  },
});
