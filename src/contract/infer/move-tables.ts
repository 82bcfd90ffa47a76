import { tablesIn } from './markdown-tables.ts';
import { wordsOf } from './words.ts';

/** A row of a table that says how a resource moves: the states that it is for, the actions or values that move it, and the states that it is in then; each empty where the table has no such column. */
export type MoveRow = {
  readonly from: readonly string[];
  readonly by: readonly string[];
  readonly to: readonly string[];
  /** What the other cells say, each with the head of its column. */
  readonly beside: readonly { readonly head: string; readonly text: string }[];
};

const columns = {
  from: new Set('from state status current present before old'.split(' ')),
  by: new Set('action transition event command move call operation method endpoint via trigger value by'.split(' ')),
  to: new Set('to next new after then allowed result target into leads becomes'.split(' ')),
} as const;

/** Heads of columns about who makes a move: "Allowed for", "Who", "Done by". */
const ofPersons =
  /^(?:who(?:m| may)?|roles?|actors?|callers?|persons?|permissions?|scopes?)$|\b(?:allowed|permitted|open|possible|available) (?:for|to|by)\b|\b(?:for|by) (?:whom|role|roles)\b|\b(?:done|made|performed|carried out|sent|called) by\b/u;

/** Heads of columns with the states before, though a word of them may head those behind: "Allowed in", "Possible from". */
const ofBefore = /\b(?:allowed|permitted|possible|accepted|valid|available) (?:in|from|while|when)\b/u;

/** A cell that leaves states out, or names all of them: what it names is not what it means. */
const isTurned = /\b(?:any|every|all|each|not|no|except|but|other|unless)\b/iu;

/** The states that a cell lists, without remarks in brackets; the cell itself where it means others than it names. */
const statesIn = (cell: string): readonly string[] => {
  const plain = cell.replaceAll(/\s*\([^()]*\)/gu, '');
  return isTurned.test(plain.replaceAll(/`[^`]*`/gu, ' ')) ? [plain] : namesIn(plain);
};

/** The names that a cell lists: those between backquotes, else those between commas, "or" and "and". */
const namesIn = (cell: string): readonly string[] => {
  const quoted = [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name);
  const named =
    quoted.length > 0 ? quoted : cell.split(/,|\/|\bor\b|\band\b/iu).map((one) => one.replaceAll(/[*_"']+(?=\s|$)|^[*_"']+/gu, '').trim());
  // An action may be written as its path ends: `:close`, `/close`.
  return named.map((one) => one.replace(/^[:/](?=\p{L})/u, '')).filter((one) => /^[\p{L}\d][\p{L}\d _-]*$/u.test(one));
};

/** What a cell says of how each of its states is come to: "`suspended` by suspension, `terminated` by termination". */
const ways =
  /`(?<to>[^`]+)`(?: (?:by|via|through|with|on) (?:the |an? )?`?(?<by>\p{L}[\p{L} _-]*?)`?)?(?=\s*(?:[,;/.]|$|\b(?:or|and)\b))/giu;

/** The moves of a row whose states each come with an action of their own; undefined where they do not. */
const movesByState = (from: readonly string[], cell: string, beside: MoveRow['beside']): readonly MoveRow[] | undefined => {
  const found = [...cell.matchAll(ways)].map(({ groups }) => ({ to: groups?.['to'] ?? '', by: groups?.['by'] ?? '' }));
  if (found.length === 0 || found.length !== namesIn(cell).length || found.some(({ by }) => by === '')) return undefined;
  return found.map(({ to, by }) => ({ from, by: [by], to: [to], beside }));
};

/** The rows of a table whose columns are headed as moves from state to state are; empty for another table. */
export const moveRowsOf = ([first = [], ...rows]: readonly (readonly string[])[]): readonly MoveRow[] => {
  const head = first.map((cell) => wordsOf(cell));
  const personal = head.flatMap((words, at) => (ofPersons.test(words.join(' ')) ? [at] : []));
  const before = head.flatMap((words, at) => (ofBefore.test(words.join(' ')) ? [at] : []));
  const placeOf = (wanted: ReadonlySet<string>, taken: readonly number[]): number =>
    head.findIndex((words, at) => !taken.includes(at) && words.some((word) => wanted.has(word)));
  const to = placeOf(columns.to, [...personal, ...before]);
  const [from = placeOf(columns.from, [to, ...personal])] = before;
  const by = placeOf(columns.by, [to, from, ...personal]);
  if (from < 0 || (to < 0 && by < 0)) return [];
  return rows.flatMap((cells): readonly MoveRow[] => {
    const sources = statesIn(cells[from] ?? '');
    const beside = cells.flatMap((text, at) => ([from, to, by].includes(at) || text === '' ? [] : [{ head: first[at] ?? '', text }]));
    const each = to >= 0 && by < 0 ? movesByState(sources, cells[to] ?? '', beside) : undefined;
    if (each) return each;
    return [{ from: sources, by: by < 0 ? [] : namesIn(cells[by] ?? ''), to: to < 0 ? [] : statesIn(cells[to] ?? ''), beside }];
  });
};

/** The rows of the Markdown tables in a text whose columns are headed as moves from state to state are: "From, Action, To", "Status, Next". */
export const moveRowsIn = (text: string): readonly MoveRow[] => tablesIn(text).flatMap(moveRowsOf);
