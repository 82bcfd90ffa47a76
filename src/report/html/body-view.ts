import { shortened } from '../foreign-text.ts';
import { type JsonLine, prettyJson } from '../pretty-json.ts';
import { markup, type Markup } from './markup.ts';

/** Lines shown from the beginning of a body: if nothing in it is marked, and if something is. */
const headLines = { unmarked: 30, marked: 12 };
/** Lines shown before and after each marked location. */
const aroundLines = 6;
/** Most marked locations that are shown; more of them show nothing new. */
const mostLocations = 5;
/** Longest line; the record has the complete text. */
const lineCharacters = 300;

type Line = { readonly indent: string; readonly name: string | undefined; readonly text: string; readonly isMarked: boolean };

export type BodyForm = {
  readonly isJson: boolean;
  /** JSON pointer of what is marked; empty for the whole body. */
  readonly pointer: string | undefined;
  /** If nothing is at the pointer, a line says so. */
  readonly mayLack: boolean;
};

const isAtOrBelow = (pointer: string, around: string): boolean => pointer === around || pointer.startsWith(`${around}/`);

const indentOf = (depth: number): string => '  '.repeat(Math.min(depth, 20));

/** The longest prefix of a pointer that has a line. */
const nearestLocation = (lines: readonly JsonLine[], pointer: string): string => {
  const known = new Set(lines.map((line) => line.pointer));
  let location = pointer;
  while (location !== '' && !known.has(location)) location = location.slice(0, location.lastIndexOf('/'));
  return location;
};

/** Name of the first missing member on the way from a location to a pointer below it. */
const missingBelow = (location: string, pointer: string): string =>
  (pointer.slice(location.length + 1).split('/')[0] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

const jsonLines = (text: string, { pointer, mayLack }: BodyForm): readonly Line[] => {
  const lines = prettyJson(text);
  const plain = (line: JsonLine, isMarked: boolean): Line => ({ indent: indentOf(line.depth), name: line.name, text: line.text, isMarked });
  if (pointer === undefined || pointer === '') return lines.map((line) => plain(line, false));
  const location = nearestLocation(lines, pointer);
  if (location === pointer) return lines.map((line) => plain(line, isAtOrBelow(line.pointer, location)));
  if (!mayLack) return lines.map((line) => plain(line, false));
  // A missing member is reported where it should be: below the line that opens its object.
  const opening = lines.findIndex((line) => line.pointer === location);
  const missing = { name: undefined, text: `${JSON.stringify(missingBelow(location, pointer))} is missing`, isMarked: true };
  return lines.flatMap((line, at) =>
    at === opening ? [plain(line, false), { indent: indentOf(line.depth + 1), ...missing }] : [plain(line, false)],
  );
};

const textLines = (text: string): readonly Line[] =>
  text.split(/\r?\n/u).map((line) => ({ indent: '', name: undefined, text: line, isMarked: false }));

/** Indexes of the lines that are shown. */
const shownLines = (lines: readonly Line[]): ReadonlySet<number> => {
  const head = lines.some(({ isMarked }) => isMarked) ? headLines.marked : headLines.unmarked;
  const shown = new Set(lines.slice(0, head).keys());
  let locations = 0;
  for (const [at, { isMarked }] of lines.entries()) {
    if (!isMarked || lines[at - 1]?.isMarked === true || (locations += 1) > mostLocations) continue;
    for (let near = Math.max(0, at - aroundLines); near <= Math.min(lines.length - 1, at + aroundLines); near++) shown.add(near);
  }
  // A note about a few lines that are left out takes as much room as the lines.
  if (lines.length <= head + 3) for (const at of lines.keys()) shown.add(at);
  return shown;
};

const lineView = ({ indent, name, text, isMarked }: Line): Markup => {
  const begin = name === undefined ? '' : markup`<b>${shortened(name, lineCharacters)}</b>: `;
  const content = markup`${begin}${shortened(text, lineCharacters)}`;
  return markup`${indent}${isMarked ? markup`<mark>${content}</mark>` : content}\n`;
};

const gapView = (count: number): Markup => markup`<i>… ${count} more line${count === 1 ? '' : 's'}</i>\n`;

/**
 * A body as readable lines, with the location that a finding names marked. A long body is reduced to its beginning and the lines around the
 * marked locations.
 */
export const bodyView = (text: string, form: BodyForm): Markup => {
  const lines = form.isJson ? jsonLines(text, form) : textLines(text);
  const shown = shownLines(lines);
  const parts: Markup[] = [];
  let left = 0;
  for (const [at, line] of lines.entries()) {
    if (!shown.has(at)) {
      left += 1;
      continue;
    }
    if (left > 0) parts.push(gapView(left));
    left = 0;
    parts.push(lineView(line));
  }
  if (left > 0) parts.push(gapView(left));
  return markup`<pre class="body${form.pointer === '' ? ' marked' : ''}">${parts}</pre>`;
};
