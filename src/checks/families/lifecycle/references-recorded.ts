import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { largestPage, listAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPage } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { idParameterOf } from '../../subjects/resource-at.ts';
import { markedOf } from '../../subjects/marked-members.ts';
import { idText } from '../../subjects/shown-thing.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** Different things that are read for one member. */
const mostRead = 10;

/** A member of a listed item that names a thing which an operation reads. */
type Reference = {
  readonly place: Place;
  /** JSON Pointer of the member in the body of the list, `*` for an element of an array. */
  readonly at: string;
  /** The same inside an item. */
  readonly inItem: string;
  readonly resource: Resource & { readonly read: NonNullable<Resource['read']> };
};

const referencesOf = (contract: Contract): Reference[] =>
  contract.collections.flatMap(({ operation }) =>
    markedOf(contract, operation, ({ refers }) => refers !== undefined).flatMap(({ place, at, words }): Reference[] => {
      const resource = contract.resources.find(({ name }) => name === words.refers);
      const [, inItem, ...others] = at.split('/*');
      if (!resource?.read || !inItem || others.length > 0) return [];
      return [{ place, at, inItem, resource: { ...resource, read: resource.read } }];
    }),
  );

const referenceAt = (contract: Contract, place: Place): Reference => {
  const found = referencesOf(contract).find((one) => one.place.operation === place.operation && nodeOf(one.place) === nodeOf(place));
  if (!found) throw new RangeError(`Cannot find a reference at ${nodeOf(place)} of "${contract.source}"`);
  return found;
};

type Measured = { readonly list: Exchange; readonly reads: readonly Exchange[] };

export const referencesRecorded = defineProbe<Measured>({
  id: 'lifecycle/references-recorded',
  title: 'Whether the things that listed items name can be read is recorded',
  why: 'A client that follows such a name meets a refusal where the thing has been removed and what names it was kept.',
  fix: 'Nothing is broken; the documentation could say what becomes of things whose owner is removed.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => referencesOf(contract).map(({ place }) => place),
  needs(place, around) {
    const { read } = referenceAt(around.contract, place).resource;
    return [
      ...needsFor(listAt(around.contract, place).operation, around),
      ...needsFor(read, around, { pathValues: { [idParameterOf(read)]: 'ct' } }),
    ];
  },
  cost: () => ({ requests: mostRead + 1, creates: 0 }),
  async measure(place, session) {
    const collection = listAt(session.contract, place);
    const { inItem, resource } = referenceAt(session.contract, place);
    const inUse = await listInUse(session, collection);
    const list = inUse.paging
      ? await firstPage(session, inUse, largestPage(inUse))
      : await session.measure(plainRead, { operation: collection.operation.key });
    const named = (pageItems(collection, list) ?? []).flatMap((item) => idText(valueAt(item, inItem)) ?? []);
    const reads: Exchange[] = [];
    for (const id of [...new Set(named)].slice(0, mostRead)) {
      const pathValues = { [idParameterOf(resource.read)]: id };
      reads.push(await session.send(usableRequest(session, resource.read, 'referred', { pathValues })));
    }
    return { list, reads };
  },
  judge(place, { list, reads }, { contract }) {
    if (reads.length === 0) {
      const reason = isSuccess(list) ? 'No listed item names such a thing' : `The list was answered ${outcomeOf(list)}`;
      return inconclusive(reason, [list]);
    }
    const statuses = reads.flatMap((read) => statusOf(read) ?? []).filter((status) => status !== 429);
    if (statuses.length === 0) return inconclusive('No read of what the items name was answered', reads);
    const { at } = referenceAt(contract, place);
    return observed([factOf('reference.reads', place.operation, { member: at, statuses: [...new Set(statuses)].sort((a, b) => a - b) })]);
  },
});
