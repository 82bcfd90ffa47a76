import { isObject } from '../pointer.ts';
import { primitiveText } from './primitive-text.ts';
import { Unwritable } from './styles.ts';

const cell = (value: unknown): string => {
  if (typeof value === 'object' && value !== null) throw new Unwritable('no cell of CSV can contain a list or an object');
  const text = primitiveText(value) ?? '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const row = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;

/**
 * A list as comma-separated values (RFC 4180): of objects as a header of their names and a row each, of lists as a row each, of other values as
 * rows of one cell.
 * @throws {Unwritable} where a cell would have to contain a list or an object.
 */
export const csvText = (items: readonly unknown[]): string => {
  const objects = items.filter(isObject);
  if (objects.length === 0) return items.map((item) => row(Array.isArray(item) ? item : [item])).join('');
  if (objects.length < items.length) throw new Unwritable('no row of CSV stands for an object and for something else');
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  return row(names) + objects.map((one) => row(names.map((name) => one[name]))).join('');
};

/** A byte order mark, which spreadsheets write. */
const mark = '\uFEFF';

/**
 * The rows of a text of comma-separated values (RFC 4180, with LF for CRLF too); undefined where a quote is not closed or text follows a closing
 * quote. An empty line at the end is none.
 */
export const csvRows = (text: string): readonly (readonly string[])[] | undefined => rowsApartBy(',', text);

/** The same with another separator of one character in the place of the comma. */
export const rowsApartBy = (separator: string, text: string): readonly (readonly string[])[] | undefined => {
  const rows: string[][] = [];
  let cells: string[] = [];
  const pattern = new RegExp(String.raw`(?:"((?:[^"]|"")*)"|([^"${separator}\r\n]*))([${separator}]|\r?\n|$)`, 'gy');
  pattern.lastIndex = text.startsWith(mark) ? mark.length : 0;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) return undefined;
    const [, quoted, plain = '', end] = found;
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === separator && pattern.lastIndex < text.length) continue;
    if (end === separator) cells.push('');
    rows.push(cells);
    cells = [];
  }
  return rows;
};

/** May a text be one of values that something else than commas separates, however many there are in a row: its first row has more than one then. */
export const isReadableOtherwise = (text: string): boolean =>
  [';', '\t', '|'].some((separator) => (rowsApartBy(separator, text)?.[0]?.length ?? 0) > 1);

/** Is a text one of values that something else than commas separates: it has as many cells in each row, and more than one. */
export const isSeparatedOtherwise = (text: string): boolean =>
  [';', '\t', '|'].some((separator) => {
    const [first, ...rows] = rowsApartBy(separator, text) ?? [];
    return first !== undefined && first.length > 1 && rows.every(({ length }) => length === first.length);
  });

/** Does a line of a text end without CR before its LF (RFC 4180, section 2, rule 1); line ends inside quotes belong to a cell. */
export const hasBareLineEnd = (text: string): boolean => /(?:^|[^\r])\n/u.test(text.replaceAll(/"(?:[^"]|"")*"/gu, '""'));
