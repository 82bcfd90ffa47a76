import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, ResourceType } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { steadyLocations } from '../../subjects/steady-members.ts';
import { itemsOfTraversal, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { lists, resourceOf } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { idLocationOf } from '../../subjects/shown-resource.ts';

/** A list whose order is documented to stay while nothing is written, with the resource type that it shows. */
type SteadyList = Collection & { readonly resourceType: ResourceType | undefined };

const steadyLists = (contract: Contract): (SteadyList & Subject)[] =>
  lists(contract)
    .filter(({ operation }) => operation.conventions.ordering?.stable !== undefined)
    .map((list) => ({ ...list, resourceType: resourceOf(contract, list) }));

export const stableOrder = defineProbe({
  id: 'ordering/stable',
  title: 'Reads of a list with no write between them give the same items in the same order',
  why: 'Clients compare a read with the one before. A random order looks like a change every time.',
  fix: 'Sort the list by a value that is unique for each item.',
  reads: 'ordering.stable',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: steadyLists,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 6, creates: 0 }),
  async run(list, session) {
    const traversals: Traversal[] = [];
    for (const turn of ['1', '2', '3']) traversals.push(await referenceTraversal(session, list, `for the order, read ${turn}`));
    return traversals;
  },
  judge(list, traversals, { contract }) {
    const open = traversals.find(({ end }) => end !== 'ended');
    if (open) return inconclusive(`The list could not be read: ${open.end}, ${outcomeOf(open.last)}`, [open.last]);
    const [first, second, third] = traversals.map((traversal) => contentOf(contract, list, traversal));
    const lasts = traversals.map(({ last }) => last);
    if (third === '[]') return inconclusive('The list is empty, so that it shows no order', lasts);
    if (second === third) return pass(1);
    if (first === second) return inconclusive('The list changed between the last two of three reads', lasts);
    const [one, ...others] = lasts.toReversed();
    if (!one) return inconclusive('The list was not read', lasts);
    const finding = {
      code: 'order-changes',
      where: 'three reads in a row',
      expected: 'the same items in the same order',
      actual: 'another order each time',
    };
    return unconfirmed(fail(finding, [one, ...others]));
  },
});

/** The items of a list in order, by the members that stay the same: ids may change from read to read, which other checks judge. */
const contentOf = (contract: Contract, list: SteadyList, traversal: Traversal): string => {
  const { resourceType } = list;
  const locations = resourceType
    ? steadyLocations(contract, resourceType).filter((location) => location !== idLocationOf(resourceType))
    : [];
  return JSON.stringify(
    itemsOfTraversal(list, traversal).map((item) =>
      locations.length === 0 ? identityOf(list, item) : locations.map((location) => valueAt(item, location) ?? null),
    ),
  );
};
