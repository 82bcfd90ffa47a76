import { printable } from '../report/foreign-text.ts';

/** One row of a list; several texts in a cell are separated by commas. */
export type Row = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

const cell = (value: Row[string] | undefined): string => {
  if (value === undefined || value === null) return '-';
  const text = Array.isArray(value) ? value.join(', ') || '-' : String(value);
  return printable(text).replaceAll('\n', String.raw`\n`);
};

/** A table as text: columns are aligned and separated by two blanks; the last one is not padded. */
export const tableText = (columns: readonly string[], rows: readonly Row[]): string => {
  const lines = [columns.map((column) => column.toUpperCase()), ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map((line) => `${line.map((text, index) => (index === line.length - 1 ? text : text.padEnd(widths[index] ?? 0))).join('  ')}\n`)
    .join('');
};
