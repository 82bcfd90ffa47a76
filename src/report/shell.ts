/** A piece of a word of a command line: taken literally, or an expression that the shell expands (`$KEY`). */
export type ShellPart = string | { readonly expanded: string };

/** Needs no quotes in any shell. */
const bare = /^[\w/:=.,@%+-]+$/u;

/** Means itself between double quotes too, whatever follows. */
const plain = /^[\w /:;=.,@%+?&()[\]{}<>*#~|^'-]*$/u;

/** Would move the cursor, break the line or turn the reading direction around when the command is shown. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const escapedUnit = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (character === "'" || character === '\\') return `\\${character}`;
  if (character === '\n') return String.raw`\n`;
  return unprintable.test(character) ? `\\u${code.toString(16).padStart(4, '0')}` : character;
};

const literal = (text: string): string => {
  if (unprintable.test(text)) return `$'${[...text].map(escapedUnit).join('')}'`;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
};

/** A variable in braces where the text after it would lengthen its name. */
const apart = (expanded: string, next: ShellPart | undefined): string =>
  typeof next === 'string' && /^\w/u.test(next) ? expanded.replace(/^\$(\w+)$/u, '${$1}') : expanded;

/**
 * One word of a command line for a POSIX shell. Where a text holds control characters it is written as `$'…'`, which bash,
 * zsh and ksh know.
 */
export const shellWord = (...parts: readonly ShellPart[]): string => {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string') return bare.test(only) ? only : literal(only);
  if (parts.every((part) => typeof part !== 'string' || plain.test(part)))
    return `"${parts.map((part, at) => (typeof part === 'string' ? part : apart(part.expanded, parts[at + 1]))).join('')}"`;
  return parts.map((part) => (typeof part === 'string' ? (part === '' ? '' : literal(part)) : `"${part.expanded}"`)).join('');
};
