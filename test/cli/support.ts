import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Io, Output } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/program.ts';

/** An output that keeps what is written to it. */
export const output = ({
  isTerminal = false,
  columns,
  rows,
}: { readonly isTerminal?: boolean; readonly columns?: number; readonly rows?: number } = {}): Output & { text(): string } => {
  let text = '';
  return {
    write: (more) => {
      text += more;
    },
    isTerminal,
    columns: () => columns,
    rows: () => rows,
    text: () => text,
  };
};

/** An empty folder, removed when the test is over. */
export const emptyFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export type FakeIo = Io & {
  readonly stdout: ReturnType<typeof output>;
  readonly stderr: ReturnType<typeof output>;
  /** Sends a signal to all listeners. */
  send(signal: 'SIGINT' | 'SIGTERM'): void;
  kills(): number;
  /** Number of listeners to signals. */
  listeners(): number;
};

export const fakeIo = ({
  cwd = '/',
  env = {},
}: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {}): FakeIo => {
  const listeners = new Set<(signal: 'SIGINT' | 'SIGTERM') => void>();
  let kills = 0;
  return {
    stdout: output(),
    stderr: output(),
    env,
    cwd,
    onSignal(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    kill() {
      kills += 1;
    },
    send: (signal) => [...listeners].forEach((listener) => listener(signal)),
    kills: () => kills,
    listeners: () => listeners.size,
  };
};

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a command line in this process. Its first line, which says what is read, is left out; that of the output has it. */
export const assay = async (args: readonly string[], io: FakeIo = fakeIo()): Promise<Ran> => {
  const code = await runCli(args, io);
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text().replace(/^assay \w+: reading .*\n/u, '') };
};
