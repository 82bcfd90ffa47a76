import { tablesIn } from '../markdown-tables.ts';
import { wordsOf } from '../words.ts';
import type { Acts } from './acts.ts';
import { type Clause, clausesIn, everything } from './clauses.ts';
import { type Granting, isAsMuch, kindsOfCells, withheld } from './kinds-in-cells.ts';
import { clausesOfRow } from './denials.ts';
import { actWords, type Kind, roleNames } from './lexicon.ts';
import { saidInCell } from './said-in-cells.ts';
import { stemOf } from './stem.ts';
import { plain } from './texts.ts';

const yes = /^(?:yes|y|all|✓|✔|✅|☑|●|allowed|full|x|:white_?check_?mark:|:heavy_?check_?mark:)\ufe0f?$/iu;
const no = /^(?:no|n|✗|✘|❌|✖|❎|🚫|⛔|–|-|—|none|denied|never|403|:x:|:no_?entry(?:_?sign)?:|)\ufe0f?$/iu;

/** What a first column names that is no right: what a page shows, what is counted, what somebody is told of. */
const noRights =
  /\b(?:menus?|screens?|tabs?|limits?|quotas?|webhooks?|topics?|notifications?|e-?mails?|fields?|attributes?|propert(?:y|ies)|columns?)\b|^(?:event|members? of .*)$/iu;

/** Words before a table by which its rights hold elsewhere, at another time, or where nobody changed them. */
const elsewhere =
  /\b(?:planned|upcoming|in (?:the )?future|formerly|from (?:version|v\d)|(?:granted|rights|permissions|allowed)\b[^.]*\bby default|default (?:rights|permissions)|configurable|customi[sz]able|(?:can|may) be (?:changed|adapted|adjusted|extended|set)|in the (?:\w+ )?(?:app|console|dashboard|back ?office|ui|panel|user interface)|menus?|gets? an? (?:e-?)?mail|notified)\b/iu;

/** The tables of a text whose rights hold for the API as it is, by what stands right before them. */
export const tablesOfRights = (text: string): readonly (readonly (readonly string[])[])[] =>
  text
    .split(/\n\s*\n(?=\s*\|)/u)
    .flatMap((part, n, parts) =>
      elsewhere.test(n === 0 ? (part.split(/\n(?=\s*\|)/u)[0] ?? '') : lastParagraphOf(parts[n - 1] ?? '')) ? [] : tablesIn(part),
    );

const lastParagraphOf = (text: string): string => text.split(/\n\s*\n/u).at(-1) ?? '';

/** A cross stands for "yes" where nothing else does, and for "no" beside signs that do. */
const cross = /^x$/iu;

/** What a cell says: that a role may, that it may not, which kinds of operations it may ("read, write"), or, as "own" and "if assigned" do, that it depends. */
type Cell = 'may' | 'may-not' | 'depends' | Granting;

/** At least so much of a table of rights says yes or no. */
const leastRead = 0.6;

/** A table with a column for each role: the rows with what they are about and what they say of each role. */
export type Matrix = {
  readonly roles: readonly string[];
  readonly rows: readonly {
    readonly about: string;
    readonly cells: readonly Cell[];
    /** The cells as they are written. */
    readonly said: readonly string[];
  }[];
};

const cellsFrom = (rows: readonly (readonly string[])[]): readonly (readonly Cell[])[] => {
  const all = rows.flat().filter((cell) => cell !== '');
  const isOtherYes = all.some((cell) => yes.test(cell) && !cross.test(cell));
  const isOtherNo = all.some((cell) => no.test(cell));
  const kinds = kindsOfCells(all.filter((cell) => !yes.test(cell) && !no.test(cell)));
  return rows.map((row) =>
    row.map((cell): Cell => {
      const granting = kinds.get(cell);
      if (granting) return granting;
      if (cross.test(cell) && isOtherYes) return isOtherNo ? 'depends' : 'may-not';
      return yes.test(cell) ? 'may' : no.test(cell) ? 'may-not' : 'depends';
    }),
  );
};

const roleOfCell = (cell: string): string => stemOf(wordsOf(plain(cell)).at(-1) ?? '');

/** A cell without the signs of Markdown around the whole of it; those behind it lead to a note: "yes*". */
const withoutEmphasis = (cell: string): string => cell.replace(/^(?<sign>\*{1,2}|_{1,2}|`)(?<text>.*)\k<sign>$/u, '$<text>').trim();

/** A table whose first column names roles, and whose others what they may do, turned so that each role has a column. */
const turned = (table: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const [head = [], ...rows] = table;
  const columns = head.slice(1).map(roleOfCell);
  const firsts = rows.map(([first = '']) => roleOfCell(first));
  const isOfRoles = /\broles?\b|\bwho\b/iu.test(head[0] ?? '') || firsts.some((one) => roleNames.has(one));
  if (!isOfRoles || columns.some((one) => roleNames.has(one))) return table;
  return head.map((_, n) => table.map((row) => row[n] ?? ''));
};

/** Rows of which all cells are empty are headings of those below: "Orders", and then "create". */
const headedRows = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  let heading = '';
  return rows.flatMap(([first = '', ...cells]) => {
    if (cells.every((cell) => cell === '')) {
      heading = first;
      return [];
    }
    return [[heading === '' || first.includes(':') ? first : `${heading}: ${first}`, ...cells]];
  });
};

/**
 * A table with a column or a row for each role, and yes or no for each thing; undefined where a table is about something else.
 * @param isAboutRoles Whether the text around it speaks of roles; else one of them has a name by which documents call roles.
 */
export const matrixOf = (table: readonly (readonly string[])[], isAboutRoles: boolean): Matrix | undefined => {
  const [head = [], ...others] = turned(table.map((row) => row.map(withoutEmphasis)));
  const roles = head.slice(1).map(roleOfCell);
  const rows = headedRows(others);
  if (roles.length < 2 || rows.length === 0 || roles.includes('') || rows.some((row) => row.length !== head.length)) return undefined;
  if (noRights.test(head[0] ?? '')) return undefined;
  if (!isAboutRoles && !roles.some((one) => roleNames.has(one))) return undefined;
  const cells = cellsFrom(rows.map((row) => row.slice(1)));
  const read = cells.flat().filter((cell) => cell !== 'depends').length;
  if (read < cells.flat().length * leastRead) return undefined;
  return { roles, rows: rows.map(([about = '', ...said], n) => ({ about, cells: cells[n] ?? [], said })) };
};

/** Does a row give a role all that can be done with what it is about: it says yes, or as much as it gives any other role. */
const isAllIn = (cells: readonly Cell[], n: number): boolean => {
  const own = cells[n];
  if (own === 'may') return true;
  return typeof own === 'object' && cells.every((other) => other === 'may-not' || (other !== 'may' && isAsMuch(own, other)));
};

/** The roles of such a table as it writes them. */
export const namesInMatrices = (table: readonly (readonly string[])[], isAboutRoles: boolean): readonly string[] =>
  matrixOf(table, isAboutRoles) ? (turned(table.map((row) => row.map(withoutEmphasis)))[0] ?? []).slice(1) : [];

/** Does the text around a table speak of roles or rights. */
export const speaksOfRoles = (text: string): boolean => /\broles?\b|\bpermissions?\b|\brights\b|\bwho may\b|\bwho can\b/iu.test(text);

/**
 * The roles that tables of yes and no speak of, by the stems of their names, each with whether it may do everything. Where no role may, a table may be about a part of
 * what there is, and says of none that it may not do the rest.
 */
export const rolesInMatrices = (texts: readonly string[]): ReadonlyMap<string, boolean> => {
  const matrices = texts.flatMap((text) => tablesIn(text).flatMap((table) => matrixOf(table, speaksOfRoles(text)) ?? []));
  const told = new Map<string, boolean>();
  for (const { roles, rows } of matrices)
    for (const [n, role] of roles.entries()) told.set(role, told.get(role) !== false && rows.every(({ cells }) => isAllIn(cells, n)));
  return told;
};

/** The roles with a name of those that may do everything elsewhere, to which a table of yes and no denies something beside another role that may. */
export const lesserInMatrices = (texts: readonly string[]): ReadonlySet<string> => {
  const told = [...rolesInMatrices(texts)];
  return new Set(told.some(([, isAll]) => isAll) ? told.flatMap(([role, isAll]) => (isAll ? [] : [role])) : []);
};

/** The tables of texts with a column for each role whose rights hold for the API as it is. */
export const matricesIn = (texts: readonly string[]): readonly Matrix[] =>
  texts.flatMap((text) => tablesOfRights(text).flatMap((table) => matrixOf(table, speaksOfRoles(text)) ?? []));

/** A row about reading as such: "read", "see everything (but tokens)". */
export const isReading =
  /^\W*(?:reads?|reading|views?|viewing|sees?|seeing|brows(?:es?|ing)|list(?:s|ing)?(?! of\b)|look(?:s|ing)? (?:at|up))\b/iu;

/** What a row about reading leaves out. */
const leftOut = /\b(?:but|except|excluding|other than|apart from|without|not)\b.*$/iu;

/** "Yes (own)", "own only", "their own": of what the row names, the role sees what is its own. */
const ofOwn = /^(?:(?:yes|y|✓|✔|✅|x|read)\ufe0f?[\s,:(–-]*)?(?:only )?(?:(?:their|its|his or her|the) )?own(?: ones| only)?\)?$/iu;

/** What tables leave to roles of what is their own, by the rows about reading: "read orders and bills | yes (own)". */
export const ownReadsInMatrices = (
  texts: readonly string[],
): readonly { readonly role: string; readonly about: string; readonly cell: string }[] =>
  texts.flatMap((text) =>
    tablesOfRights(text).flatMap((table) => {
      const { roles, rows } = matrixOf(table, speaksOfRoles(text)) ?? { roles: [], rows: [] };
      return rows
        .filter(({ about }) => isReading.test(about) && !leftOut.test(about))
        .flatMap(({ about, said }) =>
          roles.flatMap((role, n) => (ofOwn.test(said[n] ?? '') ? [{ role, about, cell: said[n] ?? '' }] : [])),
        );
    }),
  );

const changing: ReadonlySet<Kind> = new Set(['create', 'change', 'remove', 'act']);

/**
 * What a row of things alone denies, such as "orders, exports": where another row lets the role read all there is, it is about what changes them, but for what that row
 * leaves out.
 */
const besideReading = (clause: Clause, reading: readonly string[], things: ReadonlySet<string>): Clause => {
  if (clause.kinds.size > 0 || clause.isAll || reading.length === 0) return clause;
  // "Start walks | no" is about that alone, and "bookings | no" about a thing that a path names.
  const isThing = clause.words.size === 1 && [...clause.words].every((word) => things.has(word));
  if (!isThing && [...clause.words].some((word) => actWords.has(word) || clause.acts?.has(word) === true)) return clause;
  const out = new Set(reading.flatMap((about) => wordsOf(leftOut.exec(about)?.[0] ?? '').map(stemOf)));
  return [...clause.words].some((word) => out.has(word)) ? clause : { ...clause, kinds: changing };
};

/**
 * The clauses of a cell that names kinds of operations: what it gives, what it gives in some cases alone, and what it withholds, as other cells of its row give it. Where the
 * row names kinds itself, nothing can be told.
 */
const clausesOfKinds = (about: string, things: ReadonlySet<string>, own: Granting, row: readonly Cell[], acts: Acts): readonly Clause[] => {
  const given = clausesOfRow(about, true, things, acts);
  if (given.some(({ kinds }) => kinds.size > 0)) return given.map((one): Clause => ({ ...one, isOpen: true }));
  const others = row.map((cell) => (typeof cell === 'object' ? cell : cell === 'may' ? ('all' as const) : undefined));
  const of = (clauses: readonly Clause[], kinds: ReadonlySet<Kind>): readonly Clause[] =>
    kinds.size === 0 ? [] : clauses.map((one): Clause => ({ ...one, kinds }));
  return [
    ...of(given, own.kinds),
    ...of(
      given.map((one): Clause => ({ ...one, isOpen: true })),
      own.open,
    ),
    ...of(clausesOfRow(about, false, things, acts), withheld(own, others)),
  ];
};

/** What a table says that has a column for each role, and for each thing yes or no, or what may be done with it: by role. */
export const rolesOfColumns = (
  table: readonly (readonly string[])[],
  things: ReadonlySet<string>,
  isAboutRoles: boolean,
  acts: Acts,
): ReadonlyMap<string, readonly Clause[]> => {
  const matrix = matrixOf(table, isAboutRoles);
  if (!matrix) return new Map();
  const { roles, rows } = matrix;
  return new Map(
    roles.map((role, n) => {
      const reading = rows.filter(({ about, cells }) => cells[n] === 'may' && isReading.test(about)).map(({ about }) => about);
      const clauses = rows.flatMap(({ about, cells }): readonly Clause[] => {
        const cell = cells[n];
        if (typeof cell === 'object') return clausesOfKinds(about, things, cell, cells, acts);
        const told = clausesOfRow(about, cell === 'may', things, acts);
        if (cell === 'depends') return told.map((one): Clause => ({ ...one, isOpen: true }));
        return cell === 'may-not' ? told.map((one) => besideReading(one, reading, things)) : told;
      });
      const all = rows.every(({ cells }) => isAllIn(cells, n)) ? [everything] : clauses;
      return [role, all.map((one): Clause => ({ ...one, isOfRow: true }))] as const;
    }),
  );
};

/** What a table says that has a row for each role: by role, with whether that is all it may. */
export const rolesOfRows = (
  [head = [], ...rows]: readonly (readonly string[])[],
  things: ReadonlySet<string>,
  told: ReadonlySet<string>,
  acts: Acts,
): ReadonlyMap<string, { readonly clauses: readonly Clause[]; readonly isClosed: boolean }> => {
  const [first = '', second = ''] = head.map((cell) => plain(cell).toLowerCase());
  const roles = rows.map((row) => stemOf(wordsOf(plain(row[0] ?? '')).at(-1) ?? ''));
  const isTold = roles.length > 1 && roles.every((role) => told.has(role)) && head.length === 2;
  const isHeaded =
    /\brole|\bwho\b|\bscope|\bkey/u.test(first) && /\bmay\b|\bcan\b|\brights?\b|\bpermissions?\b|\ballow|\baccess\b/u.test(second);
  if (!isTold && !isHeaded) return new Map();
  // What stands beside it, such as "May not" or "Except", is no right; how far it goes is open.
  const beside = (cell: string): readonly Clause[] =>
    cell
      .split(/(?<=[.;])\s/u)
      .flatMap((one) => clausesIn(plain(one), things))
      .map((one): Clause => ({ ...one, isMay: false, isOpen: true }));
  return new Map(
    rows.map(([, may = '', ...others], n) => {
      const { clauses, isClosed } = saidInCell(may, things, acts);
      return [roles[n] ?? '', { clauses: [...clauses, ...others.flatMap(beside)], isClosed }] as const;
    }),
  );
};
