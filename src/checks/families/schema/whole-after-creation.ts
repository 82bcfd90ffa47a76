import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import { evaluateSchema, shown } from '../../../contract/schema/evaluate.ts';
import { distinctBy } from '../../../model/json.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { creationsAsPrinted } from './creations-as-printed.ts';
import { markedOf } from '../../subjects/marked-members.ts';
import { makeableResourceTypes, storyPrerequisites } from '../../subjects/resources.ts';

/** A member that an answer must show. `pointer`: its JSON Pointer in the body. */
type MemberShown = Subject & { readonly resourceType: ResourceType; readonly isRead: boolean; readonly pointer: string };

/** Members of the answers to one operation on a resource; none inside an array, and not the body itself. */
const membersShown = (contract: Contract, resourceType: ResourceType, word: 'create' | 'read'): MemberShown[] => {
  const operation = resourceType[word];
  const members = operation
    ? markedOf(contract, operation, () => true).filter(({ at: pointer }) => pointer !== '' && !pointer.includes('*'))
    : [];
  return distinctBy(members, ({ location }) => location.way.join(' ')).map((member) =>
    at(member.location, { resourceType, isRead: word === 'read', pointer: member.at }),
  );
};

export const wholeAfterCreation = defineProbe({
  id: 'schema/whole-after-creation',
  title: 'A resource that was created with a value shows the member, in the answer to its creation and in its read',
  why: 'A client reads the member of the resource that it has just created, and fails where it is missing.',
  fix: 'Show every member from the creation on.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) =>
    makeableResourceTypes(contract).flatMap((resourceType) => [
      ...membersShown(contract, resourceType, 'create'),
      ...membersShown(contract, resourceType, 'read'),
    ]),
  prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, ['read']),
  cost: () => ({ requests: 12, creates: 3 }),
  run: ({ resourceType, location }, session) =>
    session.run(creationsAsPrinted, { resourceType: resourceType.name, member: tokensOf(nodeOf(location)).at(-1) ?? '' }),
  judge({ location, isRead, pointer }, result, { contract }) {
    const verdicts = result.flatMap(({ creation, read }): Verdict[] => {
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
    const [first] = result;
    return inconclusive(`No success was seen: ${first ? outcomeOf(first.creation) : 'nothing was created'}`, first ? [first.creation] : []);
  },
});
