import { evaluate } from '../../../contract/expression.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PagedList } from '../../subjects/collection.ts';

/** The size that a counted page tells: a number, where the contract says at which place it stands and it is there. */
export const toldSize = ({ paging }: PagedList, page: Exchange): number | undefined => {
  const at = paging.kind === 'page' ? paging.convention.size : undefined;
  const told = at === undefined ? undefined : evaluate(at, page);
  return typeof told === 'number' ? told : undefined;
};
