import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { lists } from '../../subjects/collection.ts';
import { defineProbeOver, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { itemsOfWalk, referenceWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { idPlaceOf } from '../../subjects/shown-thing.ts';
import { steadyPlaces } from '../../scenarios/lifecycle/steady-members.ts';

export const stableOrder = defineProbeOver({
  id: 'ordering/stable',
  title: 'Reads of a list with no write between them give the same things in the same order',
  why: 'Clients compare what they read with what they read before; an order by chance looks like a change every time.',
  fix: 'Sort the list by something that tells all its items apart.',
  reads: 'ordering.stable',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  over: (contract) => lists(contract).filter(({ operation }) => operation.conventions.ordering?.stable !== undefined),
  needs: ({ operation }, around) => needsFor(operation, around),
  cost: () => ({ requests: 6, creates: 0 }),
  async measure(list, session) {
    const walks: Walk[] = [];
    for (const turn of ['1', '2', '3']) walks.push(await referenceWalk(session, list, `for the order, read ${turn}`));
    return walks;
  },
  judge(list, walks, { contract }) {
    const open = walks.find(({ end }) => end !== 'ended');
    if (open) return inconclusive(`The list could not be read: ${open.end}, ${outcomeOf(open.last)}`, [open.last]);
    const [first, second, third] = walks.map((walked) => contentOf(contract, list, walked));
    const lasts = walks.map(({ last }) => last);
    if (third === '[]') return inconclusive('The list holds nothing whose order could be seen', lasts);
    if (second === third) return pass(1);
    if (first === second) return inconclusive('The list changed between the last two of three reads', lasts);
    const [one, ...others] = lasts.toReversed();
    if (!one) return inconclusive('The list was not read', lasts);
    const finding = {
      code: 'order-changes',
      where: 'three reads in a row',
      expected: 'the same things in the same order',
      actual: 'another order each time',
    };
    return unconfirmed(fail(finding, [one, ...others]));
  },
});

/** The things of a list in order, by what stays: ids may be told anew for each read, which is judged elsewhere. */
const contentOf = (contract: Contract, list: Collection, walked: Walk): string => {
  const resource = contract.resources.find(({ collection }) => collection?.operation.key === list.operation.key);
  const places = resource ? steadyPlaces(contract, resource).filter((place) => place !== idPlaceOf(resource)) : [];
  const items = itemsOfWalk(list, walked);
  return JSON.stringify(
    items.map((item) => (places.length === 0 ? identityOf(list, item) : places.map((place) => valueAt(item, place) ?? null))),
  );
};
