import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FetchedDocument } from './fetch-document.ts';
import type { Reach } from './fetch-text.ts';

/** Everything outside its arguments that reading a configuration uses. Tests pass their own. */
export type Outside = {
  /** Absolute directory that relative paths of flags start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Text of a file, undefined where no such file exists.
   * @throws the system's error where it exists and cannot be read.
   */
  readFile(path: string): Promise<string | undefined>;
  /**
   * The default export of a module in TypeScript or JavaScript.
   * @throws the loader's error where it cannot be built or run.
   */
  loadCode(path: string): Promise<unknown>;
  /**
   * The document of an API at an address, or near it.
   * @throws {UsageError} that says what to give instead.
   */
  fetchDocument(address: string, reach: Reach): Promise<FetchedDocument>;
  /**
   * Standard output of a program, run without a shell.
   * @throws an error with `code` (the exit code, or the system's code such as ENOENT) and `killed` where it ran too long.
   */
  execute(file: string, args: readonly string[], cwd: string): Promise<string>;
};

/** A command that gives a credential may ask a vault over the network, and must never block an unattended run. */
const commandTimeoutMs = 10_000;
const commandOutputBytes = 64 * 1024;

/** Error code of the system: ENOENT, EACCES, EISDIR … */
export const systemCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
};

/** The files and programs of this machine. */
export const realOutside = (cwd: string, env: Readonly<Record<string, string | undefined>>): Outside => ({
  cwd,
  env,
  async readFile(path) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
  async loadCode(path) {
    // Node 20 does not strip types; the loader of the test runner does.
    const { loadConfigFromFile } = await import('vite');
    const loaded = await loadConfigFromFile({ command: 'serve', mode: 'production' }, path, dirname(path), 'silent');
    return loaded?.config;
  },
  async fetchDocument(address, reach) {
    const { fetchDocument } = await import('./fetch-document.ts');
    return fetchDocument(address, new AbortController().signal, reach);
  },
  execute: (file, args, directory) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        file,
        [...args],
        { cwd: directory, timeout: commandTimeoutMs, killSignal: 'SIGKILL', maxBuffer: commandOutputBytes, windowsHide: true },
        (error, stdout) => {
          if (error) reject(error);
          else resolve(stdout);
        },
      );
      child.stdin?.end();
    }),
});
