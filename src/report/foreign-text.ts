/** Characters that move a cursor, colour a terminal, reverse the direction of reading, are invisible, or are unpaired surrogates. */
const disturbing = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

const escaped = (character: string): string => {
  if (character === '\n' || character === '\t') return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
};

/** Text of foreign origin with every disturbing character replaced by its code point. Line feeds and tabs stay. */
export const visible = (text: string): string => text.replace(disturbing, escaped);

/**
 * The beginning of a command in the log of a CI, which also the middle of a line can hold: `##[group]` of GitHub Actions, `##vso[…]` of Azure
 * Pipelines, `##teamcity[…]`.
 */
const command = /##(?=(?:vso|teamcity)?\[)/gu;

/** The beginning of a workflow command of GitHub Actions (`::error::…`). Blanks before it count for nothing, and lines break at blanks. */
const workflowCommand = /(?<=^|\s):(?=:[a-z][a-z-]*(?:[^\S\n][^\n]*?)?::)/gmu;

/** The same text without commands of a CI that would take it for its log. */
export const withoutCommands = (text: string): string => text.replace(command, '#\\u{23}').replace(workflowCommand, '\\u{3a}');

/** A text that holds words of foreign origin, as it can be printed: nothing in it moves a cursor, colours, hides or commands. */
export const printable = (text: string): string => withoutCommands(visible(text));

/** At most so many characters of a text, with the number of those that were left out. */
export const shortened = (text: string, most: number): string => {
  if (text.length <= most) return text;
  // Does not split a pair of surrogates.
  const end = /[\ud800-\udbff]/u.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
};
