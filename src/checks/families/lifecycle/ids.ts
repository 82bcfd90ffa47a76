import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, ResourceType } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { notMade } from '../../kit/story.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created, type Created } from '../../scenarios/lifecycle/created.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { firstLooks, nameIn } from '../../scenarios/lifecycle/first-looks.ts';
import { listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { collectionAt, largestPage, pageItems } from '../../subjects/collection.ts';
import { isMakeable, livesWith } from '../../subjects/resources.ts';
import { createdId, idLocationOf, idText } from '../../subjects/shown-resource.ts';
import { defineStoryProbe } from './story-probe.ts';

export const creationsHaveOwnIds = defineStoryProbe({
  id: 'lifecycle/creations-have-own-ids',
  title: 'Each creation makes a resource of its own with an id of its own',
  why: 'Clients cannot distinguish two resources with one id, and the second one replaces the first.',
  fix: 'Choose ids so that none is used twice, also when resources are created at the same moment.',
  over: (contract) => livesWith(contract, 'create', ({ remove, update }) => remove !== undefined || update !== undefined),
  story: firstLooks,
  requests: 30,
  judge({ resourceType }, { resources: { all, own }, reads }) {
    const known = all.flatMap(({ id, creation }) => (id === undefined || !isSuccess(creation) ? [] : [{ id, creation }]));
    const twin = known.find(({ id }, index) => known.findIndex((one) => one.id === id) < index);
    // A server may answer a creation with what is there already, unless it says that something was created.
    const mayBeThere =
      twin !== undefined && resourceType.presumed && known.some(({ id, creation }) => id === twin.id && statusOf(creation) !== 201);
    if (twin && mayBeThere) return inconclusive(`Two creations were answered with the id ${twin.id}`, [twin.creation]);
    if (twin) {
      const first = known.find(({ id }) => id === twin.id) ?? twin;
      const finding = { code: 'id-reused', where: 'id', expected: 'an id that no other creation got', actual: `"${twin.id}" twice` };
      return fail(finding, [twin.creation, first.creation]);
    }
    const { name: where } = resourceType.convention;
    const replaced = reads.find(({ made, resource }) => {
      const name = nameIn(resource, where);
      return !made.names.includes(name) && all.some((other) => other !== made && other.names.includes(name));
    });
    if (replaced) {
      const { made, exchange, resource } = replaced;
      const actual = JSON.stringify(nameIn(resource, where)) ?? 'nothing';
      const expected = made.names.map((name) => JSON.stringify(name)).join(' or ');
      return fail({ code: 'thing-replaced', where: where ?? 'name', expected, actual }, [exchange, made.creation]);
    }
    if (known.length === 0) return notMade(own.creation);
    return known.length > 1 ? pass(known.length) : inconclusive('Only one resource was created', [own.creation]);
  },
});

/** A resource type whose list shows ids and names. */
type NamedList = Subject & { readonly resourceType: ResourceType; readonly collection: Collection };

const namedLists = (contract: Contract): NamedList[] =>
  contract.resourceTypes.flatMap((resourceType): NamedList[] => {
    const { collection } = resourceType;
    if (collection?.name === undefined || collection.id === undefined) return [];
    return [at(collection.operation.location, { resourceType, collection })];
  });

/** Milliseconds between the two reads: long enough that an id which is computed for each answer has changed. */
const betweenMs = 2000;

/** The first page of a list, and the same some seconds later. */
const listedTwice = defineScenario<{ readonly operation: string }, readonly Exchange[]>({
  id: 'listed-twice',
  async run(session, { operation }) {
    const collection = collectionAt(session.contract, operation);
    const list = collection && (await listInUse(session, collection));
    const base = usableRequest(session, operationOf(session.contract, operation), 'twice');
    const request = { ...base, query: [...base.query, ...(list ? largestPage(list) : [])] };
    const first = await session.send(request);
    await session.pause(betweenMs, 'the list is read once more');
    return [first, await session.send(request)];
  },
});

type Result = {
  readonly lists: readonly Exchange[];
  readonly creation: Created | undefined;
  readonly found: Listed | undefined;
};

export const idIsStable = defineProbe({
  id: 'lifecycle/id-is-stable',
  title: 'A resource has the same id in every answer',
  why: 'Clients store ids. An id that changes points to nothing, or to another resource.',
  fix: 'Give a resource its id once, store it with the resource, and show that one everywhere.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: namedLists,
  prerequisites: ({ collection }, around) => prerequisitesFor(collection.operation, around),
  cost: ({ resourceType: { create } }, { target }) => ({ requests: 10, creates: create && isAllowed(create, target) ? 1 : 0 }),
  async run({ resourceType, collection }, session): Promise<Result> {
    const lists = await session.run(listedTwice, { operation: collection.operation.key });
    const nothing = { lists, creation: undefined, found: undefined };
    if (!isMakeable(resourceType) || !isAllowed(resourceType.create, session.target)) return nothing;
    const operation = resourceType.create.key;
    const creation = await orSkipped(session.run(created, { operation }));
    if (isSkipped(creation)) return nothing;
    const found = await orSkipped(session.run(listed, { operation }));
    return { lists, creation, found: isSkipped(found) ? undefined : found };
  },
  judge({ resourceType, collection }, { lists, creation, found }, { contract }) {
    const [first, second] = lists;
    if (!first || !second) return inconclusive('There was no list to read', []);
    let judged = 0;
    const earlier = idsByName(collection, first);
    for (const [name, id] of idsByName(collection, second)) {
      const before = earlier.get(name);
      if (before === undefined || id === undefined) continue;
      judged += 1;
      if (before !== id) return unconfirmed(fail(changed(collection, `named "${name}"`, before, id), [second, first]));
    }
    const { create } = resourceType;
    const shownFirst =
      creation && create ? createdId(resourceType, creation.exchange, freshValues(contract, create, creation.exchange.request)) : undefined;
    if (creation && shownFirst !== undefined && found?.kind === 'listed') {
      judged += 1;
      const shown = idText(valueAt(found.item, idLocationOf(resourceType)));
      if (shown !== undefined && shown !== shownFirst)
        return fail(changed(collection, 'of the creation', shownFirst, shown), [creation.exchange]);
    }
    if (judged > 0) return pass(judged);
    return inconclusive(`No name occurs exactly once in each of the two lists: ${outcomeOf(first)}, ${outcomeOf(second)}`, [first, second]);
  },
});

const changed = (collection: Collection, item: string, before: string, id: string) => ({
  code: 'id-changed',
  where: `${collection.id ?? 'id'} of the item ${item}`,
  expected: `"${before}", as before`,
  actual: `"${id}"`,
});

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
