import { prettyJson, type JsonLine } from '../pretty-json.ts';
import type { MessageMarks } from './marks.ts';
import type { BodyLine } from './page-model.ts';

/** Lines shown from the beginning of a body: if nothing in it is marked, and if something is. */
const headLines = { unmarked: 30, marked: 12 };
/** Lines shown before and after each marked location. */
const aroundLines = 6;
/** Most marked locations that are shown; more of them show nothing new. */
const mostLocations = 5;

/** Lines that are left out. */
export type Gap = { readonly left: number };

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

const plain = ({ depth, name, text }: JsonLine, isMarked: boolean): BodyLine => ({
  indent: indentOf(depth),
  ...(name === undefined ? {} : { name }),
  text,
  isMarked,
});

const jsonLines = (text: string, { pointer, pointers, mayLack }: MessageMarks): readonly BodyLine[] => {
  const lines = prettyJson(text);
  if (pointers !== undefined) {
    const marked = new Set(pointers);
    return lines.map((line) => plain(line, marked.has(line.pointer)));
  }
  if (pointer === undefined || pointer === '') return lines.map((line) => plain(line, pointer === ''));
  const location = nearestLocation(lines, pointer);
  if (location === pointer) return lines.map((line) => plain(line, isAtOrBelow(line.pointer, location)));
  if (mayLack !== true) return lines.map((line) => plain(line, false));
  // A missing member is reported where it should be: below the line that opens its object.
  const opening = lines.findIndex((line) => line.pointer === location);
  const missing = { text: `${JSON.stringify(missingBelow(location, pointer))} is missing`, isMarked: true };
  return lines.flatMap((line, at) =>
    at === opening ? [plain(line, false), { indent: indentOf(line.depth + 1), ...missing }] : [plain(line, false)],
  );
};

/** A body as readable lines: JSON indented, anything else as it is, with the location that a finding names marked. */
export const bodyLines = (text: string, isJson: boolean, marks: MessageMarks): readonly BodyLine[] =>
  isJson ? jsonLines(text, marks) : text.split('\n').map((line) => ({ indent: '', text: line, isMarked: marks.pointer === '' }));

const isWholeMarked = (lines: readonly BodyLine[]): boolean => lines.every(({ isMarked }) => isMarked);

/** Indexes of the lines that are shown. */
const shownLines = (lines: readonly BodyLine[]): ReadonlySet<number> => {
  const isPartMarked = !isWholeMarked(lines) && lines.some(({ isMarked }) => isMarked);
  const head = isPartMarked ? headLines.marked : headLines.unmarked;
  // A note about a few lines that are left out takes as much room as the lines.
  if (lines.length <= head + 3) return new Set(lines.keys());
  const shown = new Set(lines.slice(0, head).keys());
  let locations = 0;
  for (const [at, { isMarked }] of lines.entries()) {
    if (!isPartMarked || !isMarked || lines[at - 1]?.isMarked === true || (locations += 1) > mostLocations) continue;
    for (let near = Math.max(0, at - aroundLines); near <= Math.min(lines.length - 1, at + aroundLines); near++) shown.add(near);
  }
  return shown;
};

/** The beginning of a long body and the lines around the marked locations, with the number of lines in each gap. */
export const foldedLines = (lines: readonly BodyLine[]): readonly (BodyLine | Gap)[] => {
  const shown = shownLines(lines);
  const folded: (BodyLine | Gap)[] = [];
  let left = 0;
  for (const [at, line] of lines.entries()) {
    if (!shown.has(at)) {
      left += 1;
      continue;
    }
    if (left > 0) folded.push({ left });
    left = 0;
    folded.push(line);
  }
  return left > 0 ? [...folded, { left }] : folded;
};
