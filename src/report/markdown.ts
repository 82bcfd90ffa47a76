import { shown } from './layout.ts';

/** Text of foreign origin escaped for Markdown: it cannot become markup or a link, or end the cell of a table. */
export const plainText = (text: string): string => shown(text).replaceAll(/[\\`*_[\]<>#|~&]/gu, (mark) => `\\${mark}`);

/** Text of foreign origin as code of Markdown: in more backticks than it contains, with pipes escaped for the cell of a table. */
export const codeText = (text: string): string => {
  const safe = shown(text).replaceAll('|', '\\|');
  const most = Math.max(0, ...[...safe.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(most + 1);
  return most === 0 ? `\`${safe === '' ? ' ' : safe}\`` : `${fence} ${safe} ${fence}`;
};

/** One row of a table. The cells are Markdown already. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
