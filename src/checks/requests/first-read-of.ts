import type { Operation } from '../../contract/model.ts';
import { openReads, parameterlessReads } from '../../contract/operation.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';

/**
 * Key of the first read that needs nothing but a credential; where no operation of the contract needs one, that of the first list, as other open
 * reads (health, version) may be exempt from what holds for the rest.
 * @throws {NotTried} where the contract has none.
 */
export const firstReadOf = ({ contract }: Pick<Session, 'contract'>): string => {
  const isOpen = contract.operations.every(({ secured }) => !secured);
  const isList = ({ key }: Operation): boolean => contract.collections.some(({ operation }) => operation.key === key);
  const [read] = isOpen ? openReads(contract).filter(isList) : parameterlessReads(contract);
  if (!read) throw new NotTried('not-applicable', 'The contract has no read that needs nothing but a credential');
  return read.key;
};
