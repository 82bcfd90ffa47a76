import { damageWords } from '../../report/damage-words.ts';
import type { Io } from '../io.ts';
import { fromExchanges } from './from-exchanges.ts';
import type { OpenedRun } from './open-run.ts';

/**
 * Says on standard error where the exchanges of a run are not as the run wrote them.
 * @throws {UsageError} if the file system refuses to read a file.
 */
export const warnOfDamage = async ({ record, directory, displayPath }: OpenedRun, io: Pick<Io, 'stderr'>): Promise<void> => {
  const words = await fromExchanges(displayPath, () => damageWords(record, directory));
  if (words !== undefined) io.stderr.write(`warning: ${displayPath}: ${words}\n`);
};
