import { setTimeout as wait } from 'node:timers/promises';
import { joinQueue, type Queue } from './claim.ts';

/** Nobody holds the turn for longer than a write takes; a process that does is stuck, and the work is done all the same. */
const longestMs = 10_000;

/**
 * Does something that two processes must not do at the same time, also where they are on different machines that share a folder.
 * @param folder Where the queue is made.
 * @param what The file that is written: those that name the same one take turns.
 */
export const inTurn = async <T>(folder: string, what: string, work: () => T): Promise<T> => {
  let queue: Queue;
  try {
    queue = joinQueue(folder, what);
  } catch {
    // Where no file can be made, the work says why.
    return work();
  }
  try {
    const end = performance.now() + longestMs;
    while (queue.before()?.length !== 0 && performance.now() < end) await wait(5);
    return work();
  } finally {
    queue.leave();
  }
};
