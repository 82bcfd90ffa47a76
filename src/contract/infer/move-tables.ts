import { tablesIn } from './markdown-tables.ts';
import { wordsOf } from './words.ts';

/** A row of a table that says how a resource moves: the states that it is for, the actions or values that move it, and the states that it is in then; each empty where the table has no such column. */
export type MoveRow = { readonly from: readonly string[]; readonly by: readonly string[]; readonly to: readonly string[] };

const columns = {
  from: new Set('from state status current present before old'.split(' ')),
  by: new Set('action transition event command move call operation via trigger value by'.split(' ')),
  to: new Set('to next new after then allowed result target into leads becomes'.split(' ')),
} as const;

/** The names that a cell lists: those between backquotes, else those between commas, "or" and "and". */
const namesIn = (cell: string): readonly string[] => {
  const quoted = [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name);
  const named =
    quoted.length > 0 ? quoted : cell.split(/,|\/|\bor\b|\band\b/iu).map((one) => one.replaceAll(/[*_"']+(?=\s|$)|^[*_"']+/gu, '').trim());
  return named.filter((one) => /^[\p{L}\d][\p{L}\d _-]*$/u.test(one));
};

/** The rows of the Markdown tables in a text whose columns are headed as moves from state to state are: "From, Action, To", "Status, Next". */
export const moveRowsIn = (text: string): readonly MoveRow[] => {
  return tablesIn(text).flatMap(([first = [], ...rows]): readonly MoveRow[] => {
    const head = first.map((cell) => wordsOf(cell));
    const placeOf = (wanted: ReadonlySet<string>, taken: readonly number[]): number =>
      head.findIndex((words, at) => !taken.includes(at) && words.some((word) => wanted.has(word)));
    const to = placeOf(columns.to, []);
    const from = placeOf(columns.from, [to]);
    const by = placeOf(columns.by, [to, from]);
    if (from < 0 || (to < 0 && by < 0)) return [];
    return rows.map((cells) => ({
      from: namesIn(cells[from] ?? ''),
      by: by < 0 ? [] : namesIn(cells[by] ?? ''),
      to: to < 0 ? [] : namesIn(cells[to] ?? ''),
    }));
  });
};
