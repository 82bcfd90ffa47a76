import { readFile } from 'node:fs/promises';
import { loadContract, loadOptionsOf } from '../contract/load.ts';
import type { Contract } from '../contract/model.ts';
import type { TargetRecord } from '../model/record.ts';

/** The contract by which a recorded target was judged: the `same` by its digest, a `changed` version, or none because it is `gone`. */
export type RecordedContract =
  | { readonly contract: Contract; readonly is: 'same' | 'changed' }
  | { readonly contract: undefined; readonly is: 'gone' };

/** What a record says of the text of a document that was fetched: nothing is fetched again. */
export const recordedText = async ({ sources }: Pick<TargetRecord, 'sources'>): Promise<{ readonly text?: string }> =>
  sources?.document === undefined ? {} : { text: await readFile(sources.document, 'utf8') };

const loaded = async (record: TargetRecord, proven: boolean, mayFetch: boolean): Promise<Contract | undefined> => {
  const { contract, settings } = record;
  const { overlays, references } = loadOptionsOf(settings ?? {});
  const { remoteHosts: _hosts, ...local } = references;
  try {
    return await loadContract(settings?.contract ?? contract, {
      overlays,
      references: mayFetch ? references : { ...local, ownHost: false },
      proven,
      ...(await recordedText(record)),
    });
  } catch {
    // The document is gone, or is no contract any more. Both mean that none is available.
    return undefined;
  }
};

/**
 * The contract by which a target was judged, or its present version if that still has an operation that was judged.
 * @param given A contract that is loaded already.
 * @param mayFetch Whether references may be fetched from the hosts that the run was allowed to ask. By default nothing is fetched.
 */
export const recordedContract = async (
  target: TargetRecord,
  { given, mayFetch = false }: { readonly given?: Contract | undefined; readonly mayFetch?: boolean } = {},
): Promise<RecordedContract> => {
  const { contractDigest, cases } = target;
  const found = given ?? (await loaded(target, true, mayFetch));
  if (found !== undefined && found.digest === contractDigest) return { contract: found, is: 'same' };
  const now = await loaded(target, false, mayFetch);
  // A document with problems has the same digest only if its problems are searched for again.
  if (now !== undefined && now.digest === contractDigest) return { contract: now, is: 'same' };
  const keys = new Set(cases.flatMap(({ places }) => places.map(({ operation }) => operation)));
  return now?.operations.some(({ key }) => keys.has(key)) === true ? { contract: now, is: 'changed' } : { contract: undefined, is: 'gone' };
};
