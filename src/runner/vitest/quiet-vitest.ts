import type { EventEmitter } from 'node:events';
import { basename, dirname } from 'node:path';
import { Writable } from 'node:stream';

import type { TestProjectInlineConfiguration } from 'vitest/config';
import type { Reporter, Vitest } from 'vitest/node';

import type { Assignment } from './messages.ts';

/** More than any plan has cases: each case is a test that waits, and none may wait for another to end. */
const maxConcurrency = 1_000_000;

/** The size of the young generation, in MB: with more, the worker of a large document needs more memory, and is not faster. */
const execArgv = ['--max-semi-space-size=4'];

const shared = { pool: 'forks', execArgv, maxConcurrency, testTimeout: 0, hookTimeout: 0, retry: 0 } as const;

/** Vitest ends the process with its own exit codes at these. */
const handledByVitest: ReadonlySet<string> = new Set(['SIGINT', 'SIGTERM', 'exit', 'unhandledRejection']);

/**
 * Makes a Vitest that runs one file once for each assignment, each in its own process, and that is visible only through its reporter: it
 * prints nothing, reads no config of the working directory, caches nothing, and handles no signals.
 */
export const createQuietVitest = async (suite: string, assignments: readonly Assignment[], reporter: Reporter): Promise<Vitest> => {
  const { createVitest } = await import('vitest/node');
  const root = dirname(suite);
  // The path may contain characters with a meaning in globs: the folder is given as it is, the file by its bare name.
  const files = { root, dir: root, include: [basename(suite)], exclude: [] };
  // Built files run unchanged: Vite would take more than half a second for nothing.
  const server = { deps: { external: [/\.js$/u] } };
  const projects = assignments.map((assignment): TestProjectInlineConfiguration => ({
    envDir: false,
    logLevel: 'silent',
    test: { ...shared, ...files, server, name: projectName(assignment.group), provide: { assay: assignment } },
  }));
  const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

  const emitter: EventEmitter = process;
  const added: (readonly [event: string, listener: (...values: unknown[]) => void])[] = [];
  const note = (event: string, listener: (...values: unknown[]) => void): void => {
    if (handledByVitest.has(event)) added.push([event, listener]);
  };
  // Vitest adds its handlers before its first await: those added until `createVitest` returns are its own.
  emitter.on('newListener', note);
  const making = createVitest(
    'test',
    { ...shared, ...files, config: false, watch: false, cache: false, reporters: [reporter], maxWorkers: assignments.length, projects },
    { envDir: false, logLevel: 'silent', clearScreen: false },
    { stdout: nowhere(), stderr: nowhere() },
  );
  emitter.off('newListener', note);
  for (const [event, listener] of added) emitter.off(event, listener);
  return making;
};

/** Name of the project that runs a group. */
export const projectName = (group: number): string => `group-${group}`;
