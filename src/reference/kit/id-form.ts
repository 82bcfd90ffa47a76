import type { SeededRandom } from './seeded-random.ts';

/** A form of ids: makes them and recognizes them. */
export type IdForm = {
  readonly make: (random: SeededRandom) => string;
  /** Whether a text could be an id of this form. */
  readonly isOne: (text: string) => boolean;
};

const alphabets = {
  hexadecimal: '0123456789abcdef',
  alphanumeric: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  letters: 'abcdefghijklmnopqrstuvwxyz',
  digits: '0123456789',
} as const;

/** Ids that are a prefix followed by a number of characters of an alphabet. */
export const prefixedId = (prefix: string, length: number, kind: keyof typeof alphabets = 'hexadecimal'): IdForm => {
  const alphabet = alphabets[kind];
  return {
    make: (random) => prefix + Array.from({ length }, () => alphabet.charAt(random.below(alphabet.length))).join(''),
    isOne: (text) =>
      text.startsWith(prefix) &&
      text.length === prefix.length + length &&
      Array.from(text.slice(prefix.length)).every((character) => alphabet.includes(character)),
  };
};

/** A UUID, version 4 (RFC 9562, 5.4). */
export const uuid: IdForm = {
  make: ({ hex }) => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  isOne: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
};
