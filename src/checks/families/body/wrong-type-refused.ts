import { statusWords } from '../../../contract/conventions-at.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { typedMembers, wrongType } from '../../scenarios/bodies/wrong-type.ts';
import { withRefusal } from '../../subjects/mistaken-bodies.ts';
import { bodyNeedsWithout, permissionsFor } from '../../kit/prerequisites.ts';
import { judgeRefusal, withoutOtherReasons } from '../../kit/refusal.ts';

export const wrongTypeRefused = defineProbe<Exchange>({
  id: 'body/wrong-type-refused',
  title: 'A member of another JSON type than documented is refused',
  why: 'A value that is turned into another type silently becomes something its caller never wrote.',
  fix: 'Check the type of each member before anything is done, and refuse with a documented status.',
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
    return judgeRefusal(exchange, {
      contract,
      words: statusWords(operationAt(contract, place).conventions.refusals?.type),
      expected: withoutOtherReasons(operationAt(contract, place).conventions.refusals?.type),
      wrong: [],
      code: 'wrong-type',
      where: `request body /${name}`,
      mistake: `"${name}" of another type`,
    });
  },
});
