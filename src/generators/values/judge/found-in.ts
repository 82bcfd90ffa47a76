import { matchesPattern } from '../../../contract/pattern/pattern.ts';

/** Thrown where a text cannot be matched with a pattern, so that the value around it cannot be judged. */
export class Unmatched extends Error {}

/** @throws {Unmatched} where the pattern takes too long or cannot be read. */
export const foundIn = (text: string, pattern: string): boolean => {
  const found = matchesPattern(pattern, text);
  if (found === undefined)
    throw new Unmatched(`Cannot match a text of ${text.length} characters with the pattern ${JSON.stringify(pattern)}`);
  return found;
};
