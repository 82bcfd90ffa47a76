import { checks } from '../checks/index.ts';
import { loadContract, type LoadOptions } from '../contract/load.ts';
import type { Contract } from '../contract/model.ts';
import { checkLedger } from '../plan/check-ledger.ts';

const checkIds = checks.map(({ id }) => id);

/**
 * Loads a contract that is to be judged or explained.
 * @throws {ContractError} as {@link loadContract} and {@link checkLedger} do.
 */
export const loadJudgeable = async (nameOrPath: string, options: LoadOptions = {}): Promise<Contract> => {
  const contract = await loadContract(nameOrPath, options);
  checkLedger(contract, checkIds);
  return contract;
};
