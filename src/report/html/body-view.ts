import { shortened } from '../foreign-text.ts';
import { type JsonLine, prettyJson } from '../pretty-json.ts';
import { markup, type Markup } from './markup.ts';

/** Lines shown from the beginning of a body, where nothing of it is marked, and where something is. */
const headLines = { unmarked: 30, marked: 12 };
/** Lines shown around each marked place. */
const aroundLines = 6;
/** Marked places that are shown; more of them show nothing new. */
const mostPlaces = 5;
/** Longest line; the record has the whole. */
const lineCharacters = 300;

type Line = { readonly indent: string; readonly name: string | undefined; readonly text: string; readonly isMarked: boolean };

export type BodyForm = {
  readonly isJson: boolean;
  /** JSON pointer of what is marked; empty for the whole. */
  readonly pointer: string | undefined;
  /** Where nothing is at the pointer, that is told. */
  readonly mayLack: boolean;
};

const isAtOrBelow = (pointer: string, around: string): boolean => pointer === around || pointer.startsWith(`${around}/`);

const indentOf = (depth: number): string => '  '.repeat(Math.min(depth, 20));

/** The nearest place on the way to a pointer that has a line. */
const nearestLocation = (lines: readonly JsonLine[], pointer: string): string => {
  const known = new Set(lines.map((line) => line.pointer));
  let location = pointer;
  while (location !== '' && !known.has(location)) location = location.slice(0, location.lastIndexOf('/'));
  return location;
};

/** Name of the first member on the way from a place that is not there. */
const missingBelow = (location: string, pointer: string): string =>
  (pointer.slice(location.length + 1).split('/')[0] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

const jsonLines = (text: string, { pointer, mayLack }: BodyForm): readonly Line[] => {
  const lines = prettyJson(text);
  const plain = (line: JsonLine, isMarked: boolean): Line => ({ indent: indentOf(line.depth), name: line.name, text: line.text, isMarked });
  if (pointer === undefined || pointer === '') return lines.map((line) => plain(line, false));
  const location = nearestLocation(lines, pointer);
  if (location === pointer) return lines.map((line) => plain(line, isAtOrBelow(line.pointer, location)));
  if (!mayLack) return lines.map((line) => plain(line, false));
  // A member that is missing is told where it ought to be: below the line that opens what would hold it.
  const opening = lines.findIndex((line) => line.pointer === location);
  const reported = { name: undefined, text: `${JSON.stringify(missingBelow(location, pointer))} is not there`, isMarked: true };
  return lines.flatMap((line, at) =>
    at === opening ? [plain(line, false), { indent: indentOf(line.depth + 1), ...reported }] : [plain(line, false)],
  );
};

const textLines = (text: string): readonly Line[] =>
  text.split(/\r?\n/u).map((line) => ({ indent: '', name: undefined, text: line, isMarked: false }));

/** Numbers of the lines that are shown. */
const shownLines = (lines: readonly Line[]): ReadonlySet<number> => {
  const head = lines.some(({ isMarked }) => isMarked) ? headLines.marked : headLines.unmarked;
  const shown = new Set(lines.slice(0, head).keys());
  let places = 0;
  for (const [at, { isMarked }] of lines.entries()) {
    if (!isMarked || lines[at - 1]?.isMarked === true || (places += 1) > mostPlaces) continue;
    for (let near = Math.max(0, at - aroundLines); near <= Math.min(lines.length - 1, at + aroundLines); near++) shown.add(near);
  }
  // Leaving out a line or two takes as much room as showing them.
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
 * A body as lines that can be read, with the place that a finding names marked. Of a long one the beginning and what is around the
 * marked places.
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
