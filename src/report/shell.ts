/** A piece of a word of a command line: a literal text, or an expression that the shell expands (`$KEY`). */
export type ShellPart = string | { readonly expanded: string };

/** Text that needs no quotes in any shell. */
const bare = /^[\w/:=.,@%+-]+$/u;

/** Text that is literal between double quotes too, whatever follows. */
const plain = /^[\w /:;=.,@%+?&()[\]{}<>*#~|^'-]*$/u;

/** Characters that would move the cursor, break the line or reverse the direction of reading when the command is shown. */
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

/** Puts a variable in braces if the text after it would be read as part of its name. */
const braced = (expanded: string, next: ShellPart | undefined): string =>
  typeof next === 'string' && /^\w/u.test(next) ? expanded.replace(/^\$(\w+)$/u, '${$1}') : expanded;

/**
 * One word of a command line for a POSIX shell. Text with control characters is written as `$'…'`, which bash, zsh and ksh understand.
 */
export const shellWord = (...parts: readonly ShellPart[]): string => {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string') return bare.test(only) ? only : literal(only);
  if (parts.every((part) => typeof part !== 'string' || plain.test(part)))
    return `"${parts.map((part, at) => (typeof part === 'string' ? part : braced(part.expanded, parts[at + 1]))).join('')}"`;
  return parts.map((part) => (typeof part === 'string' ? (part === '' ? '' : literal(part)) : `"${part.expanded}"`)).join('');
};
