import { UsageError } from '../../config/usage-error.ts';
import { readExchanges } from '../../model/exchange-reader.ts';
import { recordedContract } from '../../policy/recorded-contract.ts';
import { curlCommand, exchangesOf } from '../../report/index.ts';
import { shown } from '../../report/layout.ts';
import type { Io } from '../io.ts';
import type { OpenedRun } from '../report/open-run.ts';
import type { FoundCase } from './find-case.ts';

/**
 * Prints the telling request of a case as a command for curl, credentials as variables of the shell. What the reader has to know
 * beside it goes to standard error, so that the command can be piped.
 * @throws {UsageError} where the verdict names no exchange, or it was not kept.
 */
export const printCurl = async ({ directory, reported }: OpenedRun, { target, planned }: FoundCase, io: Io): Promise<number> => {
  const [id] = exchangesOf(target.results.get(planned.id)?.verdict);
  if (id === undefined)
    throw new UsageError(`Cannot print a request of "${planned.id}": its verdict rests on no single exchange, only failures name one`);
  const exchange = readExchanges(directory, new Map([[target.target, new Set([id])]]))
    .get(target.target)
    ?.get(id);
  if (exchange === undefined)
    throw new UsageError(`Cannot print exchange ${id}: it is not in the folder exchanges of ${reported} any more`);
  const { contract } = await recordedContract(target);
  const { command, notes } = curlCommand(exchange, target, contract);
  for (const note of notes) io.stderr.write(`${shown(note)}\n`);
  io.stdout.write(`${command}\n`);
  return 0;
};
