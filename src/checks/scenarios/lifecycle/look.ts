import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Acting } from '../../subjects/actions.ts';
import { itemKey } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { findItem, type Found } from '../paging/find-item.ts';

/** What the list showed of a thing at one moment. */
export type Look = {
  /** `item` where the thing was there. */
  readonly kind: Found['kind'];
  /** Its state; undefined where it was not there, or shows none. */
  readonly state: unknown;
  /** The thing itself; undefined where it was not there. */
  readonly item?: unknown;
  /** The page that showed it, else the last one read. */
  readonly exchange: Exchange;
};

/** Looks at a thing by its id. Never remembered, because the moment counts. */
export const lookAt = async (session: Session, { collection, state }: Acting, id: string): Promise<Look> => {
  const found = await findItem(session, collection, (item) => itemKey(collection, item) === id);
  if (found.kind !== 'item') return { kind: found.kind, state: undefined, exchange: found.exchange };
  return { kind: 'item', state: valueAt(found.item, state), item: found.item, exchange: found.exchange };
};

/** One request of an action, with what the list showed right before and right after. */
export type Attempt = { readonly before: Look; readonly exchange: Exchange; readonly after: Look };

/** Acts on a thing that was just looked at, and looks again. */
export const attempt = async (session: Session, acting: Acting, id: string, before: Look): Promise<Attempt> => {
  const exchange = await session.send(usableRequest(session, acting.operation, 'act', { pathValues: { [acting.parameter]: id } }));
  return { before, exchange, after: await lookAt(session, acting, id) };
};
