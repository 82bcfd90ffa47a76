import { shown } from './layout.ts';

/** Text of foreign origin escaped for Markdown: it cannot become markup or a link, or end the cell of a table. */
export const plainText = (text: string): string => shown(text).replaceAll(/[\\`*_[\]<>#|~&]/gu, (mark) => `\\${mark}`);

/** Text of foreign origin as code of Markdown: in more backticks than it contains. */
export const codeSpan = (text: string): string => inBackticks(shown(text));

/** The same for the cell of a table, where pipes are escaped also in code (GitHub Flavored Markdown, section 4.10). */
export const codeText = (text: string): string => inBackticks(shown(text).replaceAll('|', '\\|'));

const inBackticks = (safe: string): string => {
  const most = Math.max(0, ...[...safe.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(most + 1);
  return most === 0 ? `\`${safe === '' ? ' ' : safe}\`` : `${fence} ${safe} ${fence}`;
};

/** One row of a table. The cells are Markdown already. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
