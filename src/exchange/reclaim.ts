import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * V8 lets garbage grow with the memory of the machine before it collects: a run over large answers, each of which leaves hundreds of
 * megabytes of texts and values, takes three times the memory that it uses. So the collector runs whenever this much garbage was left.
 */
const mostGarbage = 64 * 1024 * 1024;

/** Bytes of garbage per character of a body: its octets, its text, the masked one and the values in it. */
const perCharacter = 6;

/** Shorter bodies stay in the young generation, which is collected all the time. */
const leastCharacters = 64 * 1024;

let collect: (() => void) | undefined;
let left = 0;

const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  const made: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof made === 'function' ? () => void Reflect.apply(made, undefined, []) : () => undefined;
};

/** How far memory may grow beyond what is in use before it is collected, in percent; V8's default is double and more. */
const mostGrowth = 20;

/** A smaller heap, in bytes, has little garbage: collecting it would take longer than all requests of a short run. */
const smallHeap = 64 * 1024 * 1024;

/**
 * Collects what reading and planning left, which a run would otherwise keep to its end, unless that is little, and limits garbage from now on. Takes some
 * milliseconds per ten megabytes.
 */
export const reclaim = async (): Promise<void> => {
  // The caller still refers to what it releases until this waits.
  await setImmediate();
  setFlagsFromString(`--heap-growing-percent=${mostGrowth}`);
  if (process.memoryUsage().heapUsed < smallHeap) return;
  collectNow();
  // The first round empties pages, the second returns them to the system.
  collectNow();
};

const collectNow = (): void => {
  collect ??= collector();
  collect();
  left = 0;
};

/** Call before a text of so many characters is processed: collects first, where earlier texts have left enough garbage. */
export const reclaimBefore = (characters: number): void => {
  if (characters < leastCharacters) return;
  if (left + characters * perCharacter > mostGarbage) collectNow();
  left += characters * perCharacter;
};
