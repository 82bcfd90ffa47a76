import { isSuccess, statusOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { createdResourceTypeNamed } from '../../subjects/resources.ts';
import { defineScenario } from '../../kit/session.ts';
import { idLocationOf, idText } from '../../subjects/shown-resource.ts';
import { created, recogniser } from './created.ts';
import { findItem } from '../paging/find-item.ts';
import { onResource } from './look-at-resource.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from './until.ts';

export type RefusedCreation = {
  readonly creation: Exchange;
  /** Where the creation was refused: the page that shows its resource nevertheless. */
  readonly found: Exchange | undefined;
};

/** Milliseconds for which the resource of a refused creation is looked for. */
const mostMs = 10_000;

/** The shared creation; where it was refused, looks for its resource, and removes it where it exists. */
export const refusedCreation = defineScenario<{ readonly resourceType: string }, RefusedCreation>({
  id: 'refused-creation',
  async run(session, { resourceType: name }) {
    const resourceType = createdResourceTypeNamed(session.contract, name);
    const { create, collection, remove } = resourceType;
    const { exchange: creation } = await session.run(created, { operation: create.key });
    const isTheItem = collection && recogniser(session.contract, create, collection, creation.request);
    if (isSuccess(creation) || statusOf(creation) === undefined || !collection || !isTheItem) return { creation, found: undefined };
    const withinMs = Math.min(mostMs, patienceMs(session.target, 'created.listed'));
    const found = await until(session, { withinMs, why: 'a refused creation may have created something' }, async () => {
      const look = await findItem(session, collection, isTheItem);
      return look.kind === 'item' ? look : undefined;
    });
    const id = found && idText(valueAt(found.item, idLocationOf(resourceType)));
    if (id !== undefined && remove) await onResource(session, remove, id, { purpose: 'remove' });
    return { creation, found: found?.exchange };
  },
});
