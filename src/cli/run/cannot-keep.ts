import { systemCode } from '../../config/outside.ts';
import { mayBeThere, readCreated } from '../../exchange/read-created.ts';

/** The results of a run cannot be written. */
export class CannotKeep extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotKeep';
  }
}

/** How many resources the list of creations still names; undefined where it cannot be read. */
const leftIn = (directory: string): number | undefined => {
  try {
    return readCreated(directory).filter(mayBeThere).length;
  } catch {
    return undefined;
  }
};

/** Calls what writes the record. */
export type Keeping = {
  /** What is written before anything is sent. @throws {CannotKeep} */
  begin<T>(write: () => T): T;
  /** What is written while the run goes on, or at its end. @throws the error, which {@link Keeping.told} puts in words. */
  write<T>(write: () => T): T;
  /** The error to throw once the run was stopped: in words, where it was one of writing. */
  told(error: unknown): unknown;
};

/**
 * Puts it in words where the record of a run cannot be written, as on a full disk. Errors that are not of the file system stay as they are.
 * @param directory Of the run, absolute.
 * @param displayPath The directory as it is shown to people.
 */
export const keepingIn = (directory: string, displayPath: string): Keeping => {
  let failed: unknown;
  const remains = (): string => {
    const left = leftIn(directory);
    if (left === 0) return '';
    const what = left === undefined ? 'something' : `${left} resource${left === 1 ? '' : 's'}`;
    return `; ${what} may be left on the target, which --resume removes, or assay cleanup ${displayPath}`;
  };
  return {
    begin(write) {
      try {
        return write();
      } catch (error) {
        const code = systemCode(error);
        throw code === undefined
          ? error
          : new CannotKeep(`Cannot begin the record in ${displayPath}: ${code}; nothing was sent: make room, and begin again`, {
              cause: error,
            });
      }
    },
    write(write) {
      try {
        return write();
      } catch (error) {
        failed = error;
        throw error;
      }
    },
    told(error) {
      const code = error === failed ? systemCode(error) : undefined;
      if (code === undefined) return error;
      return new CannotKeep(
        `Cannot write the record in ${displayPath}: ${code}; what was judged until then is kept: make room, then go on with assay run --resume ${displayPath}${remains()}`,
        { cause: error },
      );
    },
  };
};

/**
 * What is said where the reports cannot be written: the record is complete.
 * @throws the error, where it is not of the file system.
 */
export const cannotWriteReports = (error: unknown, displayPath: string): string => {
  const code = systemCode(error);
  if (code === undefined) throw error;
  return `error: Cannot write the reports in ${displayPath}: ${code}; the record is complete: make room, then write them with assay report ${displayPath}`;
};
