/** Characters that move a cursor, colour a terminal, reverse the direction of reading, hide, or are no character at all. */
const disturbing = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

const escaped = (character: string): string => {
  if (character === '\n' || character === '\t') return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
};

/** Text of foreign origin in which every disturbing character is told by its number. Line feeds and tabs stay. */
export const visible = (text: string): string => text.replace(disturbing, escaped);

/** At most so many characters of a text, with what was left out counted. */
export const shortened = (text: string, most: number): string => {
  if (text.length <= most) return text;
  // A pair of surrogates is not cut in two.
  const end = /[\ud800-\udbff]/u.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
};
