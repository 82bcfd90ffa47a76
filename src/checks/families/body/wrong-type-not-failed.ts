import type { Exchange } from '../../../model/exchange.ts';
import { memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { typedMembers, wrongType } from '../../scenarios/bodies/wrong-type.ts';
import { withRefusal } from '../../subjects/mistaken-bodies.ts';
import { bodyNeedsWithout, permissionsFor } from '../../kit/prerequisites.ts';
import { judgeNotFailed } from './not-failed.ts';

export const wrongTypeNotFailed = defineProbe<Exchange>({
  id: 'body/wrong-type-not-failed',
  title: 'A member of another JSON type is not answered as a failure of the service',
  why: 'Clients repeat what failed, and a member of the wrong type stays of the wrong type.',
  fix: 'Check the type of each member before it is used, and answer the refusal that is documented for a mistake of the client.',
  reads: 'refusals.type',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => withRefusal(contract, 'type').flatMap((operation) => typedMembers(contract, operation).map(({ place }) => place)),
  needs(place, around) {
    const operation = operationAt(around.contract, place);
    return [...permissionsFor(operation), ...bodyNeedsWithout(operation, around, memberAt(around.contract, place).name)];
  },
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) =>
    session.measure(wrongType, { operation: place.operation ?? '', member: memberAt(session.contract, place).name }),
  judge(place, exchange, { contract }) {
    const { name } = memberAt(contract, place);
    return judgeNotFailed(exchange, `request body /${name}`, `"${name}" of another type`);
  },
});
