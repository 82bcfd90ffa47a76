import { operationOf } from '../../../contract/operation.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { undecodableText } from '../../../generators/undecodable.ts';
import { listedValues, unlistedValue } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { namesSomething, valueNotListed } from '../../scenarios/bodies/value-not-listed.ts';
import { refusalOf, withRefusal } from '../../subjects/mistaken-bodies.ts';
import { bodyNeedsWithout, permissionsFor } from '../../kit/prerequisites.ts';
import { judgeRefusal, otherMistakes } from '../../kit/refusal.ts';

export const unusableValueRefused = defineProbe<Exchange>({
  id: 'body/unusable-value-refused',
  title: 'A value that names nothing, or is not in the documented encoding, is refused with the documented status',
  why: 'Accepting it means a success that fails later, where nobody waits for the answer.',
  fix: 'Look the value up, or decode it, before the request is accepted, and refuse with the documented status.',
  reads: 'refusals.value',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    withRefusal(contract, 'value').flatMap((operation) => refusableMembers(contract, operation).map(({ place }) => place)),
  needs(place, around) {
    const operation = operationOf(around.contract, place.operation ?? '');
    return [...permissionsFor(operation), ...bodyNeedsWithout(operation, around, memberAt(around.contract, place).name)];
  },
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) =>
    session.measure(valueNotListed, { operation: place.operation ?? '', member: memberAt(session.contract, place).name }),
  judge(place, exchange, { contract }) {
    const operation = operationAt(contract, place);
    const member = memberAt(contract, place);
    const encoded = undecodableText(member);
    const expected = [...new Set([...refusalOf(operation, 'value'), ...(encoded === undefined ? [] : formRefusals(operation))])];
    // What takes the id of something that exists may answer that there is no such thing.
    const lost = namesSomething(member) || encoded !== undefined ? [] : [404];
    return judgeRefusal(exchange, {
      expected,
      wrong: [...otherMistakes(operation, expected), ...lost],
      code: 'unusable-value',
      where: `request body /${member.name}`,
      mistake:
        encoded === undefined ? `"${member.name}" like ${JSON.stringify(unlistedValue(member))}` : `"${member.name}" with ${encoded}`,
    });
  },
});

/** Members whose values are not listed and of which the contract tells one that cannot be used. */
const refusableMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(
    (member) => listedValues(member) === undefined && (member.conventions.unusable !== undefined || undecodableText(member) !== undefined),
  );

/** A text in the wrong encoding is malformed as much as unusable: a refusal of its form is as good. */
const formRefusals = (operation: Operation): number[] => [
  ...new Set([400, ...refusalOf(operation, 'unparsable'), ...refusalOf(operation, 'type')]),
];
