import { outcomeOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Collection } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { created, freshValues, type Created } from '../../scenarios/lifecycle/created.ts';
import { listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { listedTwice } from '../../scenarios/paging/listed-twice.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { makeable, resourceAt } from '../../subjects/resource-at.ts';
import { createdId, idPlaceOf, idText } from '../../subjects/shown-thing.ts';

type Measured = {
  readonly lists: readonly Exchange[];
  readonly creation: Created | undefined;
  readonly listed: Listed | undefined;
};

export const idIsStable = defineProbe<Measured>({
  id: 'lifecycle/id-is-stable',
  title: 'A thing keeps the same id from answer to answer',
  why: 'Ids are what clients store; one that changes points nowhere, or at somebody else.',
  fix: 'Give a thing its id once, store it with the thing, and show that one everywhere.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) =>
    contract.resources.flatMap(({ collection }) =>
      collection?.name !== undefined && collection.id !== undefined ? [collection.operation.place] : [],
    ),
  needs(place, around) {
    const { collection } = resourceAt(around.contract, place);
    return collection ? needsFor(collection.operation, around) : [];
  },
  cost(place, { contract, target }) {
    const resource = resourceAt(contract, place);
    return { requests: 10, creates: resource.create && isAllowed(resource.create, target) ? 1 : 0 };
  },
  async measure(place, session) {
    const resource = resourceAt(session.contract, place);
    const { create, collection } = resource;
    const lists = collection ? await session.measure(listedTwice, { operation: collection.operation.key }) : [];
    const mayMake = create && makeable(session.contract).includes(resource) && isAllowed(create, session.target);
    const creation = mayMake ? await orSkipped(session.measure(created, { operation: create.key })) : undefined;
    if (!mayMake || !creation || isSkipped(creation)) return { lists, creation: undefined, listed: undefined };
    const found = await orSkipped(session.measure(listed, { operation: create.key }));
    return { lists, creation, listed: isSkipped(found) ? undefined : found };
  },
  judge(place, { lists, creation, listed: found }, { contract }) {
    const resource = resourceAt(contract, place);
    const { collection, create } = resource;
    const [first, second] = lists;
    if (!collection || !first || !second) return inconclusive('There was no list to read', []);
    let judged = 0;
    const earlier = idsByName(collection, first);
    for (const [name, id] of idsByName(collection, second)) {
      const before = earlier.get(name);
      if (before === undefined || id === undefined) continue;
      judged += 1;
      if (before !== id) return unconfirmed(differing(collection, name, before, id, second, first));
    }
    const told =
      creation && create ? createdId(resource, creation.exchange, freshValues(contract, create, creation.exchange.request)) : undefined;
    if (creation && told !== undefined && found?.kind === 'listed') {
      judged += 1;
      const shown = idText(valueAt(found.item, idPlaceOf(resource)));
      if (shown !== undefined && shown !== told) return fail(findingOf(collection, 'of the creation', told, shown), [creation.exchange]);
    }
    if (judged > 0) return pass(judged);
    return inconclusive(`No name occurs once in both lists: ${outcomeOf(first)}, ${outcomeOf(second)}`, [first, second]);
  },
});

const findingOf = (collection: Collection, name: string, before: string, id: string) => ({
  code: 'id-changed',
  where: `${collection.id ?? 'id'} of the item ${name}`,
  expected: `"${before}", as before`,
  actual: `"${id}"`,
});

const differing = (collection: Collection, name: string, before: string, id: string, second: Exchange, first: Exchange) =>
  fail(findingOf(collection, `named "${name}"`, before, id), [second, first]);

/** Ids of a page by the names that occur once; undefined for a name that occurs more often. */
const idsByName = (collection: Collection, page: Exchange): ReadonlyMap<string, string | undefined> => {
  const ids = new Map<string, string | undefined>();
  for (const item of pageItems(collection, page) ?? []) {
    const name = collection.name === undefined ? undefined : valueAt(item, collection.name);
    const id = collection.id === undefined ? undefined : idText(valueAt(item, collection.id));
    if (typeof name === 'string') ids.set(name, ids.has(name) ? undefined : id);
  }
  return ids;
};
