import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds, creators, memberAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { freshTexts } from '../../scenarios/bodies/unusual-text.ts';
import { veryLongText } from '../../scenarios/bodies/very-long-text.ts';
import { judgeNotFailed } from './not-failed.ts';

export const longTextNotFailed = defineProbe<Exchange>({
  id: 'body/long-text-not-failed',
  title: 'A text of thousands of letters is not answered as a failure of the service',
  why: 'Clients repeat what failed, and a long text stays long.',
  fix: 'Check the length before the text is stored, and answer the refusal that is documented for a mistake of the client.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) => creators(contract).flatMap((operation) => freshTexts(contract, operation).map(({ place }) => place)),
  needs: creationNeeds,
  cost: () => ({ requests: 1, creates: 1 }),
  measure: (place, session) =>
    session.measure(veryLongText, { operation: place.operation ?? '', member: memberAt(session.contract, place).name }),
  judge(place, exchange, { contract }) {
    const { name } = memberAt(contract, place);
    return judgeNotFailed(exchange, `request body /${name}`, `"${name}" of 5000 letters`);
  },
});
