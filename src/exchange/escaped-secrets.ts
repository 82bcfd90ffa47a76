import { literally, withoutJsonEscapes, withoutPercent, type UnitReader } from './escapes.ts';
import { gramLength } from './secret-forms.ts';
import { type SecretIndex, weight } from './secret-index.ts';

const backslash = 0x5c;
const percent = 0x25;

/** Characters of the longest unit: a JSON escape of six characters, each of which is one itself. */
const longestUnit = 36;

/** Escapes that are at most so many characters apart are read together. */
const nearby = 64;

/** The most characters that are read together, so that the space for them stays small. */
const mostAtOnce = 16 * 1024;

/** One layer or two, in either order: a URL inside a JSON string, JSON inside a JSON string, a URL inside a URL. */
const readersOf = (text: string): readonly UnitReader[] => {
  const plain = literally(text);
  const layers = [...(text.includes('\\') ? [withoutJsonEscapes] : []), ...(text.includes('%') ? [withoutPercent] : [])];
  return layers.flatMap((outer) => [outer(plain), withoutJsonEscapes(outer(plain)), withoutPercent(outer(plain))]);
};

/** The position of the first character from `at` on that may start an escape; the length of the text where there is none. */
const escapeFrom = (text: string, at: number): number => {
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash || code === percent) return at;
  }
  return text.length;
};

const places = mostAtOnce + (gramLength + 1) * longestUnit + nearby + 1;
const numbers = (): Int32Array => new Int32Array(places);

/** For each character: its unit, where the next one, two and four units begin, and the hashes of two and four of them. Used by one call at a time. */
let space: Readonly<Record<'unit' | 'next' | 'next2' | 'next4' | 'hash2' | 'hash4', Int32Array>> | undefined;

/**
 * Finds secrets that start at one of the characters from `from` to `last`, as a reader reads them. The hash of eight units is made of those of four, and these of two, so
 * that each character is read once, wherever a secret may start.
 * @param limit No unit of such a secret ends behind it.
 */
const findBy = (
  reader: UnitReader,
  text: string,
  { from, last, limit }: { readonly from: number; readonly last: number; readonly limit: number },
  index: SecretIndex,
  found: (start: number, end: number) => void,
): void => {
  space ??= { unit: numbers(), next: numbers(), next2: numbers(), next4: numbers(), hash2: numbers(), hash4: numbers() };
  const { unit, next, next2, next4, hash2, hash4 } = space;
  const size = limit - from;
  for (let at = 0; at < size; at++) {
    const code = text.charCodeAt(from + at);
    const isEscape = code === backslash || code === percent;
    unit[at] = isEscape ? reader.read(from + at) : code;
    next[at] = isEscape ? Math.min(reader.end() - from, size) : at + 1;
  }
  // Behind the end there is nothing more.
  for (const one of [next, next2, next4]) one[size] = size;
  for (const one of [unit, hash2, hash4]) one[size] = 0;
  // Every index is at most `size`.
  const value = (list: Int32Array, at: number): number => list[at] ?? 0;
  for (let at = 0; at < size; at++) {
    const second = value(next, at);
    hash2[at] = Math.imul(value(unit, at), weight(1)) + value(unit, second);
    next2[at] = value(next, second);
  }
  for (let at = 0; at < size; at++) {
    const third = value(next2, at);
    hash4[at] = Math.imul(value(hash2, at), weight(2)) + value(hash2, third);
    next4[at] = value(next2, third);
  }
  for (let at = 0; at <= last - from; at++) {
    const fifth = value(next4, at);
    if (!index.mayHold(Math.imul(value(hash4, at), weight(4)) + value(hash4, fifth))) continue;
    const codes: number[] = [];
    let end = at;
    for (; codes.length < gramLength && end < size; end = value(next, end)) codes.push(value(unit, end));
    if (codes.length === gramLength && index.holds(String.fromCharCode(...codes))) found(from + at, from + end);
  }
};

/**
 * Finds secrets that an escape hides. Only windows with an escape are read: before the first escape of a window each character is literal, so a hidden secret starts at
 * most {@link gramLength} - 1 characters before one. Every start is tried, not only the starts of units, since the characters before a secret may happen to form an escape
 * with its first ones. Takes linear time in the length of the text.
 */
export const findEscaped = (text: string, index: SecretIndex, found: (start: number, end: number) => void): void => {
  const readers = readersOf(text);
  let tried = -1;
  for (let escape = escapeFrom(text, 0); escape < text.length;) {
    const from = Math.max(tried + 1, escape - gramLength + 1);
    let last = escape;
    let following = escapeFrom(text, last + 1);
    while (following < text.length && following - last <= nearby && following - from < mostAtOnce) {
      last = following;
      following = escapeFrom(text, last + 1);
    }
    // Where the next escape is near, each of the eight units may be an escape.
    const units = following - last <= gramLength * longestUnit ? gramLength : 1;
    const limit = Math.min(text.length, last + 1 + units * longestUnit + gramLength);
    for (const reader of readers) findBy(reader, text, { from, last, limit }, index, found);
    tried = last;
    escape = following;
  }
};
