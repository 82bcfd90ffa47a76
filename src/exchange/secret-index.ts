import { gramLength } from './secret-forms.ts';

/** Twenty keys set about one bit in a thousand, and as many as a run may see about half of them. */
const filterBits = 20;
const multiplier = 31;
/** The weight of what has so many characters behind it in a hash. */
export const weight = (behind: number): number => (multiplier ** behind) | 0;
/** That of the character that leaves the window in the rolling hash. */
const leaving = weight(gramLength - 1);

const slot = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - filterBits);

/** So many characters of a part are looked for first. */
const seedLength = 4;
/** Wherever a part of {@link gramLength} characters starts, a seed of it starts at one of every so many places: the others need not be looked at. */
const seedStep = gramLength - seedLength + 1;

const windowsOf = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - gramLength + 1) }, (_none, start) => text.slice(start, start + gramLength));

/** Every secret part, found in one pass over a text. */
export type SecretIndex = {
  /** Parts that a text of `spared` contains are not secret. */
  addStretches(text: string, spared?: readonly string[]): void;
  /** A text of {@link gramLength} characters or more that is secret as a whole, though its parts may not be. */
  addWhole(text: string): void;
  /** Calls back for each secret part that occurs literally in the text, by ascending start. */
  findLiteral(text: string, found: (start: number, end: number) => void): void;
  /** May {@link gramLength} characters with this hash be secret? False is certain. */
  mayHold(hash: number): boolean;
  /** Are these {@link gramLength} characters secret? */
  holds(window: string): boolean;
};

/** @param open Texts whose parts are no secrets, because everybody knows them; unless a secret has no other parts. */
export const createSecretIndex = (open: readonly string[] = []): SecretIndex => {
  const grams = new Set<string>();
  const known = new Set(open.flatMap(windowsOf));
  const wholes = new Set<string>();
  /** The lengths of the whole texts that start with the same characters. */
  const lengths = new Map<string, Set<number>>();
  // Filters and a rolling hash avoid a substring at nearly every position: texts of 64 kB occur thousands of times in a run.
  const filter = new Uint8Array(1 << filterBits);
  const seeds = new Uint8Array(1 << filterBits);

  const hashOf = (text: string, start: number, length: number): number => {
    let hash = 0;
    for (let at = start; at < start + length; at++) hash = (Math.imul(hash, multiplier) + text.charCodeAt(at)) | 0;
    return hash;
  };
  const mark = (gram: string): void => {
    filter[slot(hashOf(gram, 0, gramLength))] = 1;
    for (let at = 0; at < seedStep; at++) seeds[slot(hashOf(gram, at, seedLength))] = 1;
  };

  /** The longest whole text that starts at a position, of those that start with these characters; 0 where there is none. */
  const wholeAt = (text: string, start: number, gram: string): number => {
    let longest = 0;
    for (const length of lengths.get(gram) ?? []) if (length > longest && wholes.has(text.slice(start, start + length))) longest = length;
    return longest;
  };

  /** Calls back for each secret part that starts at one of these places. */
  const findBetween = (text: string, first: number, last: number, found: (start: number, end: number) => void): void => {
    let hash = hashOf(text, first, gramLength);
    for (let start = first; ; start++) {
      const end = start + gramLength;
      if (filter[slot(hash)] === 1) {
        const gram = text.slice(start, end);
        const whole = wholeAt(text, start, gram);
        if (whole > 0 || grams.has(gram)) found(start, Math.max(end, start + whole));
      }
      if (start === last) return;
      hash = (Math.imul(hash - Math.imul(text.charCodeAt(start), leaving), multiplier) + text.charCodeAt(end)) | 0;
    }
  };

  return {
    addStretches: (text, spared = []) => {
      const parts = windowsOf(text);
      // Of a secret that is made of such words alone, nothing would be left that shows it: not where an escape hides it, and not where its end is missing.
      const isAllKnown = parts.every((gram) => known.has(gram));
      for (const gram of parts) {
        if ((known.has(gram) && !isAllKnown) || spared.some((ours) => ours.includes(gram))) continue;
        grams.add(gram);
        mark(gram);
      }
    },
    addWhole: (text) => {
      if (text.length < gramLength) return;
      const gram = text.slice(0, gramLength);
      wholes.add(text);
      lengths.set(gram, (lengths.get(gram) ?? new Set()).add(text.length));
      mark(gram);
    },
    findLiteral: (text, found) => {
      if (grams.size + wholes.size === 0) return;
      const last = text.length - gramLength;
      for (let first = 0; first <= last; first += seedStep) {
        // The last place of the step is in every part that starts within the step.
        if (seeds[slot(hashOf(text, first + seedStep - 1, seedLength))] === 1)
          findBetween(text, first, Math.min(first + seedStep - 1, last), found);
      }
    },
    mayHold: (hash) => filter[slot(hash)] === 1,
    holds: (window) => grams.has(window) || wholes.has(window),
  };
};
