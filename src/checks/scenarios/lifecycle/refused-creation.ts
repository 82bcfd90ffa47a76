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
  /** Where the creation was refused: the page that shows its resource all the same. */
  readonly found: Exchange | undefined;
};

/** So long what was refused is looked for. */
const mostMs = 10_000;

/** The creation that serves everybody; where it was refused, its resource is looked for, and removed where it is there. */
export const refusedCreation = defineScenario<{ readonly resourceType: string }, RefusedCreation>({
  id: 'refused-creation',
  async run(session, { resourceType: name }) {
    const resourceType = createdResourceTypeNamed(session.contract, name);
    const { create, collection, remove } = resourceType;
    const { exchange: creation } = await session.run(created, { operation: create.key });
    const isTheItem = collection && recogniser(session.contract, create, collection, creation.request);
    if (isSuccess(creation) || statusOf(creation) === undefined || !collection || !isTheItem) return { creation, found: undefined };
    const withinMs = Math.min(mostMs, patienceMs(session.target, 'created.listed'));
    const found = await until(session, { withinMs, why: 'what was refused may have been created' }, async () => {
      const look = await findItem(session, collection, isTheItem);
      return look.kind === 'item' ? look : undefined;
    });
    const id = found && idText(valueAt(found.item, idLocationOf(resourceType)));
    if (id !== undefined && remove) await onResource(session, remove, id, { purpose: 'remove' });
    return { creation, found: found?.exchange };
  },
});
