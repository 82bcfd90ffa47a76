#!/usr/bin/env node
// Before any script is compiled: what was compiled under other options is compiled again.
import './set-engine-flags.ts';
import { constants } from 'node:os';
import { reclaim } from '../exchange/reclaim.ts';
import type { Io, Output } from './io.ts';
import { runCli } from './program.ts';

const outputTo = (stream: NodeJS.WriteStream): Output => {
  // A reader may close the pipe early (`assay … | head`).
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    // Node leaves `isTTY` undefined where there is no terminal, which a library of colours would take for "as the environment says".
    isTerminal: (stream.isTTY as boolean | undefined) === true && process.env['TERM'] !== 'dumb',
    columns: () => stream.columns,
    rows: () => stream.rows,
  };
};

/** Whether the command handles signals itself. */
let listeners = 0;

const io: Io = {
  stdout: outputTo(process.stdout),
  stderr: outputTo(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  onSignal(listener) {
    const onInterrupt = (): void => listener('SIGINT');
    const onTerminate = (): void => listener('SIGTERM');
    process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
    listeners += 1;
    return () => {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
      listeners -= 1;
    };
  },
  kill: () => process.exit(128 + constants.signals.SIGINT),
  reclaim,
};

// Node's exit code for these is 1, which would mean a broken requirement.
const broke = (error: unknown): void => {
  process.stderr.write(`assay itself broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(4);
};
process.on('uncaughtException', broke).on('unhandledRejection', broke);

// The first process of a container gets only signals that it handles (kill(2), "Notes"): Ctrl-C would not end a command that waits.
if (process.pid === 1) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (listeners === 0) process.exit(128 + constants.signals[signal]);
    });
  }
}

const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  stream.destroyed ? Promise.resolve() : new Promise((resolve) => void stream.write('', () => resolve()));

const code = await runCli(process.argv.slice(2), io);
await Promise.all([drained(process.stdout), drained(process.stderr)]);
process.exit(code);
