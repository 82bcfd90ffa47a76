import { checks } from '../checks/index.ts';
import { isAddress } from '../config/address.ts';
import { environmentProxies } from '../config/proxies.ts';
import { loadContract, type LoadOptions } from '../contract/load.ts';
import type { Contract } from '../contract/model.ts';
import { checkLedger } from '../plan/check-ledger.ts';
import type { Io } from './io.ts';

const checkIds = checks.map(({ id }) => id);

/** A document at an address is fetched where its text is not known yet; what is fetched goes through the proxies of the environment. */
const withText = async (named: string, env: Io['env'] | undefined, options: LoadOptions): Promise<readonly [string, LoadOptions]> => {
  const isFetched = options.text === undefined && isAddress(named);
  if (env === undefined || (!isFetched && (options.references?.remoteHosts ?? []).length === 0)) return [named, options];
  const reach = environmentProxies(env);
  if (!isFetched) return [named, { ...options, reach }];
  const { fetchDocument } = await import('../config/fetch-document.ts');
  const { text, shown } = await fetchDocument(named, new AbortController().signal, reach);
  return [shown, { ...options, text, reach }];
};

/**
 * Loads a contract that is to be judged or explained.
 * @param options.env The environment, by which a document at an address may be fetched.
 * @throws {ContractError} as {@link loadContract} and {@link checkLedger} do.
 * @throws {UsageError} for a document that cannot be fetched.
 */
export const loadJudgeable = async (
  nameOrPath: string,
  { env, ...options }: LoadOptions & { readonly env?: Io['env'] } = {},
): Promise<Contract> => {
  const contract = await loadContract(...(await withText(nameOrPath, env, options)));
  checkLedger(contract, checkIds);
  return contract;
};
