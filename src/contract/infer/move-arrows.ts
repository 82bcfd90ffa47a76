import { drawnMoves, type Label } from './drawn-moves.ts';
import { wordsOf } from './words.ts';

/** A move that an arrow shows: the states before it, those behind it, and what its line says. `to` is undefined where the line names no state there. */
export type ArrowRow = { readonly from: readonly string[]; readonly to: readonly string[] | undefined; readonly said: string };

/** What the arrows in a text show. `isWhole` is false where it may show more: an arrow or a line of a drawing is not understood. */
export type Arrows = { readonly rows: readonly ArrowRow[]; readonly isWhole: boolean };

const arrow = /\s*(?:[─—–-]+[>►▶]|=+>|[→⟶⇒➔➜►▶])\s*/u;

/** An arrow with two heads, which is not read. */
const bothWays = /[↔⇄⇔⇆⟷⟺]|<[-=─—]+>/u;

/** Words behind states by which the move goes the other way as well. */
const andBack = /\b(?:back|vice versa|the reverse|in reverse|both (?:ways|directions)|either (?:way|direction))\b/iu;

/** The beginning of an item of a list, or of a line of a quotation. */
const bullet = /^\s*(?:(?:[-*+>]|\d+[.)])\s+)?/u;

const joint = /^\s*(?:,\s*(?:and|or)\b|,|\/|\||\bor\b|\band\b)\s*/u;

/** A state at the beginning of a text, with the length of how it is written there; undefined where there is none. */
const stateAt = (text: string, states: readonly string[]): { readonly state: string; readonly length: number } | undefined => {
  const [written = '', quoted, plain] = /^[*_"']*(?:`([^`]+)`|([\p{L}\d][\p{L}\d_-]*))[*_"']*/u.exec(text) ?? [];
  const named = quoted ?? plain ?? '';
  const one = states.find((state) => wordsOf(state).join(' ') === wordsOf(named).join(' '));
  if (one !== undefined) return { state: one, length: written.length };
  // A state of several words without backquotes.
  const several = states.find(
    (state) => text.toLowerCase().startsWith(wordsOf(state).join(' ')) && !/^[\p{L}\d]/u.test(text.slice(wordsOf(state).join(' ').length)),
  );
  return several === undefined ? undefined : { state: several, length: wordsOf(several).join(' ').length };
};

/** The states that stand in a row at the beginning of a text, with where each is, and where the row ends. */
const rowAt = (text: string, states: readonly string[]): { readonly labels: readonly Label[]; readonly end: number } => {
  const labels: Label[] = [];
  let at = text.length - text.trimStart().length;
  let end = at;
  for (let found = stateAt(text.slice(at), states); found; found = stateAt(text.slice(at), states)) {
    end = at + found.length;
    labels.push({ state: found.state, start: at, end });
    const [between = ''] = joint.exec(text.slice(end)) ?? [];
    if (between === '') break;
    at = end + between.length;
  }
  return { labels, end };
};

/** What may follow the last states of a line: the end, or a remark. */
const remark = /^\s*(?:$|[.,;:(–—]|(?:when|if|once|by|with|as|through|on|for)\b)/u;

type Line = { readonly rows: readonly ArrowRow[]; readonly labels: readonly Label[]; readonly isWhole: boolean };

/**
 * Where a further row begins behind a comma: "`open` → `paid`, with `open` → `void` as the exception", and behind words that are no state: "…as the exception, and `paid` →
 * `open` by a refund".
 */
const further =
  /,\s+(?:with|plus|besides|as well as)\s+(?=`[^`]+`\s*(?:[─—–-]+[>►▶]|=+>|[→⟶⇒➔➜►▶]))|(?<=\p{Ll}),\s+and\s+(?=`[^`]+`\s*(?:[─—–-]+[>►▶]|=+>|[→⟶⇒➔➜►▶]))/gu;

/** Parts of a line that each show moves of their own, with where they begin. */
const partsOf = (line: string): readonly { readonly text: string; readonly start: number }[] => {
  const ends = [...line.matchAll(/;|\.(?=\s)/gu), ...line.matchAll(further)]
    .map(({ index, 0: found }) => index + found.length)
    .toSorted((a, b) => a - b);
  return [0, ...ends].map((start, n) => ({ text: line.slice(start, ends[n] ?? line.length), start }));
};

/** What stands before the first states of a part: the sign of a list, words that end in a colon. */
const leadIn = (text: string, isFirst: boolean): number => {
  const [sign = ''] = isFirst ? (bullet.exec(text) ?? []) : [];
  const [words = ''] = /^[^:`→]*:\s+/u.exec(text.slice(sign.length, Math.max(0, text.search(arrow)))) ?? [];
  return sign.length + words.length;
};

/** The moves of one part of a line: "`draft` or `closed` → `archived`, with the archive call", "open → paid → shipped". */
const partOf = (part: string, begin: number, states: readonly string[]): Line => {
  if (bothWays.test(part)) return { rows: [], labels: [], isWhole: false };
  if (!arrow.test(part)) {
    // A line of nothing but states may be one at which a drawing points.
    const { labels, end } = rowAt(part, states);
    const isRow = part.slice(end).trim() === '';
    return {
      rows: [],
      labels: isRow ? labels.map((one) => ({ ...one, start: one.start + begin, end: one.end + begin })) : [],
      isWhole: true,
    };
  }
  const sides: { readonly labels: readonly Label[]; readonly isPure: boolean; readonly rest: string }[] = [];
  let offset = leadIn(part, begin === 0);
  for (;;) {
    const left = part.slice(offset);
    const found = arrow.exec(left);
    const text = found ? left.slice(0, found.index) : left;
    const { labels, end } = rowAt(text, states);
    const moved = labels.map((one) => ({ ...one, start: one.start + offset + begin, end: one.end + offset + begin }));
    sides.push({ labels: moved, isPure: /^[\s.;]*$/u.test(text.slice(end)), rest: text.slice(end) });
    if (!found) break;
    offset += found.index + found[0].length;
  }
  const labels = sides.flatMap((one) => one.labels);
  const apart = separateMoves(part, states);
  if (apart) return { rows: apart, labels, isWhole: true };
  // "a → b, c → d" may be two moves or three.
  const isPlain = sides.slice(1, -1).every((one) => one.labels.length === 1 && one.isPure);
  const [first] = sides;
  if (!isPlain || !first || first.labels.length === 0 || !first.isPure) return { rows: [], labels, isWhole: labels.length === 0 };
  const rows = sides.slice(1).map((after, n): ArrowRow => {
    const isRead = after.labels.length > 0 && (after.isPure || remark.test(after.rest));
    const from = (sides[n]?.labels ?? []).map(({ state }) => state);
    return { from, to: isRead ? after.labels.map(({ state }) => state) : undefined, said: part.trim() };
  });
  return { rows, labels, isWhole: sides.at(-1)?.labels.length === 0 || !andBack.test(sides.at(-1)?.rest ?? '') };
};

/**
 * The moves of a row in which commas separate them, where to read its states as those of one chain makes no sense: "open → paused, paused → open" would name one
 * twice, and "open → closed, paused → closed" would lead from a state to itself. Undefined where there is none, or it may be such a chain.
 */
const separateMoves = (written: string, states: readonly string[]): readonly ArrowRow[] | undefined => {
  // "open → paid or refused (by the bank), paid → shipped": a remark names neither a state nor a move.
  const isRemark = (inner: string): boolean => !arrow.test(inner) && states.every((state) => !inner.includes(state));
  const part = written.replaceAll(/\s*\(([^()]*)\)/gu, (whole, inner: string) => (isRemark(inner) ? '' : whole));
  const pieces = part
    .replace(/[\s.]+$/u, '')
    .split(/,\s*(?:and\s+)?/u)
    .map((piece) => piece.split(arrow).map((side) => rowAt(side, states)));
  const sides = part.split(arrow).map((side) => rowAt(side, states).labels.map(({ state }) => state));
  const texts = part.replace(/[\s.]+$/u, '').split(/,\s*(?:and\s+)?/u);
  const isEach = pieces.every((one, n) => {
    const both = texts[n]?.split(arrow) ?? [];
    return one.length === 2 && one.every(({ labels, end }, side) => labels.length > 0 && both[side]?.slice(end).trim() === '');
  });
  const isNoChain =
    sides.some((side) => new Set(side).size < side.length) || sides.some((side, n) => side.some((state) => sides[n + 1]?.includes(state)));
  if (pieces.length < 2 || !isEach || !isNoChain) return undefined;
  return pieces.map(([before, after], n) => ({
    from: before?.labels.map(({ state }) => state) ?? [],
    to: after?.labels.map(({ state }) => state),
    said: texts[n]?.trim() ?? '',
  }));
};

/** Moves in brackets of a sentence: "It can be closed (`open` → `closed`)". */
const inBrackets = /\(([^()]*(?:[─—–-]+[>►▶]|=+>|[→⟶⇒➔➜►▶])[^()]*)\)/gu;

const sentenceEnd = /[.;:]\s|\n\s*\n/gu;

/** Stands for brackets that were read. */
const mark = '\u0000';

/** The sentences of a text whose brackets show nothing but moves, with those; and the text without these brackets. */
const bracketsIn = (text: string, states: readonly string[]): { readonly rows: readonly ArrowRow[]; readonly left: string } => {
  const rows: ArrowRow[] = [];
  const left = text.replaceAll(inBrackets, (written, inner: string, at: number) => {
    const line = inner.replaceAll(/\s+/gu, ' ');
    const read = partOf(line, 0, states);
    const isAll =
      read.isWhole &&
      read.rows.length > 0 &&
      read.rows.every(({ to }) => to !== undefined) &&
      line.split(arrow).length <= read.rows.length * 2;
    if (!isAll) return written;
    const begin = Math.max(0, ...[...text.slice(0, at).matchAll(sentenceEnd)].map((one) => one.index + one[0].length));
    const [rest = ''] = text.slice(at).split(sentenceEnd);
    rows.push(...read.rows.map((one) => ({ ...one, said: `${text.slice(begin, at)}${rest}`.replaceAll(/\s+/gu, ' ').trim() })));
    return mark;
  });
  return { rows, left };
};

const lineOf = (line: string, states: readonly string[]): Line => {
  const parts = partsOf(line).map(({ text, start }) => partOf(text, start, states));
  return {
    rows: parts.flatMap((one) => one.rows),
    labels: parts.flatMap((one) => one.labels),
    isWhole: parts.every((one) => one.isWhole),
  };
};

/** An item of a list may go on in the lines below it. */
const withItemsWhole = (text: string): string =>
  text.replaceAll(/^(\s*(?:[-*+]|\d+[.)])\s.*(?:→|->|=>|►).*)\n(?=[ \t]+[\p{L}\d`])/gmu, '$1 ');

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** States that stand above, by their number: "each of these four → `void`". */
const ofThese =
  /^(?<sign>\s*(?:(?:[-*+>]|\d+[.)])\s+)?)(?:(?:each|any|every one|either|all) (?:one )?of )?(?:these|those|the above)? ?(?<many>\p{L}+|\d+)(?: (?:states|statuses|stages|phases|ones))?(?=\s*(?:[─—–-]+[>►▶]|=+>|[→⟶⇒➔➜►▶]))/iu;

/** Lines that name the states before the arrows above them by their number, with these states; one that tells another number stays as it is. */
const withTheseNamed = (lines: readonly string[], states: readonly string[]): readonly string[] => {
  const above = new Set<string>();
  return lines.map((line) => {
    const { sign = '', many = '' } = ofThese.exec(line)?.groups ?? {};
    const isMeant =
      many !== '' && /\b(?:these|those|above)\b/iu.test(line) && [String(above.size), numbers[above.size]].includes(many.toLowerCase());
    const named = isMeant ? line.replace(ofThese, `${sign}${[...above].map((one) => `\`${one}\``).join(', ')}`) : line;
    for (const { from } of lineOf(named, states).rows) for (const one of from) above.add(one);
    return named;
  });
};

/** A text without the sentences whose brackets show moves. */
export const withoutBrackets = (text: string, states: readonly string[]): string =>
  bracketsIn(text, states).left.replaceAll(/(?:(?![.;:]\s|\n\s*\n)[^\0])*\0(?:(?![.;:]\s|\n\s*\n)[\s\S])*/gu, '');

/** The moves that arrows in the lines of a text, or in the brackets of its sentences, show, as in a list, in a block of code or in a drawing. */
export const arrowsIn = (text: string, states: readonly string[]): Arrows => {
  const brackets = bracketsIn(text, states);
  const lines = withTheseNamed(withItemsWhole(brackets.left).split('\n'), states);
  const read = lines.map((line) => lineOf(line, states));
  const drawn = drawnMoves(
    lines,
    read.map(({ labels }) => labels),
  );
  const rows = read.flatMap((one) => one.rows);
  return {
    rows: [...brackets.rows, ...rows, ...drawn.moves.map(({ from, to }): ArrowRow => ({ from: [from], to: [to], said: '' }))],
    isWhole: drawn.isWhole && read.every((one) => one.isWhole),
  };
};
