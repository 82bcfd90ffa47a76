import type { Contract } from '../../../contract/model.ts';
import { statusWords } from '../../../contract/conventions-at.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { defineProbe } from '../../kit/define.ts';
import { memberLeftOut } from '../../scenarios/bodies/member-left-out.ts';
import { membersOf, withRefusal } from '../../subjects/mistaken-bodies.ts';
import { bodyNeedsWithout, permissionsFor } from '../../kit/prerequisites.ts';
import { isClass, isReading, judgeRefusal, otherMistakes, withoutOtherReasons } from '../../kit/refusal.ts';

export const missingMemberRefused = defineProbe<Exchange>({
  id: 'body/missing-member-refused',
  title: 'A body without a required member is refused with the documented status',
  why: 'A default in place of what the caller forgot creates, and bills, something nobody asked for.',
  fix: 'Ask for every required member before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => withRefusal(contract, 'missing').flatMap((operation) => membersOf(contract, operation).map(({ place }) => place)),
  needs(place, around) {
    const operation = operationOf(around.contract, place.operation ?? '');
    return [...permissionsFor(operation), ...bodyNeedsWithout(operation, around, memberAt(around.contract, place).name)];
  },
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) =>
    session.measure(memberLeftOut, { operation: place.operation ?? '', member: memberAt(session.contract, place).name }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const { name } = memberAt(contract, place);
    const promised = operation.conventions.refusals?.missing;
    const expected = withoutOtherReasons(promised);
    const wrong = isClass(promised) || isReading(promised) ? [] : otherMistakes(operation, expected);
    return judgeRefusal(exchange, {
      expected,
      contract,
      words: statusWords(promised),
      wrong,
      code: 'missing-member',
      where: `request body /${name}`,
      mistake: `a body without "${name}"`,
    });
  },
});

/** The required member whose schema stands at a place. */
const memberAt = (contract: Contract, place: Place): BodyMember => {
  const members = membersOf(contract, operationOf(contract, place.operation ?? ''));
  const member = members.find((one) => nodeOf(one.place) === nodeOf(place));
  if (!member) throw new RangeError(`Cannot find a required member at ${nodeOf(place)} of "${contract.source}"`);
  return member;
};
