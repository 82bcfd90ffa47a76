import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Target } from '../../../model/target.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { manyLooks, type ManyLooks } from '../../scenarios/lifecycle/many-looks.ts';
import { resourceAt, storyNeeds, thingPlaces } from '../../subjects/resource-at.ts';

/** So many things are made: one more than lists usually hold by default. */
const numbers = [26, 12] as const;

/** Of what may be created, other checks need so many. */
const others = 5;

/** How many things may be made; undefined where the operator allows too few to tell. */
const numberFor = (create: Operation | undefined, { maxCreates }: Target): number | undefined => {
  const room = create?.effect === 'creates-permanently' ? maxCreates - others : maxCreates;
  return numbers.find((number) => number <= room);
};

export const manyCreatedAreListed = defineProbe<ManyLooks>({
  id: 'lifecycle/many-created-are-listed',
  title: 'A list holds everything also when there is much of it',
  why: 'A list that ends in silence hides what comes after from everybody who walks it.',
  fix: 'List everything, or say in the answer that more follows and how it is fetched.',
  phase: 'mutate',
  stage: 'remaining',
  alone: 'collection',
  places: (contract) => thingPlaces(contract).filter((place) => resourceAt(contract, place).collection !== undefined),
  needs(place, around) {
    const resource = resourceAt(around.contract, place);
    const sentence = `Allow at least ${numbers.at(-1)} creations, better ${numbers[0]}: so many things are made to see whether the list holds them all`;
    return [
      ...storyNeeds(resource, around, []),
      ...(numberFor(resource.create, around.target) === undefined ? [{ kind: 'config' as const, path: 'maxCreates', sentence }] : []),
    ];
  },
  cost(place, { contract, target }) {
    const number = numberFor(resourceAt(contract, place).create, target) ?? 0;
    return { requests: number + 10, creates: number };
  },
  measure(place, session) {
    const resource = resourceAt(session.contract, place);
    return session.measure(manyLooks, { resource: resource.name, count: numberFor(resource.create, session.target) ?? 0 });
  },
  judge(_, { creations, ids, list, withinMs }) {
    const refused = creations.find((one) => !isSuccess(one));
    if (refused) return inconclusive(`A creation was answered ${outcomeOf(refused)}`, [refused]);
    const [first] = creations;
    if (!list || !first || ids.length < creations.length)
      return inconclusive('Nothing tells the ids of what was created', creations.slice(0, 1));
    if (!isSuccess(list.exchange)) return inconclusive(`The list was answered ${outcomeOf(list.exchange)}`, [list.exchange]);
    if (list.missing.length === 0) return pass(ids.length);
    if (list.isOpen) return inconclusive('The list says that more follows, or could not be read to its end', [list.exchange]);
    const finding = {
      code: 'list-ends-early',
      where: 'list',
      expected: `${ids.length} things that were created, within ${withinMs / 1000} s`,
      actual: `${list.missing.length} of them are missing, and nothing says that more follows`,
    };
    return fail(finding, [list.exchange, first]);
  },
});
