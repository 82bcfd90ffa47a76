import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import { evaluateSchema, shown } from '../../../contract/schema/evaluate.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { creationsAsPrinted, type CreationsAsPrinted } from '../../scenarios/bodies/creations-as-printed.ts';
import { makeable, resourceAt, storyNeeds } from '../../subjects/resource-at.ts';
import { markedOf, type MarkedMember } from '../../subjects/marked-members.ts';

const membersOf = (contract: Contract, operation: Operation): MarkedMember[] =>
  markedOf(contract, operation, () => true).filter(({ at }) => at !== '' && !at.includes('*'));

export const wholeAfterCreation = defineProbe<CreationsAsPrinted>({
  id: 'schema/whole-after-creation',
  title: 'What was created with a value shows the member, in the answer to its creation and in its read',
  why: 'A client reads the member of what it has just made, and fails where it is not there yet.',
  fix: 'Show every member from the creation on.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) =>
    makeable(contract).flatMap(({ create, read }) =>
      [create, read].flatMap((operation): Place[] => {
        const places = operation ? membersOf(contract, operation).map(({ place }) => place) : [];
        return [...new Map(places.map((place) => [place.way.join(' '), place])).values()];
      }),
    ),
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, ['read']),
  cost: () => ({ requests: 12, creates: 3 }),
  measure: (place, session) =>
    session.measure(creationsAsPrinted, {
      resource: resourceAt(session.contract, place).name,
      member: tokensOf(nodeOf(place)).at(-1) ?? '',
    }),
  judge(place, measured, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const member = membersOf(contract, operation).find((one) => one.place.way.join(' ') === place.way.join(' '));
    const isRead = resourceAt(contract, place).read?.key === operation.key;
    const verdicts = measured.flatMap(({ creation, read }): Verdict[] => {
      const exchange = isRead ? read : creation;
      const body = exchange && isSuccess(exchange) ? jsonOf(exchange) : undefined;
      if (!exchange || body === undefined || !member) return [];
      const value = valueAt(body, member.at);
      const breach = value === undefined ? undefined : evaluateSchema(contract, place, value).find(({ holds }) => !holds);
      if (value !== undefined && (!breach || breach.holds)) return [pass(1)];
      const expected = breach && !breach.holds ? breach.expected : 'the member';
      const finding = {
        code: 'member-missing',
        where: `#${member.at}`,
        expected,
        actual: value === undefined ? 'no such member' : shown(value),
      };
      return [fail(finding, [exchange, creation])];
    });
    if (verdicts.length > 0) return joinVerdicts(verdicts);
    const [first] = measured;
    return inconclusive(`No success came by: ${first ? outcomeOf(first.creation) : 'nothing was created'}`, first ? [first.creation] : []);
  },
});
