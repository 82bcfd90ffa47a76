import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, inconclusive, observed, type Subject } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPage } from '../../scenarios/paging/traversal.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { markedOf } from '../../subjects/marked-members.ts';
import { prerequisitesOnResource } from '../../subjects/resources.ts';
import { idText } from '../../subjects/shown-resource.ts';

/** Most resources that are read for one member. */
const mostRead = 10;

/** A member of a listed item that holds the id of another resource, which an operation reads; at the schema of the member. */
type Reference = Subject & {
  readonly collection: Collection;
  /** JSON Pointer of the member in the body of the list, `*` for an element of an array. */
  readonly pointer: string;
  /** The same inside an item. */
  readonly inItem: string;
  readonly read: Operation;
};

const referencesOf = (contract: Contract): Reference[] =>
  contract.collections.flatMap((collection) =>
    markedOf(contract, collection.operation, ({ refers }) => refers !== undefined).flatMap(
      ({ location, at: pointer, words }): Reference[] => {
        const read = contract.resourceTypes.find(({ name }) => name === words.refers)?.read;
        const [, inItem, ...others] = pointer.split('/*');
        return read && inItem && others.length === 0 ? [at(location, { collection, pointer, inItem, read })] : [];
      },
    ),
  );

export const referencesRecorded = defineProbe({
  id: 'lifecycle/references-recorded',
  title: 'Whether the resources that listed items refer to can be read is recorded',
  why: 'A client that follows such an id gets an error response where that resource was removed and the item was kept.',
  fix: 'Nothing is broken; the documentation could state what becomes of resources whose owner is removed.',
  phase: 'read',
  exclusive: 'nothing',
  over: referencesOf,
  prerequisites: ({ collection, read }, around) => [
    ...prerequisitesFor(collection.operation, around),
    ...prerequisitesOnResource(read, around),
  ],
  cost: () => ({ requests: mostRead + 1, creates: 0 }),
  async run({ collection, inItem, read }, session) {
    const inUse = await listInUse(session, collection);
    const list = inUse.paging
      ? await firstPage(session, inUse, largestPage(inUse))
      : await session.run(plainRead, { operation: collection.operation.key });
    const named = (pageItems(collection, list) ?? []).flatMap((item) => idText(valueAt(item, inItem)) ?? []);
    const reads: Exchange[] = [];
    for (const id of [...new Set(named)].slice(0, mostRead)) {
      reads.push(await onResource(session, read, id, { purpose: 'referred' }));
    }
    return { list, reads };
  },
  judge({ collection, pointer }, { list, reads }) {
    if (reads.length === 0) {
      const reason = isSuccess(list) ? 'No listed item refers to such a resource' : `The list was answered ${outcomeOf(list)}`;
      return inconclusive(reason, [list]);
    }
    const statuses = reads.flatMap((read) => statusOf(read) ?? []).filter((status) => status !== 429);
    if (statuses.length === 0) return inconclusive('No read of the resources that the items refer to was answered', reads);
    const value = { member: pointer, statuses: [...new Set(statuses)].sort((a, b) => a - b) };
    return observed([factOf('reference.reads', collection.operation.key, value)]);
  },
});
