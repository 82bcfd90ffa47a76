import { outcomeOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import type { Place } from '../../../model/place.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { type ListedForBoth, listedForBoth } from '../../scenarios/lifecycle/listed-for-both.ts';
import { makeable, storyNeeds } from '../../subjects/resource-at.ts';

/** Kinds of things that a run can make and that a list shows. */
const listedThings = (contract: Contract): (Resource & { readonly collection: NonNullable<Resource['collection']> })[] =>
  makeable(contract).flatMap((resource) =>
    resource.collection?.operation.secured ? [{ ...resource, collection: resource.collection }] : [],
  );

const thingAt = (contract: Contract, { operation }: Place): Resource => {
  const found = listedThings(contract).find(({ collection }) => collection.operation.key === operation);
  if (!found) throw new RangeError(`Cannot find a kind of thing that ${operation ?? 'nothing'} lists`);
  return found;
};

export const createdHiddenFromOthers = defineProbe<ListedForBoth>({
  id: 'auth/created-hidden-from-others',
  title: 'What an account creates is not in the list of another account',
  why: 'A list that is not bound to the account shows every customer what all the others make.',
  fix: 'Narrow every query by the account of the credential, also behind caches and on pages after the first.',
  reads: 'collection',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => listedThings(contract).map(({ collection }) => collection.operation.place),
  needs: (place, around) => [...storyNeeds(thingAt(around.contract, place), around, []), { kind: 'credential', name: 'other' }],
  cost: () => ({ requests: 60, creates: 1 }),
  measure: (place, session) => session.measure(listedForBoth, { resource: thingAt(session.contract, place).name }),
  judge(_place, { creation, id, own, other }) {
    if (id === undefined || !own || !other) {
      return inconclusive(`Nothing was created, or nothing tells its id: ${outcomeOf(creation)}`, [creation]);
    }
    if (!own.shown.has(id)) return inconclusive('Its own account does not list what was created', [own.exchange, creation]);
    if (other.shown.has(id)) {
      const finding = { code: 'foreign-thing-listed', where: 'list', expected: 'no thing of another account', actual: `"${id}"` };
      return fail(finding, [other.exchange, own.exchange]);
    }
    if (other.isOpen) return inconclusive('The list of the other account could not be read to its end', [other.exchange]);
    return pass(1);
  },
});
