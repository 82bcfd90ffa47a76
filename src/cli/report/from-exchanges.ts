import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';

/**
 * Calls a function that reads the stored exchanges of a run.
 * @param displayPath The folder of the run, as it is shown to people.
 * @throws {UsageError} if the file system refuses to read a file.
 */
export const fromExchanges = async <Result>(displayPath: string, read: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await read();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new UsageError(
      `Cannot read the exchanges of "${displayPath}": ${code}; make them readable, or move the folder "exchanges" away to go on without them`,
    );
  }
};
