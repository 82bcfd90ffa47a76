import { loadContract, loadOptionsOf } from '../contract/load.ts';
import type { Contract } from '../contract/model.ts';
import type { TargetRecord } from '../model/record.ts';

/** The contract that a recorded target was judged by: `same` by its digest, `changed` since, or `gone`. */
export type RecordedContract =
  | { readonly contract: Contract; readonly is: 'same' | 'changed' }
  | { readonly contract: undefined; readonly is: 'gone' };

const loaded = async ({ contract, settings }: TargetRecord, proven: boolean, mayFetch: boolean): Promise<Contract | undefined> => {
  const { overlays, references } = loadOptionsOf(settings ?? {});
  const { remoteHosts: _hosts, ...local } = references;
  try {
    return await loadContract(settings?.contract ?? contract, { overlays, references: mayFetch ? references : local, proven });
  } catch {
    // The document is gone, or changed into one that is not even a contract; both mean that it is not at hand.
    return undefined;
  }
};

/**
 * The contract that a target was judged by, or what has become of it, as long as it still has an operation that was judged.
 * @param given A contract that is loaded already.
 * @param mayFetch References may be fetched from the hosts that the run was allowed to ask. Default: nothing is asked.
 */
export const recordedContract = async (
  target: TargetRecord,
  { given, mayFetch = false }: { readonly given?: Contract | undefined; readonly mayFetch?: boolean } = {},
): Promise<RecordedContract> => {
  const { contractDigest, cases } = target;
  const found = given ?? (await loaded(target, true, mayFetch));
  if (found !== undefined && found.digest === contractDigest) return { contract: found, is: 'same' };
  const now = await loaded(target, false, mayFetch);
  // A document with defects comes out the same only when it is judged again.
  if (now !== undefined && now.digest === contractDigest) return { contract: now, is: 'same' };
  const keys = new Set(cases.flatMap(({ places }) => places.map(({ operation }) => operation)));
  return now?.operations.some(({ key }) => keys.has(key)) === true ? { contract: now, is: 'changed' } : { contract: undefined, is: 'gone' };
};
