import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the build has read of the shipped documents, each in a file that is named by the digest of its text; the sources have no such folder. */
const folder = fileURLToPath(new URL('./parsed-texts/', import.meta.url));

/** No shipped document has more characters. */
const mostCharacters = 250_000;

/** The name by which the value of a text is kept: one other character, and it is another. */
export const parsedName = (text: string): string => `${createHash('sha256').update(text).digest('hex')}.json`;

/**
 * The value of a YAML text that the build has read before, made anew for the caller; undefined for any other text. Reading the shipped documents takes
 * longer than most of what a short command does.
 */
export const parsedBefore = (text: string): unknown => {
  if (text.length > mostCharacters) return undefined;
  try {
    return JSON.parse(readFileSync(`${folder}${parsedName(text)}`, 'utf8'));
  } catch {
    return undefined;
  }
};
