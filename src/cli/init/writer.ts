import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';

/** Writes files into one folder, all of them or none. */
export type Writer = {
  /** @throws {UsageError} where the file exists and may not be replaced, or cannot be written. */
  write(name: string, text: string): Promise<void>;
  /** Puts the folder back as it was. */
  undo(): Promise<void>;
};

const contentOf = async (file: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** @param mayReplace Without it, a file that exists is never touched. */
export const createWriter = (folder: string, mayReplace: boolean): Writer => {
  const before = new Map<string, Buffer | undefined>();
  return {
    async write(name, text) {
      const file = join(folder, name);
      const fresh = `${file}.${process.pid}.new`;
      try {
        if (!mayReplace) {
          await writeFile(file, text, { flag: 'wx' });
          before.set(file, undefined);
          return;
        }
        const old = await contentOf(file);
        await writeFile(fresh, text);
        await rename(fresh, file);
        before.set(file, old);
      } catch (error) {
        await rm(fresh, { force: true });
        const code = systemCode(error);
        if (code === undefined) throw error;
        throw new UsageError(`Cannot write ${name}: ${code === 'EEXIST' ? 'it exists and is left as it is; --force replaces it' : code}`);
      }
    },
    async undo() {
      for (const [file, content] of before) {
        if (content === undefined) await rm(file, { force: true });
        else await writeFile(file, content);
      }
      before.clear();
    },
  };
};
