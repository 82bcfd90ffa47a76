import { UsageError } from '../../config/usage-error.ts';
import { readExchanges } from '../../model/exchange-reader.ts';
import { recordedContract } from '../../policy/recorded-contract.ts';
import { curlCommand, exchangesOf } from '../../report/index.ts';
import { shown } from '../../report/layout.ts';
import type { Io } from '../io.ts';
import type { OpenedRun } from '../report/open-run.ts';
import type { FoundCase } from './find-case.ts';

/**
 * Prints the request that shows the failure of a case as a curl command, with shell variables for credentials. Notes go to standard error,
 * so that the command can be piped.
 * @throws {UsageError} if the verdict names no exchange, or if that was not stored.
 */
export const printCurl = async ({ directory, displayPath }: OpenedRun, { target, planned }: FoundCase, io: Io): Promise<number> => {
  const [id] = exchangesOf(target.results.get(planned.id)?.verdict);
  if (id === undefined) throw new UsageError(`Cannot print a request of "${planned.id}": its verdict names no exchange`);
  const exchange = readExchanges(directory, new Map([[target.target, new Set([id])]]))
    .get(target.target)
    ?.get(id);
  if (exchange === undefined)
    throw new UsageError(`Cannot print exchange ${id}: it is no longer in the folder exchanges of ${displayPath}`);
  if (exchange.delivery !== undefined)
    throw new UsageError(
      `Cannot print a request of "${planned.id}": ${id} is a delivery, which the target sent; listen again with assay replay, without --curl`,
    );
  const { contract } = await recordedContract(target);
  const { command, notes } = curlCommand(exchange, target, contract);
  for (const note of notes) io.stderr.write(`${shown(note)}\n`);
  io.stdout.write(`${command}\n`);
  return 0;
};
