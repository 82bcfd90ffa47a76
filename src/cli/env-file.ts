import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { systemCode } from '../config/outside.ts';
import { UsageError } from '../config/usage-error.ts';
import type { Io } from './io.ts';

/**
 * The environment with the variables of a file of lines `NAME=VALUE`, as Node reads them for `--env-file`. What the environment has already comes
 * first. Nothing of the file is in a message.
 * @param from The name of the option, for messages.
 * @throws {UsageError} for a file that cannot be read or has no variable.
 */
export const withEnvFile = (env: Io['env'], file: string, cwd: string, from: string): Io['env'] => {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    const code = systemCode(error);
    throw new UsageError(
      `Cannot use ${from}: ${code === 'ENOENT' ? `there is no file "${file}"` : `"${file}" cannot be read: ${code ?? 'unknown error'}`}`,
    );
  }
  const variables = parseEnv(text);
  if (Object.keys(variables).length === 0) throw new UsageError(`Cannot use ${from}: "${file}" has no line NAME=VALUE`);
  return { ...variables, ...env };
};
