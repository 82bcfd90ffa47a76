import { gramLength } from './secret-forms.ts';

const filterBits = 16;
const multiplier = 31;
/** What the character leaving the window weighs in the rolling hash. */
const leaving = (multiplier ** (gramLength - 1)) | 0;

const slot = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - filterBits);
const pairSlot = (first: number, second: number): number => ((first & 255) << 8) | (second & 255);

/** Every secret stretch, found in one pass over a text. */
export type SecretIndex = {
  /** Stretches that stand in a text of `spared` are nobody's secret. */
  addStretches(text: string, spared?: readonly string[]): void;
  addWhole(text: string): void;
  /** Calls back for each secret stretch that stands literally in the text, by ascending start. */
  findLiteral(text: string, found: (start: number, end: number) => void): void;
  /** Tells whether any secret text starts with these two character codes: false is certain. */
  mayStart(first: number, second: number): boolean;
  /** Length of the longest secret text at the start of these at most {@link gramLength} characters; 0 where there is none. */
  lengthAtStart(window: string): number;
};

export const createSecretIndex = (): SecretIndex => {
  const grams = new Set<string>();
  const wholes = new Set<string>();
  // A rolling hash and a filter spare the substring at nearly every position: texts of 64 kB come by thousands of times a run.
  const filter = new Uint8Array(1 << filterBits);
  const pairs = new Uint8Array(1 << 16);

  const hashOf = (text: string): number => {
    let hash = 0;
    for (let at = 0; at < gramLength; at++) hash = (Math.imul(hash, multiplier) + text.charCodeAt(at)) | 0;
    return hash;
  };
  const markPair = (text: string): void => {
    pairs[pairSlot(text.charCodeAt(0), text.charCodeAt(1))] = 1;
  };

  const findGrams = (text: string, found: (start: number, end: number) => void): void => {
    if (grams.size === 0 || text.length < gramLength) return;
    let hash = hashOf(text);
    for (let start = 0; ; start++) {
      const end = start + gramLength;
      if (filter[slot(hash)] === 1 && grams.has(text.slice(start, end))) found(start, end);
      if (end >= text.length) return;
      hash = (Math.imul(hash - Math.imul(text.charCodeAt(start), leaving), multiplier) + text.charCodeAt(end)) | 0;
    }
  };

  return {
    addStretches: (text, spared = []) => {
      for (let start = 0; start + gramLength <= text.length; start++) {
        const gram = text.slice(start, start + gramLength);
        if (spared.some((open) => open.includes(gram))) continue;
        grams.add(gram);
        filter[slot(hashOf(gram))] = 1;
        markPair(gram);
      }
    },
    addWhole: (text) => {
      wholes.add(text);
      markPair(text);
    },
    findLiteral: (text, found) => {
      findGrams(text, found);
      for (const whole of wholes) {
        for (let start = text.indexOf(whole); start !== -1; start = text.indexOf(whole, start + 1)) found(start, start + whole.length);
      }
    },
    mayStart: (first, second) => pairs[pairSlot(first, second)] === 1,
    lengthAtStart: (window) => {
      if (grams.has(window)) return gramLength;
      return Math.max(0, ...[...wholes].filter((whole) => window.startsWith(whole)).map(({ length }) => length));
    },
  };
};
