import { dirname, resolve } from 'node:path';
import { readCodeConfig } from './code-config.ts';
import { parseConfig, type ConfigDocument } from './document.ts';
import { systemCode, type Outside } from './outside.ts';
import { UsageError } from './usage-error.ts';

/** Config files that are looked for in the working directory. */
export const configNames = [
  'assay.config.ts',
  'assay.config.js',
  'assay.config.mts',
  'assay.config.mjs',
  'assay.config.json',
  'assay.config.yaml',
  'assay.config.yml',
] as const;

const textOf = async (file: string, outside: Outside): Promise<string | undefined> => {
  try {
    return await outside.readFile(resolve(outside.cwd, file));
  } catch (error) {
    throw new UsageError(`Cannot read config "${file}": ${systemCode(error) ?? 'unknown error'}`);
  }
};

const readNamed = async (file: string, outside: Outside, secretsUnread: boolean): Promise<ConfigDocument> => {
  const isCode = /\.m?[jt]s$/u.test(file);
  if (!isCode && !/\.(json|ya?ml)$/u.test(file)) {
    throw new UsageError(`Cannot read config "${file}": its name must end in .ts, .js, .mts, .mjs, .json, .yaml or .yml`);
  }
  const text = await textOf(file, outside);
  if (text === undefined) throw new UsageError(`Cannot read config "${file}": there is no such file`);
  const path = resolve(outside.cwd, file);
  return isCode ? readCodeConfig(file, path, dirname(path), outside, secretsUnread) : parseConfig(text, file, dirname(path));
};

/**
 * The config file: the one that is named, else the one in the working directory, else none.
 * @param secretsUnread Do not call functions that give a credential.
 * @throws {UsageError} where it cannot be read, or the directory has two.
 */
export const findConfig = async (
  named: string | undefined,
  outside: Outside,
  secretsUnread = false,
): Promise<ConfigDocument | undefined> => {
  if (named !== undefined) return readNamed(named, outside, secretsUnread);
  const present: string[] = [];
  for (const name of configNames) {
    if ((await textOf(name, outside)) !== undefined) present.push(name);
  }
  const [first, second] = present;
  if (first !== undefined && second !== undefined) {
    throw new UsageError(
      `Cannot choose a config: "${first}" and "${second}" are both in this directory; remove one or name one with --config`,
    );
  }
  return first === undefined ? undefined : readNamed(first, outside, secretsUnread);
};
