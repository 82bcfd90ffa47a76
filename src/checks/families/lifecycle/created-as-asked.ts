import { outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { creationNeeds, listedResources, memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { awaitListed, listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { triedOthers } from '../../scenarios/bodies/tried-others.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';

type Measured = {
  readonly usual: Listed;
  /** The same with another value that listed things show; undefined where they show none, or where each thing has its own. */
  readonly other: Listed | Skipped | undefined;
};

export const createdAsAsked = defineProbe<Measured>({
  id: 'lifecycle/created-as-asked',
  title: 'What was created shows the value that its creation asked for',
  why: 'A default in place of what was asked for puts things, and their data, where their owner must not have them.',
  fix: 'Carry the value through to the thing, and refuse the creation where that is not possible.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) => listedResources(contract).flatMap(({ create }) => shownMembers(create, contract).map(({ place }) => place)),
  needs: creationNeeds,
  cost: () => ({ requests: 30, creates: 2 }),
  async measure(place, session) {
    const operation = operationAt(session.contract, place);
    return {
      usual: await session.measure(listed, { operation: operation.key }),
      other: await orSkipped(otherListed(session, operation, place)),
    };
  },
  judge(place, { usual, other }, { contract }) {
    const member = memberAt(contract, place);
    const verdict = judgeListed(usual, member);
    if (other === undefined && member.conventions.fresh === true) return verdict;
    if (other === undefined) {
      const alone = `No listed thing shows another value of "${member.name}", so only ${shownValue(usual, member)} was tried`;
      return verdict.kind === 'pass' ? { ...verdict, untried: [alone] } : verdict;
    }
    return joinVerdicts([verdict, isSkipped(other) ? other : judgeListed(other, member)]);
  },
});

const shownMembers = (operation: Operation, contract: Parameters<typeof bodyMembers>[0]): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ conventions }) => conventions.shownAt !== undefined);

/** A thing created with a value that other things show: the first value with which a creation is accepted. */
const otherListed = async (session: Session, operation: Operation, place: Place): Promise<Listed | undefined> => {
  const member = memberAt(session.contract, place);
  const last = (await triedOthers(session, operation, member)).at(-1);
  return last && awaitListed(session, operation, last);
};

const askedFor = ({ creation: { request } }: Listed, { name }: BodyMember): unknown =>
  request.body?.kind === 'json' && isObject(request.body.value) ? request.body.value[name] : undefined;

const shownValue = (measured: Listed, member: BodyMember): string => JSON.stringify(askedFor(measured, member)) ?? 'nothing';

const judgeListed = (measured: Listed, member: BodyMember): Verdict => {
  const { creation } = measured;
  const asked = askedFor(measured, member);
  const told = `"${member.name}" ${shownValue(measured, member)}`;
  if (measured.kind === 'not-created') return inconclusive(`A creation with ${told} was answered ${outcomeOf(creation)}`, [creation]);
  if (measured.kind !== 'listed') return inconclusive(`What was created with ${told} did not appear in its list`, [creation]);
  const { shownAt = '' } = member.conventions;
  const actual = valueAt(measured.item, shownAt);
  if (actual === asked) return pass(1);
  if (measured.rivals.length > 0)
    return inconclusive(`${measured.rivals.length + 1} listed items could be what was created with ${told}`, [creation]);
  const finding = {
    where: `${shownAt} of the listed item`,
    expected: JSON.stringify(asked) ?? 'nothing',
    actual: JSON.stringify(actual) ?? 'nothing',
  };
  return fail({ code: 'created-otherwise', ...finding }, [creation]);
};
