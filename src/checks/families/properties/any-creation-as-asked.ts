import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { settableMembers } from '../../../generators/settings.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { creationNeeds, listedResources, memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { type CreationsListed, creationsListed } from './creations-listed.ts';

export const anyCreationAsAsked = defineProbe<CreationsListed>({
  id: 'properties/any-creation-as-asked',
  title: 'Whatever else a creation asks for, its thing shows the value that was asked for',
  why: 'A value that is lost as soon as another member is set puts things where their owner must not have them.',
  fix: 'Carry each value through to the thing, whatever other members are set.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) =>
    listedResources(contract).flatMap(({ create }) =>
      bodyMembers(contract, create)
        .filter(({ conventions }) => conventions.shownAt !== undefined)
        .map(({ place }) => place),
    ),
  needs: creationNeeds,
  cost: (place, { contract }) => {
    const settings = settableMembers(contract, operationAt(contract, place)).length;
    return { requests: 10 + 10 * settings, creates: settings };
  },
  measure: (place, session) => session.measure(creationsListed, { operation: place.operation ?? '' }),
  judge(place, { listed, untried }, { contract }) {
    const { name, conventions } = memberAt(contract, place);
    const { shownAt = '' } = conventions;
    const verdicts = listed.flatMap((shown): Verdict[] => {
      const { body } = shown.creation.request;
      const asked = body?.kind === 'json' && isObject(body.value) ? body.value[name] : undefined;
      if (shown.kind !== 'listed' || asked === undefined) return [];
      const actual = valueAt(shown.item, shownAt);
      if (actual === asked) return [pass(1)];
      const finding = {
        code: 'created-otherwise',
        where: `${shownAt} of the listed item`,
        expected: `${JSON.stringify(asked) ?? 'nothing'}, as ${shown.creation.sent.body ?? 'the creation'} asks for`,
        actual: JSON.stringify(actual) ?? 'nothing',
      };
      return [fail({ ...finding }, [shown.creation])];
    });
    if (verdicts.length === 0)
      return { kind: 'inconclusive', reason: 'no creation with other settings was accepted', exchanges: [], unseen: true };
    const verdict = joinVerdicts(verdicts);
    return verdict.kind === 'pass' && untried.length > 0 ? { ...verdict, untried } : verdict;
  },
});
