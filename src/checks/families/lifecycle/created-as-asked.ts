import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { triedOthers } from '../../scenarios/bodies/tried-setting.ts';
import { awaitListed, listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { type CreationMember, listedCreations, prerequisitesToCreate, sentMember } from '../../subjects/creators.ts';
import { type Makeable, makeableResourceTypes } from '../../subjects/resources.ts';
import { printedResource } from '../../subjects/shown-resource.ts';

/** A member of the body of a creation that the created resource shows too, at a JSON Pointer inside it. */
type ShownMember = CreationMember & { readonly shownAt: string };

const shownMembers = (contract: Contract, operation: Operation): ShownMember[] =>
  bodyMembers(contract, operation).flatMap((member) => {
    const { shownAt } = member.conventions;
    return shownAt === undefined ? [] : [at(member.location, { operation, member, shownAt })];
  });

const written = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

type Result = {
  readonly usual: Listed;
  /** A creation with another value that listed resources show; undefined where they show none, or where each has a value of its own. */
  readonly other: Listed | Skipped | undefined;
};

export const createdAsAsked = defineProbe({
  id: 'lifecycle/created-as-asked',
  title: 'A created resource shows the value that its creation asked for',
  why: 'A default in place of the requested value can put resources, and their data, where their owner must not have them.',
  fix: 'Store the requested value, and refuse the creation where that is not possible.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => listedCreations(contract).flatMap(({ operation }) => shownMembers(contract, operation)),
  prerequisites: (creation, around) => prerequisitesToCreate(creation, around),
  cost: () => ({ requests: 30, creates: 2 }),
  async run({ operation, member }, session): Promise<Result> {
    return {
      usual: await session.run(listed, { operation: operation.key }),
      other: await orSkipped(otherListed(session, operation, member)),
    };
  },
  judge(subject, { usual, other }) {
    const { member } = subject;
    const verdict = judgeListed(usual, subject);
    if (other === undefined && member.conventions.fresh === true) return verdict;
    if (other === undefined) {
      const reason = `No listed resource shows another value of "${member.name}", so only ${written(sentMember(usual.creation, member.name))} was tried`;
      return verdict.kind === 'pass' ? { ...verdict, untried: [reason] } : verdict;
    }
    return joinVerdicts([verdict, isSkipped(other) ? other : judgeListed(other, subject)]);
  },
});

/** A resource created with a value that other resources show: the first value with which a creation is accepted. */
const otherListed = async (session: Session, operation: Operation, member: BodyMember): Promise<Listed | undefined> => {
  const last = (await triedOthers(session, operation, member)).at(-1);
  return last && awaitListed(session, operation, last);
};

const judgeListed = (result: Listed, { member, shownAt }: ShownMember): Verdict => {
  const { creation } = result;
  const asked = sentMember(creation, member.name);
  const words = `"${member.name}" ${written(asked)}`;
  if (result.kind === 'not-created') return inconclusive(`A creation with ${words} was answered ${outcomeOf(creation)}`, [creation]);
  if (result.kind !== 'listed') return inconclusive(`The resource created with ${words} did not appear in its list`, [creation]);
  const actual = valueAt(result.item, shownAt);
  if (actual === asked) return pass(1);
  if (result.rivals.length > 0)
    return inconclusive(`${result.rivals.length + 1} listed items could be the one created with ${words}`, [creation]);
  const finding = {
    code: 'created-otherwise',
    where: `${shownAt} of the listed item`,
    expected: written(asked),
    actual: written(actual),
  };
  return fail(finding, [creation]);
};

/** Members that the answer to a creation shows, at a documented location. */
const repeatedMembers = (contract: Contract): (ShownMember & { readonly resourceType: Makeable })[] =>
  makeableResourceTypes(contract)
    .filter(({ convention }) => convention.shown?.create !== undefined)
    .flatMap((resourceType) => shownMembers(contract, resourceType.create).map((one) => ({ ...one, resourceType })));

export const otherValueRepeated = defineProbe({
  id: 'lifecycle/other-value-repeated',
  title: 'A creation with a value that other resources show is answered with that very value',
  why: 'A server that always stores its default is found out only by a request for another value.',
  fix: 'Store the requested value, and refuse the creation where that is not possible.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: repeatedMembers,
  prerequisites: (creation, around) => prerequisitesToCreate(creation, around),
  cost: () => ({ requests: 12, creates: 1 }),
  /** The creation that was accepted, else the last one; undefined where no other value is known. */
  run: async ({ operation, member }, session) => (await triedOthers(session, operation, member)).at(-1),
  judge({ member, shownAt, resourceType }, exchange) {
    const { name } = member;
    // Then there is nothing to try, and the verdict over the first creation counts.
    if (!exchange) return { ...inconclusive(`No listed resource shows another value of "${name}"`, []), unseen: true };
    if (!isSuccess(exchange)) return inconclusive(`A creation with another "${name}" was answered ${outcomeOf(exchange)}`, [exchange]);
    const asked = sentMember(exchange, name);
    const resource = printedResource(resourceType, 'create', exchange);
    const shows = resource && valueAt(resource, shownAt);
    // The checks of the schema judge an absent member, or one of another type.
    if (typeof shows !== typeof asked) return inconclusive(`The answer does not show "${name}"`, [exchange]);
    if (shows === asked) return pass(1);
    return fail({ code: 'other-than-requested', where: shownAt, expected: written(asked), actual: written(shows) }, [exchange]);
  },
});
