import type { Contract } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import { listedValues, unlistedValue } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { defineProbe } from '../../kit/define.ts';
import { valueNotListed } from '../../scenarios/bodies/value-not-listed.ts';
import { membersOf, refusalOf, withRefusal } from '../../subjects/mistaken-bodies.ts';
import { bodyNeedsWithout, permissionsFor } from '../../kit/prerequisites.ts';
import { judgeRefusal, otherMistakes } from '../../kit/refusal.ts';

export const unlistedValueRefused = defineProbe<Exchange>({
  id: 'body/unlisted-value-refused',
  title: 'A value outside the documented list is refused with the documented status',
  why: 'A misspelt value that is accepted turns into something else than the caller meant, or fails long after the answer.',
  fix: 'Compare the value with the list before anything is done, and refuse with the documented status.',
  reads: 'refusals.value',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    withRefusal(contract, 'value').flatMap((operation) => listedMembers(contract, operation.key).map(({ place }) => place)),
  needs(place, around) {
    const operation = operationOf(around.contract, place.operation ?? '');
    return [...permissionsFor(operation), ...bodyNeedsWithout(operation, around, memberAt(around.contract, place).name)];
  },
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) =>
    session.measure(valueNotListed, { operation: place.operation ?? '', member: memberAt(session.contract, place).name }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const member = memberAt(contract, place);
    const expected = refusalOf(operation, 'value');
    return judgeRefusal(exchange, {
      expected,
      wrong: otherMistakes(operation, expected),
      code: 'unlisted-value',
      where: `request body /${member.name}`,
      mistake: `"${member.name}" with ${JSON.stringify(unlistedValue(member))}, which is none of ${JSON.stringify(listedValues(member))}`,
    });
  },
});

/** Required members whose values are all listed, as text. */
const listedMembers = (contract: Contract, operation: string): BodyMember[] =>
  membersOf(contract, operationOf(contract, operation)).filter((member) =>
    listedValues(member)?.every((value) => typeof value === 'string'),
  );

const memberAt = (contract: Contract, place: Place): BodyMember => {
  const member = listedMembers(contract, place.operation ?? '').find((one) => nodeOf(one.place) === nodeOf(place));
  if (!member) throw new RangeError(`Cannot find a member with listed values at ${nodeOf(place)} of "${contract.source}"`);
  return member;
};
