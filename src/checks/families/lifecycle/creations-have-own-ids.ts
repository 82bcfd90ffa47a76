import { isSuccess } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstLooks, type FirstLooks, nameIn } from '../../scenarios/lifecycle/first-looks.ts';
import { resourceAt, resourcePlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { notMade, storyCost } from '../../kit/story.ts';

export const creationsHaveOwnIds = defineProbe<FirstLooks>({
  id: 'lifecycle/creations-have-own-ids',
  title: 'Each creation makes a thing of its own with an id of its own',
  why: 'Two things under one id cannot be told apart, and the second one takes the place of the first.',
  fix: 'Draw ids so that none comes twice, also when things are created at the same moment.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'create', ({ remove, update }) => remove !== undefined || update !== undefined),
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, []),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 30),
  measure: (place, session) => session.measure(firstLooks, { resource: resourceAt(session.contract, place).name }),
  judge(place, { things, reads }, { contract }) {
    const { all, own } = things;
    const known = all.flatMap(({ id, creation }) => (id === undefined || !isSuccess(creation) ? [] : [{ id, creation }]));
    const twin = known.find(({ id }, index) => known.findIndex((one) => one.id === id) < index);
    if (twin) {
      const first = known.find(({ id }) => id === twin.id) ?? twin;
      const finding = { code: 'id-reused', where: 'id', expected: 'an id that no other creation got', actual: `"${twin.id}" twice` };
      return fail(finding, [twin.creation, first.creation]);
    }
    const at = resourceAt(contract, place).convention.name;
    const replaced = reads.find(({ made, thing }) => {
      const name = nameIn(thing, at);
      return !made.names.includes(name) && all.some((other) => other !== made && other.names.includes(name));
    });
    if (replaced) {
      const actual = JSON.stringify(nameIn(replaced.thing, at)) ?? 'nothing';
      const expected = replaced.made.names.map((name) => JSON.stringify(name)).join(' or ');
      return fail({ code: 'thing-replaced', where: at ?? 'name', expected, actual }, [replaced.exchange, replaced.made.creation]);
    }
    if (known.length === 0) return notMade(own.creation);
    return known.length > 1 ? pass(known.length) : inconclusive('Only one thing was created', [own.creation]);
  },
});
