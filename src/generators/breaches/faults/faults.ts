import { anyFaults } from './any-faults.ts';
import { arrayFaults } from './array-faults.ts';
import { choiceFaults } from './choice-faults.ts';
import type { Fault } from './fault.ts';
import { numberFaults } from './number-faults.ts';
import { objectFaults } from './object-faults.ts';
import { textFaults } from './text-faults.ts';

/** How each keyword is broken. A keyword that is missing here is never broken. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [anyFaults, numberFaults, textFaults, arrayFaults, objectFaults, choiceFaults].flatMap((table) => Object.entries(table)),
);
