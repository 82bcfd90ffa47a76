import { withoutCommands } from './foreign-text.ts';

/** Width of a report in columns of a terminal. */
const columns = 80;

/** Longest piece of a message that is shown; the stored exchange has the complete text. */
const longestShown = 400;

/** Characters that move a cursor, colour a terminal, break a line or reverse the direction of reading. */
const disturbing = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text of foreign origin made harmless: one line, without control characters or commands of a CI, of limited length. */
export const shown = (text: string): string => {
  const whole = [...withoutCommands(text.replace(disturbing, escaped))];
  if (whole.length <= longestShown) return whole.join('');
  return `${whole.slice(0, longestShown).join('')}… (${whole.length - longestShown} more characters)`;
};

const escaped = (character: string): string => {
  if (character === '\n') return String.raw`\n`;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
};

/**
 * Breaks text between words into lines of at most 80 columns; a longer word stays whole, so that it can be copied.
 * @param first Beginning of the first line; the others are indented by its length.
 */
export const wrapped = (text: string, first = ''): readonly string[] => {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (!isEmpty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(line);
  return lines;
};

/** An item of a Markdown list: its text, then a code block of labelled lines. */
export const item = (text: string, verbatim: readonly (readonly [label: string, text: string])[]): readonly string[] => {
  const code = verbatim.flatMap(([label, value]) => wrapped(shown(value), `      ${label}`));
  return [...wrapped(text, '- '), ...(code.length > 0 ? ['', ...code] : []), ''];
};

/** A Markdown table that is also aligned in a terminal. The first column holds words, the others numbers. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): readonly string[] => {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => String(row[column]).length)));
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column] ?? 0) : String(cell).padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? `:${'-'.repeat(width + 1)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)];
};
