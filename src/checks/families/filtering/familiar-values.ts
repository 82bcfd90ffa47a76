import type { Collection, Filter } from '../../../contract/model.ts';
import { shownValues } from '../../scenarios/filters/shown-values.ts';
import { referenceWalk } from '../../scenarios/paging/walk.ts';
import type { Session } from '../../kit/session.ts';
import { isShown } from '../../subjects/filter-at.ts';

const mostValues = 3;

/**
 * Values that a filter ought to know although its own items show none: the one that the operator gives, and those that
 * other lists show for a filter of the same name.
 */
export const familiarValues = async (session: Session, { operation }: Collection, { parameter }: Filter): Promise<string[]> => {
  const { contract, target } = session;
  const given = target.values[operation.key]?.[parameter.name];
  const values = typeof given === 'string' || typeof given === 'number' ? [String(given)] : [];
  for (const other of contract.collections.filter((one) => one.operation.key !== operation.key)) {
    const same = other.filters.filter(isShown).find((one) => one.parameter.name === parameter.name);
    if (same) values.push(...shownValues(other, await referenceWalk(session, other, 'first'), same.at));
  }
  return [...new Set(values)].slice(0, mostValues);
};
