import { parameterlessReads } from '../../contract/operation.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';

/**
 * Key of the first read that needs nothing but a credential.
 * @throws {NotTried} where the contract has none.
 */
export const firstReadOf = ({ contract }: Pick<Session, 'contract'>): string => {
  const [read] = parameterlessReads(contract);
  if (!read) throw new NotTried('not-applicable', 'The contract has no read that needs nothing but a credential');
  return read.key;
};
