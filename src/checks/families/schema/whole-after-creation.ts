import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import { evaluateSchema, shown } from '../../../contract/schema/evaluate.ts';
import { distinctBy } from '../../../model/json.ts';
import { nodeOf } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { creationsAsPrinted } from './creations-as-printed.ts';
import { markedOf } from '../../subjects/marked-members.ts';
import { makeableResources, storyNeeds } from '../../subjects/resources.ts';

/** A member that an answer is to show. `pointer`: where it stands in the body. */
type MemberShown = Subject & { readonly resource: Resource; readonly isRead: boolean; readonly pointer: string };

/** Members of the answers to one operation on a thing; none below a list, and not the body itself. */
const membersShown = (contract: Contract, resource: Resource, word: 'create' | 'read'): MemberShown[] => {
  const operation = resource[word];
  const members = operation
    ? markedOf(contract, operation, () => true).filter(({ at: pointer }) => pointer !== '' && !pointer.includes('*'))
    : [];
  return distinctBy(members, ({ place }) => place.way.join(' ')).map((member) =>
    at(member.place, { resource, isRead: word === 'read', pointer: member.at }),
  );
};

export const wholeAfterCreation = defineProbe({
  id: 'schema/whole-after-creation',
  title: 'What was created with a value shows the member, in the answer to its creation and in its read',
  why: 'A client reads the member of what it has just made, and fails where it is not there yet.',
  fix: 'Show every member from the creation on.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  over: (contract) =>
    makeableResources(contract).flatMap((resource) => [
      ...membersShown(contract, resource, 'create'),
      ...membersShown(contract, resource, 'read'),
    ]),
  needs: ({ resource }, around) => storyNeeds(resource, around, ['read']),
  cost: () => ({ requests: 12, creates: 3 }),
  measure: ({ resource, location }, session) =>
    session.measure(creationsAsPrinted, { resource: resource.name, member: tokensOf(nodeOf(location)).at(-1) ?? '' }),
  judge({ location, isRead, pointer }, measured, { contract }) {
    const verdicts = measured.flatMap(({ creation, read }): Verdict[] => {
      const exchange = isRead ? read : creation;
      const body = exchange && isSuccess(exchange) ? jsonOf(exchange) : undefined;
      if (!exchange || body === undefined) return [];
      const value = valueAt(body, pointer);
      const breach = value === undefined ? undefined : evaluateSchema(contract, location, value).find(({ holds }) => !holds);
      if (value !== undefined && (!breach || breach.holds)) return [pass(1)];
      const expected = breach && !breach.holds ? breach.expected : 'the member';
      const finding = {
        code: 'member-missing',
        where: `#${pointer}`,
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
