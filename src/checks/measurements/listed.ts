import { isSuccess } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import { defineMeasurement } from '../session.ts';
import { created, listOf, recogniser } from './created.ts';
import { findItem } from './find-item.ts';
import { patienceMs } from './patience.ts';
import { until } from './until.ts';

export type Listed =
  | { readonly kind: 'listed'; readonly item: unknown; readonly creation: Exchange }
  | { readonly kind: 'not-listed'; readonly creation: Exchange; readonly withinMs: number }
  | { readonly kind: 'not-created'; readonly creation: Exchange }
  /** The contract does not say how a created thing is found again. */
  | { readonly kind: 'no-list'; readonly creation: Exchange };

/** Waits until the thing that was created is in its list. */
export const listed = defineMeasurement<{ readonly operation: string }, Listed>({
  id: 'listed',
  async run(session, { operation }) {
    const { exchange: creation } = await session.measure(created, { operation });
    if (!isSuccess(creation)) return { kind: 'not-created', creation };
    const create = operationOf(session.contract, operation);
    const collection = listOf(session.contract, create);
    const isTheItem = collection && recogniser(session.contract, create, collection, creation.request);
    if (!collection || !isTheItem) return { kind: 'no-list', creation };
    const withinMs = patienceMs(session.target, 'created.listed');
    const found = await until(session, { withinMs, why: `${collection.operation.key} is to show what was created` }, async () => {
      const now = await findItem(session, collection, isTheItem);
      return now.kind === 'absent' ? undefined : now;
    });
    return found?.kind === 'item' ? { kind: 'listed', item: found.item, creation } : { kind: 'not-listed', creation, withinMs };
  },
});
