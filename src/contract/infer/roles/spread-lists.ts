import { wordsOf } from '../words.ts';
import { andNothingElse, isVerb } from './clauses.ts';
import { stemOf } from './stem.ts';
import { plain } from './texts.ts';

/** An item of a list, or a line that is none. */
type Line = { readonly indent: number; readonly said: string; readonly isItem: boolean };

const lineOf = (text: string): Line => {
  const { indent = '', said } = /^(?<indent>\s*)(?:[-*+•]|\d+[.)])\s+(?<said>.*)$/u.exec(text)?.groups ?? {};
  return said === undefined
    ? { indent: /^\s*/u.exec(text)?.[0].length ?? 0, said: text.trim(), isItem: false }
    : { indent: indent.length, said, isItem: true };
};

/** A role alone: "**keeper**", "The keeper:", "### Keeper". */
const bare = /^(?:an? |the )?(?<role>\p{L}[\p{L}-]*)(?: roles?)? ?(?<colon>:?)$/iu;

/** What a role may or may not, without what: "A keeper may:", "Keepers cannot:". */
const unfinished =
  /^(?<lead>(?:an? |the |every |each )?(?<role>\p{L}[\p{L}-]*) (?:may|can|may not|can ?not|can't|must not|(?:is|are) (?:not )?(?:allowed|permitted|able) to)):$/iu;

/** The words that stand for each item below a line that names a role; undefined for any other line. */
const leadIn = ({ said, isItem }: Line, told: ReadonlySet<string>): string | undefined => {
  const isHeading = /^#{1,6}\s/u.test(said);
  const text = plain(said.replace(/^#{1,6}\s+|\s*#+$/gu, ''));
  const isTold = (role: string | undefined): boolean => role !== undefined && told.has(stemOf(role.toLowerCase()));
  const { lead, role } = unfinished.exec(text)?.groups ?? {};
  if (lead !== undefined && isTold(role)) return lead;
  const { role: alone, colon } = bare.exec(text)?.groups ?? {};
  const isSetOff = isItem || isHeading || colon === ':' || /^(?<sign>\*{1,2}|_{1,2}|`).+\k<sign>$/u.test(said);
  return alone !== undefined && isTold(alone) && isSetOff ? `${alone}:` : undefined;
};

/** The items right below a line, each in one line, and how many lines they take; undefined where these have lists of their own. */
const itemsBelow = (lines: readonly string[], at: number): { readonly items: readonly string[]; readonly end: number } | undefined => {
  const head = lineOf(lines[at] ?? '');
  const items: string[] = [];
  let [indent, end] = [-1, at + 1];
  for (let n = at + 1; n < lines.length; n += 1) {
    const text = lines[n] ?? '';
    if (text.trim() === '') continue;
    const line = lineOf(text);
    const isBelow = line.indent > head.indent || (!head.isItem && line.indent >= head.indent);
    if (line.isItem && isBelow && (indent < 0 || line.indent === indent)) {
      indent = line.indent;
      items.push(line.said);
    } else if (line.isItem && indent >= 0 && line.indent > indent) return undefined;
    else if (!line.isItem && indent >= 0 && line.indent > indent && end === n) items.push(`${items.pop() ?? ''} ${line.said}`);
    else break;
    end = n + 1;
  }
  return items.length === 0 ? undefined : { items, end };
};

/** Items without what joins them, and "nothing else" with the item before it. */
const joined = (items: readonly string[]): readonly string[] =>
  items.reduce<readonly string[]>((before, item) => {
    const text = item.replace(/\s*[.;,](?:\s+(?:and|or))?\s*$/u, '');
    const last = before.at(-1);
    return last !== undefined && plain(text).replace(andNothingElse, '') === ''
      ? [...before.slice(0, -1), `${last}, nothing else`]
      : [...before, text];
  }, []);

/** "Keeper: reads dogs; starts walks": what stands before the first right of an item. */
const begun = /^(?<lead>(?:an? |the )?(?<role>[*_`]*\p{L}[\p{L}-]*[*_`]*) ?(?::[*_`]*|–|—| - | (?:may|can)\b)) ?(?<rest>.+)$/iu;

/** The rights of an item that semicolons part, each with the role before it; undefined where one of them may be about something else. */
const partedAt = ({ said, isItem }: Line, told: ReadonlySet<string>): readonly string[] | undefined => {
  const { lead = '', role = '', rest = '' } = (isItem ? begun.exec(said) : null)?.groups ?? {};
  const [first = '', ...others] = rest.split(/(?:;|(?<=\p{L}{3})\.)\s+/u);
  if (others.length === 0 || !told.has(stemOf(plain(role).toLowerCase()))) return undefined;
  const isDoing = /[^s]s$/u.test(wordsOf(first)[0] ?? '');
  // "Reads dogs; starts walks", and "read dogs; start walks".
  const verbOf = (part: string): string => (wordsOf(part)[0] ?? '').replace(isDoing ? /(?<=sh|ch|x|ss)es$|s$/u : /$/u, '');
  const isRight = (part: string): boolean => isVerb(verbOf(part)) || plain(part).replace(andNothingElse, '') === '';
  return others.every(isRight) ? joined([first, ...others]).map((part) => `${lead} ${part}`) : undefined;
};

/**
 * A text in which each right of a list below the name of a role is a sentence about that role: "- keeper: read dogs" and "- keeper: start walks" for an item "keeper" with two
 * items below, a heading "Keeper" or a line "A keeper may:" before a list, or an item that semicolons part.
 * @param told Stems of the names of roles.
 */
export const spreadLists = (text: string, told: ReadonlySet<string>): string => {
  const lines = text.split('\n');
  const spread: string[] = [];
  for (let n = 0; n < lines.length; n += 1) {
    const own = lines[n] ?? '';
    const line = lineOf(own);
    const lead = leadIn(line, told);
    const below = lead === undefined ? undefined : itemsBelow(lines, n);
    if (lead !== undefined && below) {
      if (line.said.startsWith('#')) spread.push(own, '');
      for (const item of joined(below.items)) spread.push(`- ${lead} ${item}.`);
      // What follows is no part of the last item.
      if (lines[below.end]?.trim() !== '') spread.push('');
      n = below.end - 1;
      continue;
    }
    const wrapped = line.isItem ? wrappedFrom(lines, n, line.indent) : [];
    const parted = partedAt({ ...line, said: [line.said, ...wrapped].join(' ') }, told);
    if (parted) for (const part of parted) spread.push(`- ${part}.`);
    else spread.push(own);
    if (parted) n += wrapped.length;
  }
  return spread.join('\n');
};

/** The lines with which an item goes on. */
const wrappedFrom = (lines: readonly string[], at: number, indent: number): readonly string[] => {
  const wrapped: string[] = [];
  for (const text of lines.slice(at + 1)) {
    const line = lineOf(text);
    if (text.trim() === '' || line.isItem || line.indent <= indent) break;
    wrapped.push(line.said);
  }
  return wrapped;
};
