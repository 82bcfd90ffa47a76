import { isSuccess } from '../../contract/message.ts';
import type { Collection } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import { largestPage } from '../collection.ts';
import { defineMeasurement, type Session } from '../session.ts';
import { created, listOf, recogniser } from './created.ts';
import { patienceMs } from './patience.ts';
import { until } from './until.ts';
import { itemsOfWalk, walk } from './walk.ts';

export type Listed =
  | { readonly kind: 'listed'; readonly item: unknown; readonly creation: Exchange }
  | { readonly kind: 'not-listed'; readonly creation: Exchange; readonly withinMs: number }
  | { readonly kind: 'not-created'; readonly creation: Exchange }
  /** The contract does not say how a created thing is found again. */
  | { readonly kind: 'no-list'; readonly creation: Exchange };

const listPages = 200;

/** An item looked for in its list; `unreadable` where a success holds no list at all, which no waiting mends. */
export type Found = { readonly kind: 'item'; readonly item: unknown } | { readonly kind: 'absent' | 'unreadable' };

/** Looks for an item wherever it stands in its list now. Never remembered. */
export const findItem = async (session: Session, collection: Collection, isTheItem: (item: unknown) => boolean): Promise<Found> => {
  const parameters = { operation: collection.operation.key, query: largestPage(collection), pages: listPages };
  const walked = await walk.run(session, parameters);
  const items = itemsOfWalk(collection, walked);
  const index = items.findIndex(isTheItem);
  if (index >= 0) return { kind: 'item', item: items[index] };
  return { kind: walked.end === 'not-a-page' && isSuccess(walked.last) ? 'unreadable' : 'absent' };
};

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
