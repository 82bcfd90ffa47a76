import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const read = (path: string, how: (path: string) => string): string => {
  try {
    return how(path).trim();
  } catch {
    return '';
  }
};

/**
 * Where a process id means the same process: one start of one machine and one set of processes, because two containers may have the same host name. Without
 * the files of Linux the host name alone.
 */
export const placeOfThisProcess = (): string =>
  [
    hostname(),
    read('/proc/sys/kernel/random/boot_id', (path) => readFileSync(path, 'utf8')),
    read('/proc/self/ns/pid', (path) => readlinkSync(path)),
  ].join(' ');

/** What Linux tells of a process, from its state, field 3, on; nothing where that cannot be found. See proc(5), `/proc/pid/stat`. */
const factsOf = (pid: number): readonly string[] => {
  const text = read(`/proc/${pid}/stat`, (path) => readFileSync(path, 'utf8'));
  // The name of the program, in brackets, may have blanks and brackets in it.
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** When a process began, in ticks since the machine did, field 22; undefined where that cannot be found. */
export const beginOf = (pid: number): string | undefined => factsOf(pid)[19];

/** A zombie: it has ended, but its parent has not reaped it. In a container without an init process it stays as long as the container. */
const isZombie = (pid: number): boolean => /^[ZXx]$/u.test(factsOf(pid)[0] ?? '');

/** Is there a process with this id that has not ended. One of another user counts. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
