import { statuses } from '../../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { blockedValue } from '../../scenarios/bodies/blocked-value.ts';
import { bodyNeedsWithout, permissionsFor } from '../../kit/prerequisites.ts';
import { judgeRefusal } from '../../kit/refusal.ts';

export const blockedValueRefused = defineProbe<Exchange>({
  id: 'body/blocked-value-refused',
  title: 'A value that exists and that the account may not use is refused as forbidden',
  why: 'A client that is told the value is unknown looks for a typing error; one that is served has passed a wall.',
  fix: 'Keep what exists apart from what the account may use, and answer the status for what is forbidden.',
  reads: 'auth.forbidden',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    contract.operations
      .filter(({ conventions }) => statuses(conventions.auth?.forbidden).length > 0)
      .flatMap((operation) => blockable(contract, operation).map(({ place }) => place)),
  needs(place, around) {
    const operation = operationOf(around.contract, place.operation ?? '');
    const { name, conventions } = memberAt(around.contract, place);
    return [
      ...permissionsFor(operation),
      ...bodyNeedsWithout(operation, around, name),
      { kind: 'fixture', name: conventions.blocked ?? '' },
    ];
  },
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) =>
    session.measure(blockedValue, { operation: place.operation ?? '', member: memberAt(session.contract, place).name }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const { name } = memberAt(contract, place);
    const expected = statuses(operation.conventions.auth?.forbidden);
    const wrong = [400, 422].filter((status) => !expected.includes(status));
    const mistake = `a "${name}" that the account may not use`;
    return judgeRefusal(exchange, { expected, wrong, code: 'blocked-value', where: `request body /${name}`, mistake });
  },
});

const blockable = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ conventions }) => conventions.blocked !== undefined);

const memberAt = (contract: Contract, place: Place): BodyMember => {
  const members = blockable(contract, operationOf(contract, place.operation ?? ''));
  const member = members.find((one) => nodeOf(one.place) === nodeOf(place));
  if (!member) throw new RangeError(`Cannot find a member with blocked values at ${nodeOf(place)} of "${contract.source}"`);
  return member;
};
