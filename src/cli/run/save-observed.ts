import { systemCode } from '../../config/outside.ts';
import type { Contract } from '../../contract/model.ts';
import { allRequests } from '../../model/exchange-reader.ts';
import type { RunRecord } from '../../model/record.ts';
import { observedIn } from '../../policy/observed.ts';
import { writeWhole } from '../../report/write-whole.ts';
import { fromExchanges } from '../report/from-exchanges.ts';

/**
 * Writes what the only target of a run has shown into a file. A run that was cut short has seen too little, and leaves the file as it is.
 * @returns what the user has to know where nothing was written.
 */
export const saveObserved = async (
  path: string,
  { header, footer }: RunRecord,
  contract: Contract,
  { directory, displayPath }: { readonly directory: string; readonly displayPath: string },
): Promise<string | undefined> => {
  const [target, end] = [header.targets[0], footer.targets[0]];
  if (!target || end?.ended.kind !== 'complete') return `${path} was not written: the run did not finish`;
  const { target: name, baseUrl } = target;
  const observed = await fromExchanges(displayPath, () => observedIn(allRequests(directory), { target: name, baseUrl, contract }));
  try {
    writeWhole(path, `${JSON.stringify(observed, undefined, 2)}\n`);
    return undefined;
  } catch (error) {
    return `${path} could not be written: ${systemCode(error) ?? 'unknown error'}`;
  }
};
