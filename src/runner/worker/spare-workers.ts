import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineFlags } from '../../start/engine-flags.ts';
import { inheritedFlags } from './inherited-flags.ts';

/** The worker is next to this file, as source and as built: there it is a module, also where this file is a script. */
export const workerFile = fileURLToPath(new URL(extname(import.meta.url) === '.ts' ? './worker.ts' : './worker.js', import.meta.url));

/** With a young generation of more than so many MB the worker of a large document needs more memory, and is not faster. */
const execArgv = ['--max-semi-space-size=4', ...engineFlags];

/**
 * Starts a worker, which waits for its jobs.
 * @param file Path of a JavaScript module that serves jobs (see {@link serveJobs}).
 */
export const startWorker = (file: string): ChildProcess =>
  fork(file, [], {
    execArgv: [...inheritedFlags(process.execArgv), ...execArgv],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });

const spares: ChildProcess[] = [];
let endsWithThis = false;

/** What keeps this process from ending while a worker runs. */
const holds = (child: ChildProcess) => [child, child.channel, child.stderr instanceof Socket ? child.stderr : undefined];

const isAlive = ({ connected, exitCode, signalCode }: ChildProcess): boolean => connected && exitCode === null && signalCode === null;

/**
 * Starts workers before their jobs are known, at most one for each processor: they load while the run is prepared. They do not keep this process from ending, and end
 * with it.
 */
export const startSpareWorkers = (count: number): void => {
  for (let n = 0; n < Math.min(count, availableParallelism()); n++) {
    const child = startWorker(workerFile);
    // The worker that takes its place tells the reason.
    child.on('error', () => undefined);
    for (const one of holds(child)) one?.unref();
    spares.push(child);
  }
  if (!endsWithThis) process.once('exit', endSpareWorkers);
  endsWithThis = true;
};

/** A worker that was started before; undefined where none is left. */
export const takeSpareWorker = (): ChildProcess | undefined => {
  for (let child = spares.shift(); child !== undefined; child = spares.shift()) {
    if (!isAlive(child)) continue;
    for (const one of holds(child)) one?.ref();
    return child;
  }
  return undefined;
};

/** Ends the workers that nobody took. */
export const endSpareWorkers = (): void => {
  for (const child of spares.splice(0)) child.kill('SIGKILL');
};
