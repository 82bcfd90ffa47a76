import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterTest } from '../beside-others.ts';

const main = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));

export type Finished = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Started = {
  readonly child: ChildProcess;
  /** What it has printed. */
  stdout(): string;
  stderr(): string;
  readonly finished: Promise<Finished>;
  /** Resolves when the text appears on either stream. */
  printed(text: string | RegExp): Promise<void>;
};

/** An empty folder, removed when the test is over. */
export const emptyFolder = (name = 'assay-e2e-'): string => {
  const folder = mkdtempSync(join(tmpdir(), name));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Starts the built command in a folder, with only PATH of our environment and the given variables. */
export const start = (
  args: readonly string[],
  {
    cwd,
    env = {},
    detached = false,
  }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly detached?: boolean },
): Started => {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    detached,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    for (const listener of listeners) listener();
  });
  const finished = new Promise<Finished>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stdout: out, stderr: err })),
  );
  afterTest(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await finished;
  });
  return {
    child,
    stdout: () => out,
    stderr: () => err,
    finished,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!(typeof text === 'string' ? (out + err).includes(text) : text.test(out + err))) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        void finished.then(({ code }) => reject(new Error(`ended with ${code} before it printed ${text}: ${out}${err}`)));
        look();
      }),
  };
};

/** Runs the built command to its end. */
export const assay = (args: readonly string[], options: Parameters<typeof start>[1]): Promise<Finished> => start(args, options).finished;
