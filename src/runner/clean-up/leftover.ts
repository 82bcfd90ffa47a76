import type { CreatedLine } from '../../exchange/created-ledger.ts';
import type { Leftover } from './removal.ts';

/** The leftover that a line of the ledger describes. */
export const leftoverOf = ({
  collection,
  operation,
  label,
  named,
  entry,
  id,
  base,
  removal,
  pathValues,
  place,
  credential,
  unknown,
  isCall,
  state,
  at,
}: CreatedLine): Leftover => ({
  collection: collection ?? operation,
  label,
  entry,
  ...(named === undefined ? {} : { named }),
  ...(id === undefined ? {} : { id }),
  ...(base === undefined ? {} : { base }),
  ...(removal === undefined ? {} : { removal }),
  ...(pathValues === undefined ? {} : { pathValues }),
  ...(place === undefined ? {} : { place }),
  ...(credential === undefined ? {} : { credential }),
  ...(unknown === undefined ? {} : { unknown }),
  ...(state === 'reserved' || state === 'unknown' ? { sentAt: at } : {}),
  ...(isCall === undefined ? {} : { call: operation }),
});
