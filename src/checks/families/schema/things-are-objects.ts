import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { firstLooks, type FirstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { resourceAt, resourcePlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { heldWith } from '../../subjects/shown-thing.ts';
import { notMade, storyCost } from '../../kit/story.ts';

export const thingsAreObjects = defineProbe<FirstLooks>({
  id: 'schema/things-are-objects',
  title: 'A thing is shown as a JSON object, by its read and in its list',
  why: 'A client reads members; a bare id tells it nothing, and an array of one needs code of its own.',
  fix: 'Show the thing itself wherever it is shown.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => [...resourcePlaces(contract, 'list'), ...resourcePlaces(contract, 'read')],
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, ['read']),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 30),
  measure: (place, session) => session.measure(firstLooks, { resource: resourceAt(session.contract, place).name }),
  judge(place, { things, reads, list }, { contract }) {
    const resource = resourceAt(contract, place);
    const isRead = resource.read?.key === place.operation;
    const verdicts = (isRead ? reads : []).flatMap(({ exchange }): Verdict[] => {
      const body = jsonOf(exchange);
      if (!isSuccess(exchange) || body === undefined) return [];
      if (isObject(body)) return [pass(1)];
      return [fail({ code: 'thing-no-object', where: '#', expected: 'an object', actual: shown(body) }, [exchange])];
    });
    if (!isRead && list && isSuccess(list.exchange)) {
      const body = jsonOf(list.exchange);
      for (const id of list.shown.keys()) {
        const isHeld = list.shown.get(id) !== undefined || heldWith(resource, body, id) !== undefined || isValueOfMember(body, id);
        const finding = { code: 'item-no-object', where: 'list', expected: `an object with the id ${id}`, actual: 'the bare id' };
        verdicts.push(isHeld ? pass(1) : fail(finding, [list.exchange]));
      }
    }
    if (verdicts.length > 0) return joinVerdicts(verdicts);
    const [first] = reads;
    return first ? inconclusive(`A read was answered ${outcomeOf(first.exchange)}`, [first.exchange]) : notMade(things.own.creation);
  },
});

/** Does an id stand in an object as the value of a member or as its name. */
const isValueOfMember = (body: unknown, id: string): boolean => {
  if (Array.isArray(body)) return body.some((one) => isValueOfMember(one, id));
  if (!isObject(body)) return false;
  return Object.entries(body).some(([name, value]) => name === id || String(value) === id || isValueOfMember(value, id));
};
