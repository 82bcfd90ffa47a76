import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';

/**
 * Does what reads the exchanges of a run. Files that are not there are no error; those that cannot be read are.
 * @param told The folder of the run, as people are told it.
 * @throws {UsageError} where the file system refuses one of them.
 */
export const fromExchanges = async <Result>(reported: string, read: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await read();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new UsageError(
      `Cannot read the exchanges of "${reported}": ${code}; make them readable, or move the folder "exchanges" away to go on without them`,
    );
  }
};
