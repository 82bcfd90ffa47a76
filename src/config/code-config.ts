import { isObject } from '../model/json.ts';
import { pointerOf, type Path } from './location.ts';
import type { ConfigDocument } from './document.ts';
import { systemCode, type Outside } from './outside.ts';
import { UsageError } from './usage-error.ts';

/** Prefix of a credential that a function of the config gives, in the settings: `code:` and the pointer of the function. */
export const codeScheme = 'code:';

/** Longest wait for a function that gives a credential. */
const withinMs = 10_000;

/**
 * Reads a config written in code: its default export, a plain object or the result of `defineConfig`. Functions under `credentials` are
 * called once, before the run; their values are kept out of the settings.
 * @param secretsUnread Call none of them.
 * @throws {UsageError} where it cannot be loaded, or a function fails, returns no text or takes longer than 10 s.
 */
export const readCodeConfig = async (
  file: string,
  path: string,
  directory: string,
  outside: Outside,
  secretsUnread = false,
): Promise<ConfigDocument> => {
  let exported: unknown;
  try {
    exported = await outside.loadCode(path);
  } catch (error) {
    // The message of a build error may span lines and quote the source.
    const [why = 'it cannot be loaded'] = error instanceof Error ? error.message.split('\n') : [systemCode(error) ?? 'it cannot be loaded'];
    throw new UsageError(`Cannot read config "${file}": ${why}`);
  }
  return codeDocument(exported, file, directory, secretsUnread);
};

/**
 * A config that a program gives as a value, or that a module exports.
 * @param file What messages call it.
 * @param directory Relative paths in it start here.
 * @throws {UsageError} as {@link readCodeConfig} does.
 */
export const codeDocument = async (exported: unknown, file: string, directory: string, secretsUnread = false): Promise<ConfigDocument> => {
  const where = (at: Path): string => (at.length === 0 ? `config "${file}"` : `config "${file}" at ${pointerOf(at)}`);
  const secrets = new Map<string, string>();
  const value = await settled(exported, [], async (call, at) => {
    const isScheme = at[3] === 'schemes' && at.length === 5;
    if (at[0] !== 'targets' || at[2] !== 'credentials' || (at.length !== 4 && !isScheme))
      throw new UsageError(`Cannot read ${where(at)}: a function is allowed under credentials only`);
    const name = pointerOf(at);
    if (!secretsUnread) secrets.set(name, await secretOf(call, `Cannot read ${where(at)}`));
    return codeScheme + name;
  });
  return { file, directory, value, where, lineOf: () => 1, secrets };
};

type Call = () => unknown;

/** A copy of a value in which every function is replaced. */
const settled = async (value: unknown, at: Path, replace: (call: Call, at: Path) => Promise<string>): Promise<unknown> => {
  if (typeof value === 'function') return replace(() => Reflect.apply(value, undefined, []), at);
  if (Array.isArray(value)) return Promise.all(value.map((one, n) => settled(one, [...at, String(n)], replace)));
  if (!isObject(value)) return value;
  const copied: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) if (one !== undefined) copied[name] = await settled(one, [...at, name], replace);
  return copied;
};

const secretOf = async (call: Call, complaint: string): Promise<string> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new UsageError(`${complaint}: the function gave no credential within ${withinMs / 1000} s`)), withinMs);
  });
  try {
    const value = await Promise.race([Promise.resolve().then(call), late]);
    if (typeof value === 'string') return value;
    throw new UsageError(`${complaint}: the function gave ${value === null ? 'null' : typeof value}, a credential is a text`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // The error message of a vault's client may contain the secret.
    throw new UsageError(`${complaint}: the function failed${error instanceof Error ? ` with ${error.name}` : ''}`);
  } finally {
    clearTimeout(timer);
  }
};
