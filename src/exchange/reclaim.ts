import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * V8 lets garbage grow with the memory of the machine before it collects: a run over large answers, each of which leaves some hundred
 * megabytes of texts and values behind, takes three times what it holds. So the collector runs when so much was left.
 */
const mostGarbage = 64 * 1024 * 1024;

/** What one character of a body leaves behind: of its octets, its text, the masked one and the values in it. */
const perCharacter = 6;

/** Shorter bodies end in the small heap of what is young, which is collected all the time. */
const leastCharacters = 64 * 1024;

let collect: (() => void) | undefined;
let left = 0;

const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  const made: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof made === 'function' ? () => void Reflect.apply(made, undefined, []) : () => undefined;
};

/** How far memory may grow beyond what is in use before it is collected, percent; V8 itself lets it double and more. */
const mostGrowth = 20;

/**
 * Collects what reading and planning left behind, which a run would else carry to its end, and lets less garbage gather from now on. Takes some
 * milliseconds for each ten megabytes.
 */
export const reclaim = async (): Promise<void> => {
  // Whoever called still holds what it gives up, until it waits.
  await setImmediate();
  setFlagsFromString(`--heap-growing-percent=${mostGrowth}`);
  collectNow();
  // What the first round empties, the second gives back to the system.
  collectNow();
};

const collectNow = (): void => {
  collect ??= collector();
  collect();
  left = 0;
};

/** Tells that a text of so many characters is about to be handled: collects before, where those before it have left enough. */
export const reclaimBefore = (characters: number): void => {
  if (characters < leastCharacters) return;
  if (left + characters * perCharacter > mostGarbage) collectNow();
  left += characters * perCharacter;
};
