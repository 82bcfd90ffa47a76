import type { CreatedLine } from '../../exchange/created-ledger.ts';
import type { Leftover } from './removal.ts';

/** The leftover that a line of the ledger describes. */
export const leftoverOf = ({
  collection,
  operation,
  label,
  entry,
  id,
  base,
  removal,
  pathValues,
  unknown,
  isCall,
  state,
  at,
}: CreatedLine): Leftover => ({
  collection: collection ?? operation,
  label,
  entry,
  ...(id === undefined ? {} : { id }),
  ...(base === undefined ? {} : { base }),
  ...(removal === undefined ? {} : { removal }),
  ...(pathValues === undefined ? {} : { pathValues }),
  ...(unknown === undefined ? {} : { unknown }),
  ...(state === 'reserved' ? { sentAt: at } : {}),
  ...(isCall === undefined ? {} : { call: operation }),
});
