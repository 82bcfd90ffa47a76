import { isObject } from '../../contract/pointer.ts';
import { csvRows } from '../../contract/wire/csv.ts';
import { isScalar } from '../../model/json.ts';

/** A list as comma-separated values with a line of names, each row by what identifies it. */
export type NamedRows = {
  readonly names: readonly string[];
  readonly rows: ReadonlyMap<string, readonly string[]>;
  /** What identifies an item, as it identifies its row; undefined where that cannot be told. */
  keyOf(item: unknown): string | undefined;
};

type Json = Readonly<Record<string, unknown>>;

/** In what a representation as CSV differs from the items as JSON: the code of the finding, with both sides in words. */
export type Difference = {
  readonly code: 'rows-uneven' | 'row-missing' | 'cell-differs';
  readonly expected: string;
  readonly actual: string;
};

const idName = 'id';

/** A text that is written in a cell as it is. */
const isPlainKey = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && /^[\w.:-]+$/u.test(value));

/** The fewest columns that identify the items together: that of the id, or one or two whose plain texts differ from item to item. */
const keyColumns = (names: readonly string[], items: readonly Json[]): readonly string[] | undefined => {
  if (names.includes(idName)) return [idName];
  const plain = names.filter((name) => items.every((item) => isPlainKey(item[name])));
  const pairs = plain.flatMap((one, n) => plain.slice(n + 1).map((other) => [one, other]));
  const isTelling = (columns: readonly string[]): boolean =>
    new Set(items.map((item) => columns.map((name) => String(item[name])).join('\n'))).size === items.length;
  return items.length > 1 ? [...plain.map((one) => [one]), ...pairs].find(isTelling) : undefined;
};

/**
 * The rows of a text whose first line names members of the items, among them what identifies them. Undefined where it has no such line, so that nothing says
 * which cell shows what.
 */
export const namedRows = (text: string, items: readonly unknown[]): NamedRows | undefined => {
  const isBlank = (cells: readonly string[]): boolean => cells.length === 1 && cells[0]?.trim() === '';
  const [names = [], ...rows] = (csvRows(text) ?? []).filter((cells) => !isBlank(cells));
  const objects = items.filter((one): one is Json => isObject(one));
  const members = new Set(objects.flatMap((item) => Object.keys(item)));
  const known = names.filter((name) => members.has(name)).length;
  if (known * 2 < names.length || new Set(names).size !== names.length) return undefined;
  const columns = keyColumns(names, objects);
  if (columns === undefined) return undefined;
  const rowKey = (cells: readonly string[]): string => columns.map((name) => cells[names.indexOf(name)] ?? '').join(' ');
  return {
    names,
    rows: new Map(rows.map((cells) => [rowKey(cells), cells])),
    keyOf: (item) =>
      isObject(item) && columns.every((name) => isPlainKey(item[name])) ? columns.map((name) => String(item[name])).join(' ') : undefined,
  };
};

const bare = (value: unknown): string =>
  isScalar(value)
    ? String(value)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]/gu, '')
    : '';

/** Is an amount in the smallest unit, 1250, shown in the whole one, "12.50", or with its thousands apart. */
const isOtherUnit = (text: string, value: number): boolean =>
  Number.isInteger(value) && /\.\d{2,3}$/u.test(text) && Number(text.replace('.', '')) === value;

/**
 * Does a cell surely show something else than a value: another number, or the text of another member. Numbers may be written with the signs of a
 * country, and texts as labels for people.
 */
const isOther = (cell: string, name: string, item: Json): boolean => {
  const text = cell.trim();
  const value = item[name];
  if (typeof value === 'number')
    return /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) !== value && !isOtherUnit(text, value) : text !== '' && !/\d/u.test(text);
  // Of a moment its day may be shown.
  if (typeof value !== 'string' || text === '' || bare(value).startsWith(bare(text))) return false;
  return Object.entries(item).some(([other, shown]) => other !== name && bare(text) !== '' && bare(shown) === bare(text));
};

/**
 * The first difference between the items of a list as JSON and its rows as CSV, of one request each. Not the order and the number of rows: CSV may hold
 * the whole list. Only cells below the name of a member are compared.
 */
export const differenceIn = (text: string, items: readonly unknown[]): Difference | undefined => {
  const found = namedRows(text, items);
  if (found === undefined) return undefined;
  const { names, rows, keyOf } = found;
  const uneven = [...rows.values()].find((cells) => cells.length !== names.length);
  if (uneven)
    return {
      code: 'rows-uneven',
      expected: `${names.length} cells in each row, as in the first line`,
      actual: `${uneven.length} in a row`,
    };
  for (const item of items.filter((one): one is Json => isObject(one))) {
    const id = keyOf(item);
    if (id === undefined) continue;
    const cells = rows.get(id);
    // What was created or removed between the two reads shifts pages, and leaves the number of rows.
    if (cells === undefined && rows.size >= items.length) continue;
    if (cells === undefined) return { code: 'row-missing', expected: `a row for ${id}, which the list as JSON shows`, actual: 'none' };
    const name = names.find((one, n) => isOther(cells[n] ?? '', one, item));
    if (name === undefined) continue;
    const cell = cells[names.indexOf(name)] ?? '';
    return { code: 'cell-differs', expected: `${JSON.stringify(item[name])} as ${name} of ${id}`, actual: JSON.stringify(cell) };
  }
  return undefined;
};
